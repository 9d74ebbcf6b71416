package equality

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/vectors"
)

// plain are the formats that are read before the engine is there.
var plain = []string{"auto", "sse", "ndjson", "json-cr", "json-crlf", "lines", "json"}

// A signal is a rule of the option of that name.
type signal map[string]any

// signals are of every kind that there is.
var signals = []signal{
	{"is": "[DONE]", "then": "end"},
	{"type": "error", "then": "stop"},
	{"type": "ping", "then": "keepalive"},
	{"at": "/error", "then": "stop", "deliver": false},
	{"at": "/type", "is": []string{"ping", "b~/"}, "then": "keepalive"},
	{"at": "/code", "range": []int{400, 499}, "then": "warning"},
	{"at": "/0", "is": "8", "then": "rotate"},
}

// A handover is what handOverAll of handover.js found out about a body.
type handover struct {
	Ways         int // in which it was read
	Early, Total int // events before the engine was there, and all of them
	Wrong        string
}

// A page cannot tell when the engine came: wherever in a body it takes over from the interim
// reader, and whether the body goes on, ends or is cut, the events are the same, in the same
// order, with the same ids, counters and errors.
func TestHandover(t *testing.T) {
	harness.InPageOnly(t, "bodies come by a fetch of the page's own")
	cases := slices.DeleteFunc(known(t), func(c vectors.Case) bool { return !slices.Contains(plain, c.Format) || isBytes(c) })
	var readings []reading
	for _, c := range cases {
		readings = append(readings, readingOf(c, ways[0]))
	}
	random, places := 210, 6
	if os.Getenv("SOAK") != "" {
		random, places = 2100, 12
	}
	for n := range random {
		c := atRandom(n)
		r := readingOf(c, ways[0])
		r.Types = []string{"ping", "error"}
		switch n % 3 {
		case 0:
			r.Options = map[string]any{"signals": signals}
		case 1:
			r.Options = map[string]any{
				"id": []string{"/id", "/key"}, "dedupe": map[string]any{"key": []string{"/id", "/b"}},
				"decode": map[string]any{"data": "/d", "encoding": "/e"}, "lag": map[string]any{"time": "/t"},
			}
		}
		cases, readings = append(cases, c), append(readings, r)
	}
	site := harness.NewSite(t)
	site.Handle("/readings", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(readings) // a page that has gone fails its test
	})
	page := harness.OpenFor(t, site.URL+"/module.html", 8*time.Minute)
	results := harness.Call[[]handover](page, "handover.js", "handOverAll", harness.Args{"path": "/readings", "most": places})
	require.Len(t, results, len(cases))
	sum := handover{}
	for i, got := range results {
		assert.Empty(t, got.Wrong, "%s, %s\n%s", cases[i].Format, cases[i].Title(), excerpt(cases[i].Body))
		sum.Ways, sum.Early, sum.Total = sum.Ways+got.Ways, sum.Early+got.Early, sum.Total+got.Total
	}
	t.Logf("%d bodies in %d ways: %d of %d events before the engine", len(cases), sum.Ways, sum.Early, sum.Total)
	assert.Greater(t, sum.Early*3, sum.Total, "events before the engine")
}

// known are the bodies that other tests know.
func known(t *testing.T) (cases []vectors.Case) {
	t.Helper()
	for _, file := range append(slices.Clone(vectors.Files), "golden/framing.txt", "golden/sse.txt", "golden/auto.txt") {
		list, err := vectors.Read(file)
		require.NoError(t, err)
		cases = append(cases, list...)
	}
	texts, err := vectors.JSON()
	require.NoError(t, err)
	for _, text := range texts {
		for _, format := range []string{"json", "ndjson"} {
			if c, ok := text.In(format); ok {
				cases = append(cases, c)
			}
		}
	}
	return cases
}

// isBytes reports whether the content type of a body says that its records are bytes, which wait for
// the engine.
func isBytes(c vectors.Case) bool {
	kind, _, _ := strings.Cut(c.ContentType, ";")
	return slices.Contains([]string{"application/vnd.docker.multiplexed-stream", "application/vnd.amazon.eventstream", "multipart/mixed"}, kind)
}

// tokens are what bodies at random are made of.
var tokens = []string{
	"\n", "\n", "\n\n", "\r", "\r\n", "\r\n", " ", "\t", ":", ",", "data:", "data: ", "id:", "id: 7", "event: ping", "event:error",
	"retry: 5", ": note", "\ufeff", "é", "😀", "\xff", "\x00", "\u2028", "x", "12", `{"a":1}`, `{"a":1}`, `{"id":"7","b":[1,2]}`,
	`{"id":-0}`, `{"id": "7", "id": "8"}`, `{"key":{"id":9}}`,
	`[8]`, `"text"`, "[DONE]", `{"error":"no"}`, `{"type":"ping"}`, `{"type":"b~\/"}`, `{"t\u0079pe":"ping"}`, `{"code":404}`, `{"code":4.04e2}`, "{", "}",
}

// members are records for the options that look into them.
var members = []string{
	`{"id":"1","b":1}`, `{"id":"2","b":1}`, `{"id":3,"b":"1"}`, `{"id":4.0,"b":1}`, `{"id":"5"}`, `{"b":1}`, `{"id":"","b":1}`, `{"key":6}`,
	`{"id":[12345678901234567890, "a"],"b":1}`, `{"id":{"x": 1},"b":[1.0]}`, `{"i\u0064":1.0}`, `[{"id":"6"}]`,
	`{"id":null,"b":1}`, `{"id":"7","d":"eA==","e":"utf-8/base64"}`, `{"i\u0064":"8","b":1}`, `{"id":"a\u000ab"}`, `{"id":"9"`,
}

// atRandom is a body of one of the plain formats that most often has what the format asks for.
func atRandom(seed int) vectors.Case {
	random := rand.New(rand.NewPCG(uint64(seed), 51))
	c := vectors.Case{Group: "at random", Name: fmt.Sprint(seed), Format: plain[seed%len(plain)], Limit: vectors.DefaultLimit}
	usual := map[string][]string{
		"sse": {"data: {\"a\":1}\n\n", "data: x\n", "id: 3\n", "id: a\x00b\n", "\n", "event: ping\n", ": beat\n"}, "json-cr": {"{\"a\":1}\r", "\r"}, "json-crlf": {"{\"a\":1}\r\n", "\r\n"},
	}[c.Format]
	if usual == nil {
		usual = []string{"{\"a\":1}\n", "{\"b\":2}\r\n", "\n"}
	}
	if c.Format == "auto" && seed%4 == 0 {
		c.ContentType = "application/x-ndjson; charset=utf-8"
	}
	for range 4 + random.IntN(16) {
		switch random.IntN(6) {
		case 0:
			c.Body += tokens[random.IntN(len(tokens))]
		case 1, 2:
			text := members[random.IntN(len(members))]
			end := map[string]string{"json-cr": "\r", "json-crlf": "\r\n"}[c.Format]
			if c.Format == "sse" {
				text = "data: " + text + "\n"
			}
			c.Body += text + cmp.Or(end, "\n")
		default:
			c.Body += usual[random.IntN(len(usual))]
		}
	}
	return c
}
