//go:build !js

package feedsource

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// site serves a handler for the length of a test.
func site(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s
}

// open reads from a real server, with patience.
func open(t *testing.T, url string, o Options) *Feed {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	f, err := Open(ctx, url, o)
	require.NoError(t, err)
	return f
}

// What a server compresses is read as it comes, whether the transport has asked for it or the program.
func TestReadsGzipAsItComes(t *testing.T) {
	for name, headers := range map[string]http.Header{"asked by the transport": nil, "asked by the program": {"Accept-Encoding": {"gzip"}}} {
		t.Run(name, func(t *testing.T) {
			next := make(chan string)
			s := site(t, func(w http.ResponseWriter, r *http.Request) {
				assert.Equal(t, "gzip", r.Header.Get("Accept-Encoding"))
				w.Header().Set("Content-Encoding", "gzip")
				w.Header().Set("Content-Type", "application/x-ndjson")
				zip := gzip.NewWriter(w)
				for line := range next {
					_, _ = io.WriteString(zip, line+"\n")
					_ = zip.Flush()
					_ = http.NewResponseController(w).Flush()
				}
				_ = zip.Close()
			})
			f := open(t, s.URL, Options{Headers: headers, Reconnect: once})
			go func() { next <- "1" }()
			for record, err := range f.Records() {
				require.NoError(t, err)
				switch string(record.Data) { // the next is sent when the one before has arrived
				case "1":
					next <- "2"
				case "2":
					close(next)
				}
			}
			assert.EqualValues(t, 2, f.Stats().Records)
		})
	}
}

// A compression that nobody undoes is named.
func TestOtherCompression(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		_, _ = w.Write([]byte("x"))
	})
	f := open(t, s.URL, Options{Headers: http.Header{"Accept-Encoding": {"br"}}})
	assert.Equal(t, []string{"error:request!"}, told(f))
	assert.ErrorContains(t, f.Err(), "compressed by br")
}

// HTTP/2 is spoken where the server does.
func TestHTTP2(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "data: "+r.Proto+"\n\n")
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	f := open(t, s.URL, Options{Client: s.Client(), Reconnect: once})
	assert.Equal(t, []string{"open", "HTTP/2.0#", "error:complete!"}, told(f))
}

// Another origin than the first gets no secret by a redirect, and the first gets the request as it was.
func TestRedirectsTellNoSecrets(t *testing.T) {
	var mu sync.Mutex
	var seen []http.Header
	note := func(r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r.Header.Clone())
	}
	var back *httptest.Server
	other := site(t, func(w http.ResponseWriter, r *http.Request) {
		note(r)
		http.Redirect(w, r, back.URL+"/back", http.StatusFound)
	})
	back = site(t, func(w http.ResponseWriter, r *http.Request) {
		note(r)
		switch r.URL.Path {
		case "/":
			http.Redirect(w, r, "/here?token=secret", http.StatusTemporaryRedirect)
		case "/here":
			http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
		default:
			w.Header().Set("Content-Type", "text/event-stream")
			_, _ = io.WriteString(w, "id: 2\ndata: a\n\n")
		}
	})
	f := open(t, back.URL+"/?token=secret", Options{
		Headers:     http.Header{"Authorization": {"Bearer secret"}, "X-Api-Key": {"secret"}, "Cookie": {"a=secret"}, "User-Agent": {"reader"}},
		LastEventID: "1", Reconnect: once,
	})
	for event := range f.Events() {
		if e, ok := event.(*OpenEvent); ok {
			assert.Equal(t, back.URL+"/back", e.URL)
		}
	}
	require.Len(t, seen, 4)
	for i, h := range seen {
		want := ""
		if i < 2 {
			want = "secret"
		}
		assert.Equal(t, want, h.Get("X-Api-Key"), "request %d", i+1)
		assert.Equal(t, want != "", h.Get("Authorization") != "", "request %d", i+1)
		assert.Equal(t, want != "", h.Get("Cookie") != "", "request %d", i+1)
		assert.Empty(t, h.Get("Referer"), "request %d", i+1)
		assert.Equal(t, []string{"1", "reader"}, []string{h.Get("Last-Event-ID"), h.Get("User-Agent")}, "request %d", i+1)
	}
}

