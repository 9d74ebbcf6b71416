package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// What is stored in one step: all of it or nothing.
const (
	stepMessages = 500
	stepBytes    = 1 << 20
)

// Append stores records and marks, and says how many records came for the first time. It tries until
// ctx is done or the term is over.
func (t *Term) Append(ctx context.Context, records []record.Record) (stored int, err error) {
	fresh := t.fresh(records)
	for len(fresh) > 0 {
		step := fresh[:stepLength(fresh)]
		n, err := t.step(ctx, step)
		stored += n
		if err != nil {
			return stored, err
		}
		fresh = fresh[len(step):]
	}
	return stored, nil
}

// fresh are those that have not come before. Of marks that follow on each other the last says all.
func (t *Term) fresh(records []record.Record) (fresh []record.Record) {
	h := &t.history
	for i, r := range records {
		switch r.Kind {
		case record.Opened:
			h.expect()
			continue
		case record.Mark:
			isOutdone := i+1 < len(records) && records[i+1].Kind == record.Mark
			if isOutdone || r.Cursor == h.cursor {
				continue
			}
			h.move(r.Cursor)
		default:
			if h.came(r) {
				fresh = withoutGap(fresh)
				continue
			}
		}
		fresh = append(fresh, r)
	}
	return fresh
}

// withoutGap drops a gap ahead of a record that has come before: nothing is missing there.
func withoutGap(list []record.Record) []record.Record {
	if last := len(list) - 1; last >= 0 && list[last].Kind == record.Gap {
		return list[:last]
	}
	return list
}

func stepLength(records []record.Record) int {
	size := 0
	for i, r := range records {
		size += len(r.Data)
		if i == stepMessages || i > 0 && size > stepBytes {
			return i
		}
	}
	return len(records)
}

func (t *Term) step(ctx context.Context, records []record.Record) (stored int, err error) {
	messages, cursor, run := t.messages(records)
	err = t.write(ctx, messages)
	switch {
	case err == nil:
		t.cursor, t.run = cursor, run
		t.count += len(messages)
		t.Gaps += countGaps(records)
		return countRecords(records), nil
	case !errors.Is(err, errKnown):
		return 0, fmt.Errorf("storing records of %s: %w", t.feed.Name, err)
	case len(records) == 1:
		return t.oneThatIsKnown(ctx, records[0])
	}
	for _, r := range records {
		n, err := t.step(ctx, []record.Record{r})
		stored += n
		if err != nil {
			return stored, err
		}
	}
	return stored, nil
}

func countRecords(list []record.Record) (many int) {
	for _, r := range list {
		if r.Kind.IsRecord() {
			many++
		}
	}
	return many
}

func countGaps(list []record.Record) (many int) {
	for _, r := range list {
		if r.Kind == record.Gap {
			many++
		}
	}
	return many
}

func (t *Term) messages(records []record.Record) (list []*nats.Msg, cursor string, run uint64) {
	cursor, run = t.cursor, t.run
	for i, r := range records {
		var earlier uint64
		subject := t.feed.records()
		switch {
		case r.Kind == record.Mark:
			subject, cursor, run = t.feed.marks(), r.Cursor, 0
		case r.Cursor == "" || r.Kind == record.Gap:
		case r.Cursor == cursor && run != 0:
			earlier = run
		default:
			cursor, run = r.Cursor, t.last+1+uint64(i)
		}
		list = append(list, message(subject, r, earlier, t.writer(i)))
	}
	return list, cursor, run
}

// oneThatIsKnown drops a record whose cursor another record has, if that is the same.
func (t *Term) oneThatIsKnown(ctx context.Context, r record.Record) (stored int, err error) {
	messages, cursor, run := t.messages([]record.Record{r})
	id := messages[0].Header.Get(jetstream.MsgIDHeader)
	isSame, err := t.feed.has(ctx, t.known, r.Data)
	if err != nil {
		return 0, err
	}
	if isSame {
		t.cursor, t.run = r.Cursor, t.known
		return 0, nil
	}
	messages[0].Header.Del(jetstream.MsgIDHeader)
	if err := t.write(ctx, messages); err != nil {
		return 0, fmt.Errorf("storing the record %.60q of %s: %w", id, t.feed.Name, err)
	}
	t.cursor, t.run = cursor, run
	t.count++
	return 1, nil
}

// has says whether a message has these bytes. One that has gone has others.
func (f *Feed) has(ctx context.Context, sequence uint64, data []byte) (bool, error) {
	m, err := f.message(ctx, sequence)
	return m != nil && bytes.Equal(m.Data, data), err
}
