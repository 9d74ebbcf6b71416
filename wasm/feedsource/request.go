//go:build !js

package feedsource

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

const acceptJSON = "application/json, */*;q=0.8"

// accepts are the headers Accept of requests that carry none, by format; js/src/host/request.ts has the same.
var accepts = map[Format]string{
	FormatSSE:            "text/event-stream",
	FormatAuto:           "text/event-stream, application/x-ndjson, application/json-seq, application/json;q=0.9, */*;q=0.8",
	FormatNDJSON:         "application/x-ndjson, application/json;q=0.9, */*;q=0.8",
	FormatJSONSeq:        "application/json-seq, application/json;q=0.9, */*;q=0.8",
	FormatJSONCR:         acceptJSON,
	FormatJSONCRLF:       acceptJSON,
	FormatLength:         acceptJSON,
	FormatJSON:           acceptJSON,
	FormatJSONArray:      acceptJSON,
	FormatAWSEventStream: "application/vnd.amazon.eventstream, */*;q=0.8",
	FormatMultipart:      "multipart/mixed, multipart/x-mixed-replace, */*;q=0.8",
	FormatCBORSeq:        "application/cbor-seq, */*;q=0.8",
	FormatMsgpack:        "application/msgpack, */*;q=0.8",
}

// dial asks for a feed, or for a page of what is missing.
func (f *Feed) dial(x *exchange, a feed.Action) {
	if a.Kind == feed.Dial && f.isSocket {
		f.askSocket(x, a)
	} else {
		f.ask(x, a)
	}
}

// ask sends a request, and reads what comes of it.
func (f *Feed) ask(x *exchange, a feed.Action) {
	request, why, err := f.make(x, a)
	if err != nil {
		f.unanswered(x, why, err)
		return
	}
	response, err := f.client.Do(request)
	if err != nil {
		f.unanswered(x, feed.Unknown, withoutURL(err))
		return
	}
	f.responded(x, response)
}

// make makes a request, and says why it cannot be made.
func (f *Feed) make(x *exchange, a feed.Action) (request *http.Request, why feed.Why, err error) {
	isBackfill := a.Kind == feed.DialBackfill
	headers := cloned(f.options.Headers)
	if ask := f.options.HeadersFunc; ask != nil {
		fresh, err := asked(f, x, func(ctx context.Context) (http.Header, error) { return ask(ctx, f.stateFor(x.attempt, a.Request)) })
		if err != nil {
			return nil, feed.Unmade, err
		}
		for name, values := range cloned(fresh) {
			headers[name] = values
		}
	}
	where, err := addressOf(a.Request)
	if err != nil {
		return nil, feed.Invalid, err
	}
	method := cmp.Or(a.Method, strings.ToUpper(f.options.Method), http.MethodGet)
	if isBackfill {
		method = http.MethodGet
	}
	body, err := f.bodyFor(method, a, isBackfill)
	if err != nil {
		return nil, feed.Invalid, err
	}
	own := http.Header{}
	if a.Header != "" {
		own.Set(a.Header, a.Cursor)
	}
	if headers.Get("Accept") == "" {
		own.Set("Accept", cmp.Or(accepts[cmp.Or(f.options.Format, FormatAuto)], "*/*"))
	}
	if headers.Get("Cache-Control") == "" {
		own.Set("Cache-Control", "no-cache")
	}
	for name, values := range own {
		headers[name] = values
	}
	ctx := context.WithValue(x.ctx, ownHeaders{}, withSafe(own, headers))
	request, err = http.NewRequestWithContext(ctx, method, where, bytes.NewReader(body))
	if err != nil {
		return nil, feed.Invalid, withoutURL(err)
	}
	if host := headers.Get("Host"); host != "" {
		request.Host = host
	}
	request.Header = headers
	return request, 0, nil
}

// withSafe are the headers that any origin may see: the feed's own, and those that say what is wanted (WHATWG Fetch, "CORS-safelisted
// request-header").
func withSafe(own, headers http.Header) http.Header {
	safe := cloned(own)
	for _, name := range []string{"Accept", "Accept-Language", "Accept-Encoding", "Content-Type", "Content-Encoding", "Cache-Control", "User-Agent"} {
		if values, ok := headers[name]; ok {
			safe[name] = values
		}
	}
	return safe
}

// bodyFor is the body of a request, with the cursor in it if that belongs there.
func (f *Feed) bodyFor(method string, a feed.Action, isBackfill bool) ([]byte, error) {
	switch {
	case isBackfill, isBodiless(method):
		return nil, nil
	case a.Member != "":
		return withMember(f.options.Body, a.Member, a.Cursor)
	}
	return f.options.Body, nil
}

func isBodiless(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// asked is the answer of a function of the program's, while it is the program that is waited for.
func asked[A any](f *Feed, x *exchange, ask func(context.Context) (A, error)) (A, error) {
	f.mu.Lock()
	f.asking++
	f.mu.Unlock()
	answer, err := ask(x.ctx)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asking--
	if err == nil && x.isOver {
		err = context.Canceled
	}
	return answer, err
}

// stateFor is what the program's functions are told.
func (f *Feed) stateFor(attempt int, r *feed.Request) State {
	f.mu.Lock()
	defer f.mu.Unlock()
	return State{Attempt: attempt, LastEventID: r.LastEventID, Count: r.Count, From: r.Remembered, Header: f.first.Clone()}
}
