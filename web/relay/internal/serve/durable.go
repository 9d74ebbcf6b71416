package serve

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// The read half of the Durable Streams protocol: each feed is a stream of JSON.
// https://github.com/durable-streams/durable-streams/blob/main/PROTOCOL.md, sections 5.5 to 5.8.

// Headers of the protocol.
const (
	nextOffset   = "Stream-Next-Offset"
	upToDate     = "Stream-Up-To-Date"
	streamCursor = "Stream-Cursor"
)

// How long a reader may wait.
const (
	longPoll   = 25 * time.Second
	durableSSE = time.Minute // section 5.8: so that caches can join readers
)

// An offset sorts as a text as it does as a position.
func offset(id record.ID) string { return fmt.Sprintf("%s_%020d", id.Epoch, id.Sequence) }

// offsetID is the id that an offset stands for.
func offsetID(text string) (string, bool) {
	epoch, number, found := strings.Cut(text, "_")
	sequence, err := strconv.ParseUint(number, 10, 64)
	id := record.ID{Epoch: epoch, Sequence: sequence}
	return id.String(), found && err == nil && offset(id) == text
}

func (s *Server) durable(w http.ResponseWriter, r *http.Request, query url.Values, reader *reader) {
	feed := reader.feed
	if r.Method == http.MethodHead {
		if feed.Tail.State().Epoch == "" {
			s.refuse(w, feed.Name, notReady)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set(nextOffset, offset(feed.Tail.Newest()))
		return
	}
	from, problem := feed.durablePosition(r.Context(), query.Get("offset"))
	mode := query.Get("live")
	switch {
	case mode != "" && !query.Has("offset"):
		problem = bad("live needs offset, which can be -1, now, or a Stream-Next-Offset.")
	case problem != nil:
	case mode == "":
		problem = s.durableRead(w, r, query, feed, from)
	case mode == "long-poll":
		problem = s.durablePoll(w, r, query, feed, from)
	case mode == "sse":
		reader.begins(from)
		s.durableStream(w, r, query, reader)
	default:
		problem = bad("live can be long-poll or sse.")
	}
	if problem != nil {
		s.refuse(w, feed.Name, problem)
	}
}

func (f *Feed) durablePosition(ctx context.Context, text string) (position, *problem) {
	switch {
	case f.Tail.State().Epoch == "":
		return position{}, notReady
	case text == "" || text == "-1":
		return f.oldest(ctx)
	case text == "now":
		return position{ID: f.Tail.Newest()}, nil
	}
	id, ok := offsetID(text)
	asked, err := record.ParseID(id)
	if !ok || err != nil {
		return position{}, bad(fmt.Sprintf("offset=%.60q is none of this stream.", text))
	}
	return f.behind(ctx, asked)
}

// A chunk is what one answer has.
type chunk struct {
	entries []*live.Entry
	from    record.ID
	through record.ID
	isLast  bool // there is no more
}

// chunkBytes is about how much of what is in memory makes an answer; what is read from the stream comes in pieces as large.
const chunkBytes = 1 << 20

func (f *Feed) chunk(from position) chunk {
	c := chunk{from: from.ID, through: from.ID}
	if p := from.passage; p.through != 0 {
		c.entries, c.through.Sequence = p.entries, p.through
		c.isLast = p.through >= f.Tail.Newest().Sequence
		return c
	}
	view := f.Tail.After(from.Sequence)
	c.entries, c.through.Sequence, c.isLast = view.Entries, view.Through, true
	size := 0
	for i, e := range view.Entries {
		if size += len(e.Data); size > chunkBytes && i > 0 {
			c.entries, c.isLast = view.Entries[:i], false
			c.through.Sequence = view.Entries[i-1].Sequence
			break
		}
	}
	return c
}

// durableRead answers with what there is.
func (s *Server) durableRead(w http.ResponseWriter, r *http.Request, query url.Values, feed *Feed, from position) *problem {
	c := feed.chunk(from)
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set(nextOffset, offset(c.through))
	h.Set("Cache-Control", "private, max-age=60, stale-while-revalidate=300")
	if c.isLast {
		h.Set(upToDate, "true")
		h.Set("Cache-Control", "no-store") // a reader who asks again wants what has come since
	}
	if query.Get("offset") != "now" {
		tag := fmt.Sprintf(`"%s:%d:%d"`, c.from.Epoch, c.from.Sequence, c.through.Sequence)
		h.Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	body := array(c.entries)
	_, _ = w.Write(body)
	s.noteDelivery(feed, c.entries, len(body))
	return nil
}

func (s *Server) noteDelivery(feed *Feed, entries []*live.Entry, bytes int) {
	if len(entries) > 0 {
		age := time.Since(entries[len(entries)-1].Stored)
		s.options.Observer.Delivered(feed.Name, 1, len(entries), bytes, age)
	}
}

// durablePoll waits for something, for a while.
func (s *Server) durablePoll(w http.ResponseWriter, r *http.Request, query url.Values, feed *Feed, from position) *problem {
	ctx, cancel := context.WithTimeout(r.Context(), longPoll)
	defer cancel()
	h := w.Header()
	h.Set(streamCursor, nextCursor(query.Get("cursor"), time.Now()))
	for {
		view := feed.Tail.After(from.Sequence)
		if len(view.Entries) > 0 || view.IsBehind {
			return s.durableRead(w, r, query, feed, from)
		}
		select {
		case <-view.Changed:
			continue
		case <-s.leave:
		case <-feed.leave:
		case <-ctx.Done():
		}
		from.Sequence = view.Through
		h.Set(nextOffset, offset(from.ID))
		h.Set(upToDate, "true")
		h.Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
}
