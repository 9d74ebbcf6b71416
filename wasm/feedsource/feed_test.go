//go:build !js

package feedsource

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A feed reads what comes, connects again by itself, and goes on behind what it had.
func TestGoesOnAfterACut(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := serve(
			cut("id: 1\ndata: a\n\nid: 2\nevent: trade\ndata: b\ndata: c\n\nid: 3\ndata: lost", io.ErrUnexpectedEOF, events),
			body("id: 3\ndata: d\n\n: beat\n\n", events),
		)
		f := opened(t, s, Options{})
		assert.Equal(t, []string{
			"open", "a#1", "trade b\nc#2", "error:network", "open", "d#3", "keepalive:comment beat", "error:end", "error:no-content 204!",
		}, told(f))
		assert.Equal(t, []string{"", "2", "3"}, s.requests("Last-Event-ID"))
		assert.Equal(t, "text/event-stream, application/x-ndjson, application/json-seq, application/json;q=0.9, */*;q=0.8", s.requests("Accept")[0])
		assert.Equal(t, "3", f.LastEventID())
		assert.Equal(t, StateClosed, f.ReadyState())
		var e *Error
		require.ErrorAs(t, f.Err(), &e)
		assert.Equal(t, FailNoContent, e.Type)
		assert.Regexp(t, `^https://feeds\.example/news: the server answered 204 No Content, .*; the feed is closed\.$`, e.Error())
		stats := f.Stats()
		assert.Equal(t, []int64{3, 1, 1}, []int64{stats.Records, stats.Keepalives, stats.Reconnects})
		<-f.Done()
	})
}

// A loop over records alone ends with what closed the feed.
func TestRecordsEndWithTheError(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := opened(t, serve(body(`{"a":1}`+"\n", lines), status(403)), Options{})
		var got []string
		var last error
		for record, err := range f.Records() {
			if err != nil {
				last = err
				continue
			}
			got = append(got, string(record.Data))
		}
		assert.Equal(t, []string{`{"a":1}`}, got)
		var e *Error
		require.ErrorAs(t, last, &e)
		assert.Equal(t, FailStatus, e.Type)
		assert.Equal(t, 403, e.Status)
	})
}

// An answer that is complete is no error.
func TestCompletes(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := opened(t, serve(body("[1,2]", "Content-Type: application/json")), Options{Format: FormatJSONArray})
		assert.Equal(t, []string{"open", "1#", "2#", "error:complete!"}, told(f))
		assert.NoError(t, f.Err())
	})
}

// The context ends everything, and a loop says why, and nothing else: that requests fail with it is no failure.
func TestContextEnds(t *testing.T) {
	for range 50 {
		inBubble(t, contextEnds)
	}
}

func contextEnds(t *testing.T) {
	var out *io.PipeWriter
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	f, err := Open(ctx, where, Options{Client: &http.Client{Transport: serve(piped(&out, lines))}})
	require.NoError(t, err)
	synctest.Wait()
	go func() { _, _ = out.Write([]byte("{}\n")) }()
	why := errors.New("enough")
	for record, err := range f.Records() {
		if err != nil {
			assert.Equal(t, why, err)
			continue
		}
		assert.Equal(t, "{}", string(record.Data))
		cancel(why)
	}
	assert.Equal(t, why, f.Err())
	<-f.Done()
}

// A context that is done already ends a feed at once.
func TestContextThatIsDone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		f, err := Open(ctx, where, Options{Client: &http.Client{Transport: serve()}})
		require.NoError(t, err)
		for record, err := range f.Records() {
			assert.Nil(t, record)
			assert.ErrorIs(t, err, context.Canceled)
		}
		<-f.Done()
	})
}

// Closing ends loops without an error, also from within.
func TestCloseEnds(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var out *io.PipeWriter
		f := opened(t, serve(piped(&out, events)), Options{})
		synctest.Wait()
		go func() { _, _ = out.Write([]byte("id: 1\ndata: a\n\nid: 2\ndata: b\n\n")) }()
		n := 0
		for _, err := range f.Records() {
			require.NoError(t, err)
			n++
			require.NoError(t, f.Close())
		}
		assert.Equal(t, 1, n, "what waited is dropped")
		assert.Empty(t, f.LastEventID(), "the loop was not done with the first when the feed was closed")
		assert.NoError(t, f.Err())
		require.NoError(t, f.Close())
		f.Reconnect()
		<-f.Done()
	})
}

// A loop that is left can be gone on with; what it was left in the middle of does not count as taken.
func TestLoopsGoOn(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := opened(t, serve(body("id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: c\n\n", events)), Options{Reconnect: &Reconnect{Off: true}})
		for record := range f.Records() {
			if record.LastEventID == "2" {
				break
			}
		}
		assert.Equal(t, "1", f.LastEventID())
		assert.Equal(t, []string{"c#3", "error:complete!"}, told(f))
		assert.Equal(t, "3", f.LastEventID())
	})
}

// Nothing more than a chunk is read ahead of a loop, and the time in which it does not read is not held against the server.
func TestReadsAtTheLoopsPace(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var out *io.PipeWriter
		f := opened(t, serve(piped(&out, lines)), Options{Keepalive: &Keepalive{Timeout: time.Second}})
		defer f.Close()
		written := 0
		synctest.Wait()
		go func() {
			for range 100 {
				if _, err := out.Write([]byte("1\n")); err != nil {
					return
				}
				written++
			}
		}()
		read := 0
		for event := range f.Events() {
			if _, ok := event.(*Record); !ok {
				require.IsType(t, &OpenEvent{}, event)
				continue
			}
			read++
			time.Sleep(time.Minute)
			synctest.Wait()
			require.LessOrEqual(t, written, read+2)
			if read == 5 {
				break
			}
		}
	})
}

// A record is the loop's own, whatever comes after it and is done with others.
func TestRecordsMayBeKept(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var text strings.Builder
		for n := range 20_000 {
			_, _ = fmt.Fprintf(&text, "{\"n\":%d}", n)
		}
		f := opened(t, serve(body(text.String())), Options{Format: FormatJSON, Reconnect: once})
		var kept []*Record
		for record, err := range f.Records() {
			require.NoError(t, err)
			kept = append(kept, record)
			_ = append(record.Data, "nothing of this reaches into the next"...)
		}
		require.Len(t, kept, 20_000)
		for n, record := range kept {
			require.Equal(t, fmt.Sprintf("{\"n\":%d}", n), string(record.Data))
		}
	})
}
