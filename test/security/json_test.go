package security

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// formats are those whose records are JSON, as a body of these records.
var formats = map[string]func(records ...string) string{
	"ndjson":     func(records ...string) string { return strings.Join(records, "\n") + "\n" },
	"json-cr":    func(records ...string) string { return strings.Join(records, "\r") + "\r" },
	"json-crlf":  func(records ...string) string { return strings.Join(records, "\r\n") + "\r\n" },
	"json":       func(records ...string) string { return strings.Join(records, "") },
	"json-seq":   func(records ...string) string { return "\x1e" + strings.Join(records, "\n\x1e") + "\n" },
	"json-array": func(records ...string) string { return "[" + strings.Join(records, ",") + "]" },
	"sse":        func(records ...string) string { return "data: " + strings.Join(records, "\n\ndata: ") + "\n\n" },
	"length": func(records ...string) string {
		body := ""
		for _, r := range records {
			body += fmt.Sprintf("%d\r\n%s\r\n", len(r)+2, r)
		}
		return body
	},
}

const pollution = `{"__proto__":{"polluted":1,"at":"evil"},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1},"toString":1,"id":"i1","code":7}`

func hostileJSON(t *testing.T, s *suite) {
	const group = "JSON"
	o := newOrigin(t)
	page := s.open(t)

	s.holds(group, "keys named __proto__, constructor and prototype", func(t *testing.T) string {
		o.on("/proto", bodies(ndjson, pollution+"\n"+strings.Replace(pollution, "i1", "i2", 1)+"\n"))
		got := call[map[string]any](t, page, "json.js", "namesOfPrototypes", harness.Args{"url": o.URL + "/proto"})
		assert.Equal(t, map[string]any{"n": 2.0, "own": true, "cursor": "evil", "polluted": false, "grown": 0.0, "plain": true}, got)
		return "They are members of event.json and nothing else, whatever option points at them."
	})

	s.holds(group, "pointers that name what every object inherits", func(t *testing.T) string {
		o.on("/inherit", always(ndjson, strings.Repeat(`{"a":1}`+"\n"+`[1]`+"\n"+`{}`+"\n", 2)))
		for _, pointer := range []string{"/__proto__", "/constructor/name", "/toString", "/hasOwnProperty/length", "/length", "/__proto__/constructor"} {
			init := options{"id": pointer, "dedupe": options{"key": pointer}, "reconnect": false}
			got := hear(t, page, o.URL+"/inherit", init, nil)
			assert.Empty(t, got.LastEventID, pointer)
			assert.Len(t, got.Events, 6, pointer)
		}
		return "They find nothing: pointers are followed in the record's text."
	})

	deepJSON(s, page, o)
	s.holds(group, "event.json of what is no JSON", func(t *testing.T) string {
		o.on("/bad", bodies(ndjson, "{"+strings.Repeat("<", 5000)+"}\n{\"n\":1}\n"))
		got := call[[]any](t, page, "json.js", "recordThatIsNoJSON", harness.Args{"url": o.URL + "/bad"})
		assert.Equal(t, []any{"not-json", true, "malformed", true, 1.0}, got)
		return "A FeedError of type malformed that quotes 80 characters, and a malformed event; the feed goes on."
	})

	s.holds(group, "giant numbers and strings", func(t *testing.T) string {
		digits, text := strings.Repeat("9", 1<<20), strings.Repeat("é😀", 1<<20)
		o.on("/giant", bodies(ndjson, `{"n":1e400,"i":`+digits+`}`+"\n"+`{"s":"`+text+`"}`+"\n"+`{"id":`+digits+`}`+"\n"+`{"id":1e400}`+"\n"))
		got := call[[]any](t, page, "json.js", "giants", harness.Args{"url": o.URL + "/giant"})
		require.Len(t, got, 2)
		assert.Equal(t, []any{"Infinity", fmt.Sprint(3 << 20), "id", "id"}, got[0])
		assert.Equal(t, "1e400", got[1], "an id of a million digits is not taken")
		return "Numbers are JSON.parse's; an id stays as written, and one of a million digits is not taken."
	})
}

// deepJSON nests what a parser that calls itself would not come back from.
func deepJSON(s *suite, page *harness.Page, o *origin) {
	const group = "JSON"
	deep := 100_000
	brackets := strings.Repeat("[", deep) + strings.Repeat("]", deep)
	objects := strings.Repeat(`{"a":`, deep) + "1" + strings.Repeat("}", deep)
	for format, body := range formats {
		s.holds(group, "100 000 brackets deep, "+format, func(t *testing.T) string {
			path := "/deep/" + format
			o.on(path, bodies("text/plain", body(brackets, objects, `{"n":1}`)))
			got := call[map[string]any](t, page, "json.js", "deep", harness.Args{"url": o.URL + path, "format": format})
			assert.Equal(t, map[string]any{"parsed": []any{"object", "object", "object"}, "records": 3.0, "malformed": 0.0}, got)
			return "Delivered, and event.json has it."
		})
		s.holds(group, "100 000 brackets that nothing closes, "+format, func(t *testing.T) string {
			path := "/open/" + format
			open := strings.Repeat("[", deep)
			o.on(path, bodies("text/plain", strings.TrimRight(body(open), "\r\n]"), body(`{"n":1}`)))
			got := call[heard](t, page, "json.js", "unclosed", harness.Args{"url": o.URL + path, "format": format})
			datas := got.datas()
			require.NotEmpty(t, datas)
			assert.Equal(t, `{"n":1}`, datas[len(datas)-1], "the next connection")
			switch format {
			case "sse":
				assert.Len(t, datas, 1)
				return "Dropped, as the event stream's rules say; the next connection is read."
			}
			assert.Len(t, datas, 1)
			assert.Len(t, got.reasons(), 1)
			return "Malformed; the next connection is read."
		})
	}
}
