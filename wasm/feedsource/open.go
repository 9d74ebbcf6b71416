//go:build !js

package feedsource

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// Open makes a feed and has it connect. It does not wait for the server: what comes of that is told by loops over the feed, or by
// [Feed.Events].
//
// The context ends the feed; so does [Feed.Close], which is to be called if the context lives on.
//
// An error is an [*OptionError], or that of Resume.Persist, from which the cursor could not be read.
func Open(ctx context.Context, url string, options Options) (*Feed, error) {
	whole, err := withPreset(options)
	if err != nil {
		return nil, err
	}
	if err := check(url, options, whole); err != nil {
		return nil, err
	}
	f := &Feed{options: whole, url: url, done: make(chan struct{}), types: []string{"message"}, isSocket: whole.isWebSocket(url)}
	f.moved = sync.NewCond(&f.mu)
	// Requests are cancelled by the feed's end, which the context leads to: by themselves they would fail first, and be tried again.
	f.ctx, f.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	f.client = clientFor(whole.Client)
	f.cursor = newCursor(whole, feed.Place(url), f.warnPersist)
	if err := f.cursor.restore(ctx); err != nil {
		f.cancel(err)
		return nil, err
	}
	if f.cursor.id == "" && f.cursor.from == "" {
		f.cursor.id = ownCursor(url, whole.Resume)
	}
	if whole.Hold != nil && *whole.Hold {
		f.held = &holding{limit: whole.MaxRecordBytes}
	}
	random := whole.Random
	if random == nil {
		random = rand.Float64
	}
	f.inForce = f.cursor.id
	f.machine = feed.New(whole.config(url, f.cursor.id, f.cursor.from), random)
	f.mu.Lock() // which whatever ends the feed waits for
	f.unhook = context.AfterFunc(ctx, func() { _ = f.end(context.Cause(ctx)) })
	f.mu.Unlock()
	if ctx.Err() != nil {
		_ = f.end(context.Cause(ctx)) // a request would say no more
	} else {
		f.enter(f.machine.Connect)
	}
	return f, nil
}

// clientFor sends a feed's requests, and follows redirects without telling another origin what is not for it.
func clientFor(given *http.Client) *http.Client {
	client := http.Client{Transport: shared}
	if given != nil {
		client = *given
		if client.Transport == nil {
			client.Transport = shared
		}
	}
	asked := client.CheckRedirect
	client.CheckRedirect = func(request *http.Request, via []*http.Request) error {
		if err := follow(request, via); err != nil {
			return err
		}
		if asked != nil {
			return asked(request, via)
		}
		if len(via) > maxRedirects {
			return errors.New("stopped after 20 redirects")
		}
		return nil
	}
	return &client
}

// maxRedirects is how many a request may meet, as for fetch (WHATWG Fetch section 4.4).
const maxRedirects = 20

// shared is how all feeds connect that have no Client of their own. A head is as long at most as Chromium takes, and a chunk comes
// in pieces as large as are framed at once.
var shared = func() http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport // the program has put another one there
	}
	transport := standard.Clone()
	transport.MaxResponseHeaderBytes = 256 << 10
	transport.ReadBufferSize = chunkBytes
	return transport
}()

// follow takes from a request that follows a redirect what another origin than that of the first must not see: all headers of the
// program's own, some of which hold secrets, and the address that it comes from.
func follow(request *http.Request, via []*http.Request) error {
	request.Header.Del("Referer")
	kept, ok := request.Context().Value(ownHeaders{}).(http.Header)
	if !ok {
		return nil
	}
	first := originOf(via[0].URL)
	if originOf(request.URL) == first && !slices.ContainsFunc(via, func(r *http.Request) bool { return originOf(r.URL) != first }) {
		return nil
	}
	for name := range request.Header {
		if _, safe := kept[name]; !safe {
			request.Header.Del(name)
		}
	}
	return nil
}

// ownHeaders is the key of those headers of a request that any origin may see: what the feed has put there itself.
type ownHeaders struct{}

// cloned are headers that the caller may change.
func cloned(headers http.Header) http.Header {
	copied := make(http.Header, len(headers))
	for name, values := range maps.All(headers) {
		copied[http.CanonicalHeaderKey(name)] = append(copied[http.CanonicalHeaderKey(name)], values...)
	}
	return copied
}

// essence is a content type without its parameters.
func essence(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}
