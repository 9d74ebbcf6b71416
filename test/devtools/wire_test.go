package devtools

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A frame is a piece of the wire, as the panel shows it.
type frame struct{ Kind, About, Bytes string }

// bodies are what servers send, and the frames that are in it; the text has a sign for LF, and dots for what else cannot be seen.
var bodies = []struct {
	name, contentType, body string
	options                 harness.Args
	frames                  []frame
}{
	{"an event stream", "text/event-stream", "id: 1\r\ndata: one\r\n\r\n: note\n\nevent: tick\ndata: a\ndata: é\n\ndata: not who", nil, []frame{
		{"record", "record message, id 1", "id: 1·¶data: one·¶·¶"},
		{"keepalive", "keep-alive comment", ": note¶"},
		{"record", "record tick, id 1", "¶event: tick¶data: a¶data: ··¶¶"},
		{"open", "not whole yet ", "data: not who"},
	}},
	{"lines", "application/x-ndjson", "{\"a\":1}\n\n{\"a\":1\n{\"b\":2}\r\n", nil, []frame{
		{"record", "record message", `{"a":1}¶`},
		{"keepalive", "keep-alive blank", "¶"},
		{"malformed", "malformed not-json", `{"a":1¶`},
		{"record", "record message", `{"b":2}·¶`},
	}},
	{"lines that came before", "application/x-ndjson", "{\"id\":\"1\"}\n{\"id\":\"2\"}\n{\"id\":\"1\"}\n{\"id\":\"3\"}\n", harness.Args{"dedupe": "/id"}, []frame{
		{"record", "record message", `{"id":"1"}¶`},
		{"record", "record message", `{"id":"2"}¶`},
		{"dropped", "dropped: it came before message", `{"id":"1"}¶`},
		{"record", "record message", `{"id":"3"}¶`},
	}},
	{"lengths ahead of JSON", "application/json", "9\r\n{\"a\":1}\r\n\r\n9\r\n{\"a\":2}\r\n5\r\n{\"a", harness.Args{"format": "length"}, []frame{
		{"record", "record message", `9·¶{"a":1}·¶`},
		{"keepalive", "keep-alive blank", "·¶"},
		{"record", "record message", `9·¶{"a":2}·¶`},
		{"open", "not whole yet ", `5·¶{"a`},
	}},
	{"frames of bytes", "application/octet-stream", "\x03abc\x02\x00\xff\x01", harness.Args{"format": "varint"}, []frame{
		{"record", "record message", "·abc"},
		{"record", "record message", "···"},
		{"open", "not whole yet ", "·"},
	}},
}

func TestWireHasTheBordersOfFrames(t *testing.T) {
	site := harness.NewSite(t)
	for i, body := range bodies {
		site.Handle("/"+string(rune('a'+i)), answer(body.contentType, body.body))
	}
	page := open(t, site)
	call[any](page, "addPanel", nil)
	call[any](page, "press", harness.Args{"name": "FeedSource: 0 open feeds"})
	for i, body := range bodies {
		t.Run(body.name, func(t *testing.T) {
			page := page.For(t)
			call[any](page, "openFeed", harness.Args{"url": "/" + string(rune('a'+i)), "options": body.options})
			until(page, `states().length === `+string(rune('1'+i))+` && states()[0] === 'open'`)
			call[any](page, "press", harness.Args{"name": "open", "at": 0})
			call[any](page, "press", harness.Args{"name": "Wire"})
			until(page, `frames().length >= `+string(rune('0'+len(body.frames))))
			assert.Equal(t, body.frames, call[[]frame](page, "frames", nil))
		})
	}
}

// What is shown of a long body is its end, from a border on; more of it is there for the asking.
func TestWireOfALongBody(t *testing.T) {
	site := harness.NewSite(t)
	text := ""
	for range 1000 {
		text += "{\"n\":1}\n"
	}
	site.Handle("/long", answer("application/x-ndjson", text))
	page := open(t, site)
	call[any](page, "addPanel", nil)
	call[any](page, "openFeed", harness.Args{"url": "/long"})
	call[any](page, "press", harness.Args{"name": "FeedSource: 1 open feed"})
	call[any](page, "press", harness.Args{"name": "Wire"})
	until(page, `frames().length === 255`)
	for _, f := range call[[]frame](page, "frames", nil) {
		assert.Equal(t, frame{"record", "record message", `{"n":1}¶`}, f)
	}
	call[any](page, "press", harness.Args{"name": "Show earlier bytes"})
	until(page, `frames().length === 511`)
}

// A file is saved, opened by dropping it, shown as the feed was, and played.
func TestRecordingsAreSavedOpenedAndPlayed(t *testing.T) {
	site := harness.NewSite(t)
	site.Handle("/lines", answer(bodies[1].contentType, bodies[1].body))
	page := open(t, site)
	call[any](page, "addPanel", nil)
	call[any](page, "openFeed", harness.Args{"url": "/lines"})
	call[any](page, "press", harness.Args{"name": "FeedSource: 1 open feed"})
	call[any](page, "press", harness.Args{"name": "Wire"})
	until(page, `frames().length === 4`)
	saved := call[string](page, "save", nil)
	assert.Regexp(t, `-lines\.feedrec$`, saved)
	until(page, `status().startsWith('Saved as ')`)

	call[any](page, "drop", harness.Args{"name": "broken.feedrec", "text": "no recording"})
	until(page, `status().startsWith('broken.feedrec: ')`)
	call[any](page, "drop", harness.Args{"name": "saved.feedrec"})
	until(page, `status() === 'saved.feedrec is open.' && frames().length === 4`)
	assert.Equal(t, bodies[1].frames, call[[]frame](page, "frames", nil))
	assert.Equal(t, "2", call[map[string]string](page, "facts", nil)["records"])

	call[any](page, "press", harness.Args{"name": "Play"})
	until(page, `status() === 'It is played as a feed of this page.'`)
	until(page, `states().filter((state) => state === 'open').length === 2`)
	call[any](page, "press", harness.Args{"name": "open", "at": 0})
	until(page, `frames().length === 4`)
	assert.Equal(t, bodies[1].frames, call[[]frame](page, "frames", nil))
}
