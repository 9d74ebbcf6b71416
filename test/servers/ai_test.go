package servers

import (
	"encoding/json"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
)

// members are one member of each record that has it.
func members(s sighting, name string) []string {
	list := []string{}
	for _, r := range s.Records {
		var data map[string]any
		_ = json.Unmarshal([]byte(r.Data), &data)
		if text, ok := data[name].(string); ok {
			list = append(list, text)
		}
	}
	return list
}

func TestVercelAI(t *testing.T) {
	t.Parallel()
	server := run(t, node(t, "ai.js", "PORT")...)
	page := open(t)
	answer := func(path string) sighting {
		return read(page, server.url()+path, setting{init: harness.Args{"preset": "ai-sdk", "method": "POST"}}).until(harness.Args{"Over": 1})
	}

	t.Run("an answer is complete at [DONE]", func(t *testing.T) {
		got := answer("/ui")
		assert.Equal(t, []string{"Snow ☃ ", "falls ", "tonight"}, members(got, "delta"))
		assert.Equal(t, []string{"stop"}, members(got, "finishReason"))
		assert.Equal(t, []string{"complete"}, got.types())
		assert.Empty(t, got.Threw)
	})
	t.Run("a model that fails is heard", func(t *testing.T) {
		got := answer("/fails")
		refused(t, got, "server", "the model fell over")
		assert.Equal(t, []string{"Snow ☃ ", "falls ", "tonight"}, members(got, "delta"))
		assert.Empty(t, members(got, "finishReason"), "what follows the error")
	})
	givesUp(t, page, server, "/endless", harness.Args{"preset": "ai-sdk", "method": "POST"}, harness.Args{"Records": 4})
}
