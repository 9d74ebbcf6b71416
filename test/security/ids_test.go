package security

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// A hostileID is an id that a server sends after the id 5.
type hostileID struct {
	name string
	// wire is the id in an event stream and inJSON the same as a JSON string; without
	// one it is wire's.
	wire, inJSON string
	// sent is what a request may say of it, ofJSON if it came in a record; 5 is that it
	// was not taken.
	sent, ofJSON string
}

func hostiles() []hostileID {
	long := strings.Repeat("x", 100<<10)
	list := []hostileID{
		{name: "CR LF and a header", wire: "a\r\nX-Evil: 1", sent: "a", ofJSON: "5"},
		{name: "CR and a header", wire: "a\rX-Evil: 1", sent: "a", ofJSON: "5"},
		{name: "NUL", wire: "a\x00b", sent: "5"},
		{name: "CR LF of two bytes too many", wire: "a\xc0\x8d\xc0\x8aX-Evil: 1", sent: "a����X-Evil: 1"},
		{name: "half a surrogate pair", wire: "\xed\xa0\x80", inJSON: `"\ud800"`, sent: "���", ofJSON: "�"},
		{name: "no UTF-8", wire: "\xff\xe2\x82", sent: "��", ofJSON: "���"},
		{name: "not Latin-1", wire: "é日本😀", sent: "é日本😀"},
		{name: "100 KB", wire: long, sent: "5"},
		{name: "CR LF as %0d%0a", wire: "%0d%0aX-Evil: 1", sent: "%0d%0aX-Evil: 1"},
		{name: "../", wire: "../../secret?x", sent: "../../secret?x"},
		{name: "&x=y", wire: "1&x=y;z=1", sent: "1&x=y;z=1"},
		{name: "#", wire: "1#fragment", sent: "1#fragment"},
		{name: "__proto__", wire: "__proto__", sent: "__proto__"},
		{name: "quotes", wire: `"'` + "`" + `\"}],{"x":"`, sent: `"'` + "`" + `\"}],{"x":"`},
		{name: "markup", wire: "<script>alert(1)</script>${1}{{1}}", sent: "<script>alert(1)</script>${1}{{1}}"},
		{name: "+ and space", wire: "a+b c%20d", sent: "a+b c%20d"},
	}
	for i := range list {
		h := &list[i]
		if h.inJSON == "" {
			text, _ := json.Marshal(h.wire)
			h.inJSON = string(text)
			if h.sent != h.wire && h.ofJSON == "" && h.sent != "5" { // as the bytes that they are
				h.inJSON = `"` + h.wire + `"`
			}
		}
		if h.ofJSON == "" {
			h.ofJSON = h.sent
		}
	}
	return list
}

// idWays are how an id goes back; ids.js has them by these names.
var idWays = []string{"body", "form", "header", "native", "query", "records", "store", "strict"}

func hostileIDs(t *testing.T, s *suite) {
	const group = "Ids"
	ids, o := hostiles(), newOrigin(t)
	for i, h := range ids {
		for _, way := range idWays {
			kind, body := ndjson, `{"id":"5"}`+"\n"+`{"id":`+h.inJSON+"}\n"
			if way == "header" || way == "strict" || way == "native" || way == "store" {
				kind, body = stream, "retry: 1\nid: 5\ndata: a\n\nid: "+h.wire+"\ndata: b\n\n"
			}
			o.on(fmt.Sprint("/", way, "/", i), bodies(kind, body))
		}
	}
	page := s.open(t)
	got := call[[]map[string]heard](t, page, "ids.js", "sendBack", harness.Args{"origin": o.URL, "count": len(ids)})

	for i, h := range ids {
		asked := func(way string) []request { return o.list(fmt.Sprint("/", way, "/", i)) }
		s.holds(group, h.name, func(t *testing.T) string {
			for _, way := range idWays {
				if way == "native" {
					continue
				}
				requests := asked(way)
				more := 0
				if way == "store" {
					more = 1 // by the feed that took up what the first one left
				}
				require.Len(t, requests, 2+more, way)
				want := h.sent
				if kind := got[i][way]; way != "header" && way != "strict" && way != "store" {
					want = h.ofJSON
					assert.Equal(t, []string{"end", "no-content"}, kind.Errors, way)
				}
				assertSent(t, way, requests[1+more], want)
			}
			if sent := asked("native")[1].Header.Get("Last-Event-Id"); h.sent != "5" {
				assert.Equal(t, sent, asked("strict")[1].Header.Get("Last-Event-Id"), "as the browser's own")
			}
			if h.sent == "5" && h.ofJSON == "5" {
				return "It is not taken; the id before it stays."
			}
			return "It goes back as one value, the same bytes in header, query, body, form and store."
		})
	}
	s.differs(group, "100 KB, beside the browser's own EventSource", "WHATWG Infra, implementation-defined limits", func(t *testing.T) string {
		at := slices.IndexFunc(ids, func(h hostileID) bool { return h.name == "100 KB" })
		assert.Len(t, o.list(fmt.Sprint("/native/", at))[1].Header.Get("Last-Event-Id"), 100<<10)
		assert.Equal(t, "5", o.list(fmt.Sprint("/strict/", at))[1].Header.Get("Last-Event-Id"))
		return "Chromium sends it back, and servers refuse it. Ours ignores an id over 16 KiB (in JSON 4 KiB) and keeps the one before."
	})
}

// assertSent looks at the request that an id went back with: where it belongs, and
// nowhere else.
func assertSent(t *testing.T, way string, r request, want string) {
	t.Helper()
	assert.NotContains(t, r.Header, "X-Evil", way)
	path, query, _ := strings.Cut(r.URI, "?")
	assert.Regexp(t, `^/\w+/\d+$`, path, way)
	switch way {
	case "query":
		assert.Equal(t, "keep=a%2Fb+c&x=&since="+percent(want), query)
		values, err := url.ParseQuery(query)
		require.NoError(t, err)
		assert.Equal(t, url.Values{"keep": {"a/b c"}, "x": {""}, "since": {want}}, values)
	case "body":
		var body map[string]any
		require.NoError(t, json.Unmarshal([]byte(r.Body), &body))
		assert.Equal(t, map[string]any{"keep": 1.0, "since": want}, body)
	case "form":
		values, err := url.ParseQuery(r.Body)
		require.NoError(t, err)
		assert.Equal(t, url.Values{"keep": {"a/b"}, "since": {want}}, values)
	default:
		assert.Empty(t, query, way)
		assert.Equal(t, []string{want}, r.Header.Values("Last-Event-Id"), way)
		return
	}
	assert.Empty(t, r.Header.Values("Last-Event-Id"), way)
}

// percent writes a query parameter with all but the unreserved characters escaped.
func percent(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
