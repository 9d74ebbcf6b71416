package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

func TestOpenHasTheHeadOfTheResponse(t *testing.T) {
	page := open(t, harness.NewSite(t), "/module.html")
	one := []any{"open", "/raw/get/one?type=text/event-stream&hold=1", 200.0, "text/event-stream", true}
	assert.Equal(t, []any{one, one, one, true}, harness.Call[[]any](page, "events.js", "responses", nil))
}
