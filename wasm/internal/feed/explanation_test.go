package feed

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

func TestBytesThatAreNoTextAreSeenInABody(t *testing.T) {
	full := strings.Repeat("x", maxExcerptBytes-1)
	for sent, want := range map[string]string{
		"caf\xe9":               "caf\ufffd",
		"caf\xe9 ferm\xe9":      "caf\ufffd ferm\ufffd",
		"\x89PNG\r\n\x1a\n":     "\ufffdPNG\r\n\x1a\n",
		"na\u00efve":            "na\u00efve",
		"cut in \xe2\x82":       "cut in \ufffd",
		full + "\u20ac is much": full,
		full + "y":              full + "y",
	} {
		for cut := range min(len(sent), 20) {
			m := newMachine(t, Config{})
			m.Response(1, 0, Head{Status: 403})
			commit(m, 1, 0, sent[:cut])
			assert.Equal(t, want, failure(t, explain(m, 1, 0, sent[cut:])).Body, "%q cut at %d", sent, cut)
		}
		m := newMachine(t, Config{Format: framing.TextLines, Signals: []Rule{{Then: SignalStop}}})
		m.Response(1, 0, Head{Status: 200, ContentType: "text/plain"})
		line, _, _ := strings.Cut(sent, "\r")
		shown, _, _ := strings.Cut(want, "\r")
		assert.Equal(t, shown, failure(t, commit(m, 1, 0, line+"\n")).Body, sent)
	}
}
