//go:build !js

package feedsource

import (
	"context"
	"io"
	"iter"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var once = &Reconnect{Off: true}

// asks are the paths and queries that were asked for.
func (s *server) asks() (list []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.asked {
		list = append(list, r.Method+" "+r.URL.RequestURI())
	}
	return list
}

// The cursor goes back to where the options say.
func TestCursorGoesBack(t *testing.T) {
	const two = "{\"id\":\"1\"}\n{\"id\":\"a b\"}\n"
	for name, c := range map[string]struct {
		options Options
		url     string // of the second request
		header  string // Last-Event-ID or the header of the option
		body    string
	}{
		"the standard's header": {Options{ID: []string{"/id"}}, "GET /news?token=secret", "a b", ""},
		"a header":              {Options{ID: []string{"/id"}, Resume: &Resume{Header: "X-Since"}}, "GET /news?token=secret", "a b", ""},
		"a query":               {Options{ID: []string{"/id"}, Resume: &Resume{Query: "since"}}, "GET /news?token=secret&since=a%20b", "", ""},
		"as the server has it":  {Options{ID: []string{"/id"}, Resume: &Resume{Query: "since", As: "<{id}>"}}, "GET /news?token=secret&since=%3Ca%20b%3E", "", ""},
		"as a function makes it": {
			Options{ID: []string{"/id"}, Resume: &Resume{AsFunc: func(_ context.Context, id string) (string, error) { return strings.ToUpper(id), nil }}},
			"GET /news?token=secret", "A B", "",
		},
		"nowhere":     {Options{ID: []string{"/id"}, Resume: &Resume{NoHeader: true}}, "GET /news?token=secret", "", ""},
		"not at all":  {Options{ID: []string{"/id"}, Resume: &Resume{Off: true}}, "GET /news?token=secret", "", ""},
		"the count":   {Options{Resume: &Resume{Cursor: CursorCount}}, "GET /news?token=secret", "2", ""},
		"another URL": {Options{ID: []string{"/id"}, Resume: &Resume{URL: "/from/{id}"}}, "GET /from/a%20b", "", ""},
		"a remembered one": {
			Options{Method: "POST", Body: []byte("{}"), ID: []string{"/id"}, Resume: &Resume{URL: "/answers/{from}/{count}", From: &From{Record: "/id"}}},
			"GET /answers/1/2", "", "",
		},
		"the body": {
			Options{Method: "POST", Body: []byte(`{"a":{"n":12345678901234567890}}`), ID: []string{"/id"}, Resume: &Resume{Body: "/a/since"}, Reconnect: &Reconnect{AnyMethod: new(true)}},
			"POST /news?token=secret", "", `{"a":{"n":12345678901234567890,"since":"a b"}}`,
		},
		"a form": {
			Options{Method: "POST", Body: []byte(`x=1&since=0`), ID: []string{"/id"}, Resume: &Resume{Body: "/since"}, Reconnect: &Reconnect{AnyMethod: new(true)}},
			"POST /news?token=secret", "", `since=a+b&x=1`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				s := serve(cut(two, io.ErrUnexpectedEOF, lines))
				told(opened(t, s, c.options))
				require.Len(t, s.asks(), 2)
				assert.Equal(t, c.url, s.asks()[1])
				assert.Equal(t, c.header, s.requests("Last-Event-ID")[1]+s.requests("X-Since")[1])
				assert.Equal(t, c.body, s.bodies[1])
			})
		})
	}
}

// A feed begins with the cursor that it is given, or that its URL holds.
func TestBeginsWithACursor(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := serve()
		told(opened(t, s, Options{LastEventID: "7"}))
		assert.Equal(t, []string{"7"}, s.requests("Last-Event-ID"))
		f, err := Open(t.Context(), "https://feeds.example/?since=9", Options{Client: &http.Client{Transport: serve()}, Resume: &Resume{Query: "since"}})
		require.NoError(t, err)
		assert.Equal(t, "9", f.LastEventID())
		told(f)
	})
}

// A server that can only begin anew is skipped to where the feed was.
func TestSkipsWhatCameAlready(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := serve(cut("1\n2\n", io.ErrUnexpectedEOF, lines), body("1\n2\n3\n", lines))
		f := opened(t, s, Options{Resume: &Resume{Replay: ReplaySkip}})
		assert.Equal(t, []string{"open", "1#", "2#", "error:network", "open", "3#", "error:end", "error:no-content 204!"}, told(f))
		assert.EqualValues(t, 2, f.Stats().Duplicates)
	})
}

