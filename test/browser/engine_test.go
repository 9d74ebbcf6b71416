package browser

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// sabotage is put into the framer of lines, for this test only, by an overlay of the
// build: the engine as it ships has no such door.
const sabotage = `
	switch line := string(buf); {
	case strings.Contains(line, "PANIC"):
		panic("on purpose")
	case strings.Contains(line, "EXIT"):
		os.Exit(3)
	case strings.Contains(line, "MEMORY"):
		for hoard := [][]byte{}; ; {
			hoard = append(hoard, make([]byte, 1<<28))
		}
	}
`

// sabotagedEngine builds an engine that fails on lines that ask for it.
func sabotagedEngine(t *testing.T) []byte {
	t.Helper()
	const file = "wasm/internal/framing/line.go"
	text := harness.Inserted(t, file, "\tstart := 0\n\tif l.delimiter == CRLF", sabotage)
	text = strings.Replace(text, `import "bytes"`, "import (\n\"bytes\"\n\"os\"\n\"strings\"\n)", 1)
	return harness.Altered(t, map[string]string{file: text})
}

func TestEngineFailures(t *testing.T) {
	harness.InPageOnly(t, "the page has an engine of its own to break")
	site := harness.NewSite(t)
	wasm := sabotagedEngine(t)
	engineURL := harness.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		_, _ = w.Write(wasm)
	}))
	for _, c := range []struct {
		word   string
		worker bool
	}{{"PANIC", false}, {"EXIT", false}, {"MEMORY", false}, {"PANIC", true}, {"EXIT", true}, {"MEMORY", true}} {
		word, name := c.word, c.word
		if c.worker {
			name += " in a worker"
		}
		t.Run(name, func(t *testing.T) {
			page := open(t, site, "/module.html")
			got := harness.Call[map[string]any](page, "engine.js", "neighbourOfABrokenFeed", harness.Args{
				"engine": engineURL, "word": word, "worker": c.worker,
			})
			assert.Equal(t, "engine", got["type"])
			assert.Equal(t, 2.0, got["state"])
			assert.Contains(t, got["message"], "the feed is closed")
			assert.Equal(t, `{"n":1}`, got["data"], "a feed opened later works")
			want := []any{}
			for n := 1; n <= 60; n++ {
				want = append(want, float64(n))
			}
			assert.Equal(t, want, got["ids"], "the neighbour lost nothing and got nothing twice")
			if word == "PANIC" {
				assert.Empty(t, got["told"], "the neighbour did not notice")
				assert.Contains(t, got["message"], "on purpose")
				assert.Equal(t, "going on", got["onceIs"])
			} else {
				assert.Equal(t, []any{[]any{"engine", false}}, got["told"])
				assert.Equal(t, "engine true", got["onceIs"])
			}
		})
	}
}
