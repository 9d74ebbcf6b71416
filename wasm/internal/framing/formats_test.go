package framing

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TypeScript checks the format option before the engine is there; both must know the
// same names, in the same order.
func TestTypeScriptKnowsTheSameFormats(t *testing.T) {
	text, err := os.ReadFile("../../../js/src/page/option-words.ts")
	require.NoError(t, err)
	var names []Format
	for _, kind := range []string{"text", "bytes"} {
		_, after, found := strings.Cut(string(text), kind+"Formats = [")
		require.True(t, found)
		list, _, _ := strings.Cut(after, "]")
		for _, match := range regexp.MustCompile(`'([\w-]+)'`).FindAllStringSubmatch(list, -1) {
			names = append(names, Format(match[1]))
		}
	}
	assert.Equal(t, Formats(), names)
}