// Envelopes that are compressed one by one are undone, bombs up to what a record may have.
func TestUndoesEnvelopes(t *testing.T) {
	squeezed := func(text string) []byte {
		var b bytes.Buffer
		zip := gzip.NewWriter(&b)
		_, _ = io.WriteString(zip, text)
		_ = zip.Close()
		return append(binary.BigEndian.AppendUint32([]byte{1}, uint32(b.Len())), b.Bytes()...)
	}
	whole, ok := inflated(squeezed(strings.Repeat(" ", 1<<20))[envelopeHead:], 1000)
	assert.True(t, ok && len(whole) == 1001, "no more than shows that it is too much")
	plain := Envelope([]byte(`{"n":1}`))
	end := append(binary.BigEndian.AppendUint32([]byte{2}, 2), "{}"...)
	garbage := append([]byte{1, 0, 0, 0, 3}, "abc"...)
	s := site(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/connect+json")
		for _, part := range [][]byte{plain, squeezed(`{"n":2}`), garbage, squeezed(strings.Repeat(" ", 1<<20)), plain, end} {
			for _, b := range part {
				_, _ = w.Write([]byte{b})
			}
			_ = http.NewResponseController(w).Flush()
		}
	})
	f := open(t, s.URL, Options{MaxRecordBytes: 1000})
	words := told(f)
	require.Len(t, words, 7)
	assert.Equal(t, []string{`{"n":1}#`, `{"n":2}#`}, words[1:3])
	assert.Equal(t, "malformed:bad-encoding abc", words[3])
	assert.Contains(t, words[4], "malformed:")
	assert.Less(t, len(words[4]), 2000)
	assert.Equal(t, []string{`{"n":1}#`, "error:complete!"}, words[5:])
}

// Records of bytes have their headers, and fields of these.
func TestRecordsOfBytes(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/parts" {
			w.Header().Set("Content-Type", "multipart/mixed; boundary=b")
			_, _ = io.WriteString(w, "--b\r\nContent-Type: application/json\r\nX-Id: 7\r\n\r\n{\"n\":1}\r\n--b--\r\n")
			return
		}
		_, _ = w.Write([]byte{9, 0, 2, 'h', 'i'})
	})
	for event := range open(t, s.URL+"/parts", Options{ID: []string{"x-id"}}).Events() {
		if r, ok := event.(*Record); ok {
			id, ok := r.Field("X-ID")
			assert.Equal(t, []any{"7", true, true, "7", `{"n":1}`}, []any{id, ok, r.IsBytes, r.LastEventID, string(r.Data)})
		}
	}
	f := open(t, s.URL, Options{FixedFormat: &FixedFormat{Bytes: 2, Offset: 1}, Reconnect: once})
	for event := range f.Events() {
		if r, ok := event.(*Record); ok {
			assert.Equal(t, []byte{9, 0, 2}, r.Header)
			assert.Equal(t, "hi", string(r.Data))
		}
	}
	assert.EqualValues(t, 1, f.Stats().Records)
}

// Feeds may be closed by anybody, at any time.
func TestClosesFromAnywhere(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, "id: 1\ndata: a\n\n")
			_ = http.NewResponseController(w).Flush()
		}
	})
	for n := range 20 {
		f := open(t, s.URL, Options{})
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				for range f.Records() {
					_ = f.Stats()
				}
			})
		}
		all.Go(func() { time.Sleep(time.Duration(n) * time.Millisecond); f.Reconnect(); _ = f.Close() })
		all.Wait()
		<-f.Done()
		assert.NoError(t, f.Err())
	}
}
