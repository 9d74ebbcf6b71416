package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// durableStream answers with events: data, and control behind each.
func (s *Server) durableStream(w http.ResponseWriter, r *http.Request, query url.Values, reader *reader) {
	ctx, cancel := context.WithTimeout(r.Context(), durableSSE)
	defer cancel()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	c := &durableSink{
		connection: connection{
			body: &answer{w: w, control: http.NewResponseController(w), timeout: s.options.WriteTimeout}, face: eventStream,
		},
		tail:   reader.feed.Tail,
		cursor: nextCursor(query.Get("cursor"), time.Now()),
	}
	if reader.begin.through == 0 && len(c.tail.After(reader.at.Sequence).Entries) == 0 && c.write(c.position(reader.at)) != nil {
		return
	}
	const face = "durable"
	reader.sink = c
	closed := s.opened(reader.feed, face)
	closed(reader.run(ctx))
}

// A durableSink is an event stream as the protocol has it.
type durableSink struct {
	connection
	tail   *live.Tail
	cursor string
}

func (d *durableSink) deliver(entries []*live.Entry) (int, error) {
	var b bytes.Buffer
	b.WriteString("event: data\n")
	for line := range live.Lines(array(entries)) {
		b.WriteString("data: ")
		b.Write(line)
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	b.Write(d.position(entries[len(entries)-1].ID()))
	return b.Len(), d.write(b.Bytes())
}

// position tells a reader where it is.
func (d *durableSink) position(at record.ID) []byte {
	text, _ := json.Marshal(struct {
		Next     string `json:"streamNextOffset"`
		Cursor   string `json:"streamCursor"`
		UpToDate bool   `json:"upToDate,omitempty"`
	}{offset(at), d.cursor, len(d.tail.After(at.Sequence).Entries) == 0}) // strings
	return append(append([]byte("event: control\ndata: "), text...), '\n', '\n')
}

func (d *durableSink) heartbeat(at record.ID, _ bool) error { return d.connection.heartbeat(at, false) }

func (d *durableSink) goodbye(time.Duration) error { return nil }

// array is the JSON of records: their own where they are JSON, else their text.
func array(entries []*live.Entry) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, e := range entries {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.Write(value(&e.Record))
	}
	b.WriteByte(']')
	return b.Bytes()
}

func value(r *record.Record) []byte {
	switch {
	case r.Kind == record.Gap && json.Valid(r.Data):
		return append(append([]byte(`{"`+record.GapType+`":`), r.Data...), '}')
	case r.Kind == record.Text && json.Valid(r.Data) && !looksLikeGap(r.Data):
		return r.Data
	}
	text, _ := json.Marshal(string(live.Text(r))) // a string
	return text
}

// looksLikeGap says of JSON whether a reader might take it for one.
func looksLikeGap(text []byte) bool {
	if !bytes.Contains(text, []byte(record.GapType)) && !bytes.Contains(text, []byte(`\u`)) {
		return false // as with nearly all, which need not be read
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return false // is no object
	}
	_, has := members[record.GapType]
	return has
}

// nextCursor keeps caches from answering a reader with what they answered it before (section 10.1): the number of the
// interval, and more than the reader has.
func nextCursor(has string, now time.Time) string {
	const interval = 20 * time.Second
	begin := time.Date(2024, time.October, 9, 0, 0, 0, 0, time.UTC)
	current := int64(now.Sub(begin) / interval)
	if had, err := strconv.ParseInt(has, 10, 64); err == nil && had >= current && had < 1<<53 {
		const jitter = int64(time.Hour / interval)
		current = had + 1 + rand.N(jitter)
	}
	return strconv.FormatInt(current, 10)
}
