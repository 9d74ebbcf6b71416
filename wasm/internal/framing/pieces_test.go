package framing_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// pieces reads a body in chunks of n bytes.
func pieces(t *testing.T, body string, n, limit int) (list []string) {
	t.Helper()
	s := framing.NewStream(framing.NewPieces(), framing.NewTable(limit))
	collect := func() {
		for _, row := range s.Rows {
			require.Equal(t, framing.Data, row.Kind())
			list = append(list, string(s.Buffer()[row.Off:row.Off+row.Len]))
		}
	}
	for rest := body; rest != ""; rest = rest[min(n, len(rest)):] {
		chunk := rest[:min(n, len(rest))]
		copy(s.Reserve(len(chunk)), chunk)
		s.Commit(len(chunk))
		collect()
	}
	s.End(true)
	collect()
	return list
}

func TestTextIsWholeHoweverItIsCut(t *testing.T) {
	const body = "Grüße, \U0001f327 and 雨\n\n  {\"a\":1}\r\n\x00 end \xc3"
	for n := 1; n <= len(body); n++ {
		for _, limit := range []int{1, 5, 100} {
			list := pieces(t, body, n, limit)
			assert.Equal(t, body, strings.Join(list, ""))
			for i, text := range list {
				assert.LessOrEqual(t, len(text), max(limit, 4))
				assert.NotEmpty(t, text)
				if limit >= 5 && i < len(list)-1 {
					assert.True(t, strings.ToValidUTF8(text, "?") == text, "%q, of chunks of %d", text, n)
				}
			}
		}
	}
}

func TestTextIsNotHeldBack(t *testing.T) {
	assert.Equal(t, []string{"The ", "rain", " is ", "here"}, pieces(t, "The rain is here", 4, 100))
	assert.Equal(t, []string{"a", "é"}, pieces(t, "\xef\xbb\xbfa\xc3\xa9", 5, 100), "without a byte order mark, and half a character")
}