// Records that a server repeats are dropped, by members or by ids.
func TestDropsRepeats(t *testing.T) {
	for name, d := range map[string]*Dedupe{"members": {Key: []string{"/a", "/b"}}, "ids": {ByID: true}} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				text := "id: 1\ndata: {\"a\":1,\"b\":1}\n\nid: 2\ndata: {\"a\":1,\"b\":2}\n\n"
				s := serve(cut(text, io.ErrUnexpectedEOF, events), body(text, events))
				f := opened(t, s, Options{Dedupe: d})
				told(f)
				assert.EqualValues(t, []int64{2, 2}, []int64{f.Stats().Records, f.Stats().Duplicates})
			})
		})
	}
}

// What a server cannot give back is told as a gap, or read from elsewhere.
func TestGapsAreToldOrFilled(t *testing.T) {
	broken := cut("{\"id\":\"1\"}\n", io.ErrUnexpectedEOF, lines)
	rest := body("{\"id\":\"4\"}\n", lines)
	for name, c := range map[string]struct {
		options Options
		answers []answer
		want    []string
		asks    string
	}{
		"told": {Options{Resume: &Resume{Off: true}}, []answer{broken, rest}, []string{"gap:no-resume", `{"id":"4"}#4`}, ""},
		"stops": {
			Options{Resume: &Resume{Off: true}, Gap: &Gap{Stop: true}}, []answer{broken, rest}, []string{"gap:no-resume", "error:gap!"}, "",
		},
		"by a header": {
			Options{Gap: &Gap{Header: "Resumed-After"}}, []answer{broken, body("{\"id\":\"4\"}\n", lines, "Resumed-After: 3")},
			[]string{"gap:unknown-id", `{"id":"4"}#4`}, "",
		},
		"expired": {Options{}, []answer{broken, status(410), rest}, []string{"gap:expired", "error:status 410", "open", `{"id":"4"}#4`}, ""},
		"filled from pages": {
			Options{Resume: &Resume{Off: true}, Backfill: &Backfill{URL: "https://feeds.example/pages", After: "after"}},
			[]answer{broken, rest, body(`[{"id":"2"},{"id":"3"}]`), body(`[]`)}, []string{`{"id":"2"}#2`, `{"id":"3"}#3`, `{"id":"4"}#4`}, "GET /pages?after=3",
		},
		"filled by a function": {
			Options{Resume: &Resume{Off: true}, Backfill: &Backfill{Func: func(_ context.Context, from string) iter.Seq2[[]byte, error] {
				return func(yield func([]byte, error) bool) {
					_ = yield([]byte(`{"id":"2","from":"`+from+`"}`), nil) && yield([]byte(`{"id":"3"}`), nil)
				}
			}}},
			[]answer{broken, rest}, []string{`{"id":"2","from":"1"}#2`, `{"id":"3"}#3`, `{"id":"4"}#4`}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				c.options.ID = []string{"/id"}
				s := serve(c.answers...)
				words := told(opened(t, s, c.options))
				require.GreaterOrEqual(t, len(words), len(c.want)+3)
				at := 3
				for at < len(words) && words[at] == "open" {
					at++
				}
				assert.Equal(t, c.want, words[at:at+len(c.want)], "%v", words)
				if c.asks != "" {
					assert.Contains(t, s.asks(), c.asks)
				}
			})
		})
	}
}

// A gap says behind what, and since when.
func TestGapSaysWhere(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := serve(cut("id: 1\ndata: a\n\n", io.ErrUnexpectedEOF, events), body("id: 9\ndata: b\n\n", events))
		f := opened(t, s, Options{Gap: &Gap{Window: time.Minute}, Reconnect: &Reconnect{Delay: func(*Error) time.Duration { return time.Hour }, MaxAttempts: 2}})
		before := time.Now()
		for event := range f.Events() {
			if gap, ok := event.(*GapEvent); ok {
				assert.Equal(t, []any{GapWindow, "1", before.UnixMilli()}, []any{gap.Reason, gap.From, gap.Since.UnixMilli()})
				assert.Equal(t, "https://feeds.example/news: the break lasted 3600.0 s, and the server keeps 60.0 s.", gap.Message)
				return
			}
		}
		t.Error("there was no gap")
	})
}

// Records wait for the bookmark behind them, and are dropped if the connection is lost ahead of it.
func TestHoldsUntilTheBookmark(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := serve(
			cut("{\"n\":1}\n{\"at\":\"c1\"}\n{\"n\":2}\n", io.ErrUnexpectedEOF, lines),
			body("{\"n\":2}\n{\"at\":\"c2\"}\n{\"n\":3}\n", lines),
		)
		f := opened(t, s, Options{ID: []string{"/at"}, Hold: new(true), Signals: []Signal{{At: "/at", Then: SignalBookmark}}})
		assert.Equal(t, []string{
			"open", `{"n":1}#`, `keepalive:signal {"at":"c1"}`, "error:network", "open", `{"n":2}#c1`, `keepalive:signal {"at":"c2"}`,
			"error:end", "error:no-content 204!",
		}, told(f))
		assert.Equal(t, []string{"", "c1", "c2"}, s.requests("Last-Event-ID"))
	})
}
