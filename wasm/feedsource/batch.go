//go:build !js

package feedsource

import (
	"bytes"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// batch is what the machine made of a chunk: records and what else came, and behind them the cursor in force.
func (f *Feed) batch(now time.Duration) []Event {
	s := f.machine.Stream()
	ids := idsOf(s)
	events := make([]Event, 0, len(s.Rows)+1)
	if n := len(s.Rows); n > 0 {
		first, last := s.Rows[0], s.Rows[n-1]
		content := bytes.Clone(s.Buffer()[first.Off : last.Off+last.Len])
		types, at := f.typesIn(s), time.Unix(0, int64(now))
		records := make([]Record, count(s.Rows, framing.Data))
		for _, row := range s.Rows {
			start := row.Off - first.Off
			data := content[start : start+row.Len : start+row.Len]
			switch row.Kind() {
			case framing.Data:
				r := &records[0]
				records = records[1:]
				*r = Record{Type: types[row.Type()], Data: data, LastEventID: ids[row.Aux], Origin: f.origin, ReceivedAt: at}
				if row.IsBytes() {
					f.split(r, s.Head)
				}
				events = append(events, r)
			case framing.Malformed:
				reason := MalformedReason(framing.Reason(row.Aux).Word())
				events = append(events, &MalformedEvent{Reason: reason, Data: data, Offset: s.Base() + int64(row.Off)})
			default:
				events = append(events, signOf(row, data))
			}
		}
	}
	id := ids[len(ids)-1]
	if len(events) == 0 && id == f.inForce && f.held == nil {
		return nil // a server that writes byte by byte need not wake the loop for each
	}
	f.inForce = id
	return append(events, reached(id))
}

// split takes from a record of bytes what is its header.
func (f *Feed) split(r *Record, head framing.Head) {
	header, payload := head.Split(r.Data)
	r.Data, r.IsBytes, r.head = payload, true, head
	if head < 0 || head > 0 && f.options.FixedFormat != nil { // a format with a name has nothing but a length there
		r.Header = header[:len(header):len(header)]
	}
}

// signOf is what came that is no record.
func signOf(row framing.Row, data []byte) Event {
	switch row.Kind() {
	case framing.Comment:
		return &KeepAliveEvent{Kind: KeepAliveComment, Data: data}
	case framing.Sign:
		return &KeepAliveEvent{Kind: KeepAliveSignal, Data: data}
	case framing.Bookmark:
		return &KeepAliveEvent{Kind: KeepAliveSignal, Data: data, isBookmark: true}
	}
	return &KeepAliveEvent{Kind: KeepAliveBlank, Data: data}
}

func count(rows []framing.Row, kind framing.Kind) (n int) {
	for _, row := range rows {
		if row.Kind() == kind {
			n++
		}
	}
	return n
}

// idsOf are the last event IDs of a batch by slot.
func idsOf(s *framing.Stream) []string {
	joined := string(s.IDs.Joined())
	if joined == "" {
		return []string{""}
	}
	ids := strings.Split(strings.TrimSuffix(joined, "\n"), "\n")
	for i, id := range ids {
		ids[i] = feed.WellFormed(id)
	}
	return ids
}

// typesIn are the types of events by slot.
func (f *Feed) typesIn(s *framing.Stream) []string {
	if of := [2]int{s.Types.Epoch(), s.Types.Count()}; of != f.typesOf {
		f.typesOf = of
		f.types = strings.Split(strings.TrimSuffix(string(s.Types.Joined()), "\n"), "\n")
		for i, name := range f.types {
			f.types[i] = feed.WellFormed(name)
		}
	}
	return f.types
}

// eventOf is a notice of the machine's as an event.
func eventOf(n *feed.Notice) Event {
	text := func(name string) string { s, _ := n.Detail[name].(string); return s }
	number := func(name string) int64 { i, _ := n.Detail[name].(int64); return i }
	float := func(name string) time.Duration { ms, _ := n.Detail[name].(float64); return inMilliseconds(ms) }
	message := inGo(text("message"))
	switch n.Type {
	case feed.NoticeGap:
		e := &GapEvent{Reason: GapReason(text("reason")), From: text("from"), Message: message}
		if since := number("since"); since > 0 {
			e.Since = time.UnixMilli(since)
		}
		return e
	case feed.NoticeStall:
		silent, limit := number("silentMs"), number("limitMs")
		return &StallEvent{Silent: time.Duration(silent) * time.Millisecond, Limit: time.Duration(limit) * time.Millisecond, Message: message}
	case feed.NoticeLag:
		return &LagEvent{Lag: float("lagMs"), Offset: float("offsetMs"), Trend: float("lagTrend"), Message: message}
	}
	return &WarningEvent{Reason: WarningReason(text("reason")), Message: message, Code: text("code"), Data: text("data")}
}
