//go:build js && wasm

package bridge

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRegistered(t *testing.T) {
	assert.Equal(t, "1.2.3", text(get(engine, "version")))
	assert.JSONEq(t, `["too-large", "not-json", "truncated", "bad-length", "length-too-large", "not-array",
		"bad-checksum", "bad-frame", "too-deep", "bad-encoding"]`, json(get(engine, "reasons")))
}
