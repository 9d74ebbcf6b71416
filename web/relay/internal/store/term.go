package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
	"github.com/synadia-io/orbit.go/jetstreamext"
)

// ErrFenced is that another term has begun, or that the stream is not the one that this term wrote to.
var ErrFenced = errors.New("another collector writes this feed")

// A Term is the right to write to a feed, until another term begins.
type Term struct {
	Number   uint64   // of the message that began it: later terms have higher ones
	Position Position // where the term before it ended
	Gaps     int      // that it has stored: one with nothing missing behind it is none

	feed   *Feed
	epoch  string // of the stream that it began in
	token  string // what no other term has
	count  int    // of messages written
	last   uint64 // the sequence that the stream has ended with since this term wrote to it
	cursor string
	run    uint64 // the sequence of the first record under cursor
	known  uint64 // the sequence of the message because of which errKnown was the answer

	history history
}

// A Position is where upstream goes on.
type Position struct {
	Cursor   string
	HasBegun bool // there are records, or have been
	IsLost   bool // the records that there have been are all gone, and the cursor with them
}

// Begin begins a term, which ends whatever term there is.
func (f *Feed) Begin(ctx context.Context) (*Term, error) {
	t := &Term{feed: f, token: nuid.Next()}
	first := nats.NewMsg(f.terms())
	first.Data = []byte(f.node.options.Name)
	for {
		state, err := f.State(ctx)
		if err == nil {
			t.epoch, t.last = state.Epoch, state.Last
			first.Header.Set(writerHeader, t.writer(0))
			if err = t.write(ctx, []*nats.Msg{first}); err == nil {
				t.Number, t.count = t.last, 1
				return t, t.find(ctx, state)
			}
		}
		if !pause(ctx, 100*time.Millisecond) {
			return nil, fmt.Errorf("beginning a term of %s: %w", f.Name, err)
		}
	}
}

func (t *Term) writer(i int) string { return t.token + "/" + strconv.Itoa(t.count+i) }

// find asks for the last record. The replica that answers must have the message that began the term, or it is behind.
func (t *Term) find(ctx context.Context, before State) error {
	f := t.feed
	for {
		last, err := f.lastOfEach(ctx)
		if err == nil && last.term > t.Number {
			return ErrFenced
		}
		if err == nil && last.term == t.Number {
			return t.goOn(ctx, last, before)
		}
		if !pause(ctx, 100*time.Millisecond) {
			return fmt.Errorf("asking for the last record of %s: %w", f.Name, errors.Join(err, ctx.Err()))
		}
	}
}

// lasts are what one replica has last of each subject; nil if there is nothing.
type lasts struct {
	term         uint64
	record, mark *jetstream.RawStreamMsg
}

func (f *Feed) lastOfEach(ctx context.Context) (last lasts, err error) {
	ctx, cancel := brief(ctx)
	defer cancel()
	messages, err := jetstreamext.GetLastMsgsFor(ctx, f.node.js, f.stream, []string{f.terms(), f.records(), f.marks()})
	if err != nil {
		return last, err
	}
	for m, err := range messages {
		if err != nil {
			return last, err
		}
		switch m.Subject {
		case f.terms():
			last.term = m.Sequence
		case f.records():
			last.record = m
		case f.marks():
			last.mark = m
		}
	}
	return last, nil
}

func (t *Term) goOn(ctx context.Context, lasts lasts, before State) error {
	last, mark := lasts.record, lasts.mark
	if last == nil && mark == nil {
		// Of a stream from which nothing has gone it is known that no record was in it.
		t.Position.IsLost = before.First > 1
		t.Position.HasBegun = t.Position.IsLost
		return nil
	}
	t.Position.HasBegun = true
	if last == nil || mark != nil && mark.Sequence > last.Sequence {
		r, _ := read(mark.Header, nil)
		t.cursor, t.run = r.Cursor, 0
	} else {
		r, run := read(last.Header, last.Data)
		t.cursor, t.run = r.Cursor, run
		if run == 0 {
			t.run = last.Sequence
		}
	}
	t.Position.Cursor = t.cursor
	if last != nil {
		if err := t.remember(ctx, last.Sequence, before); err != nil {
			return err
		}
	}
	if t.history.cursor != t.cursor {
		t.history.move(t.cursor)
	}
	t.history.expect()
	return nil
}

// How much a term reads of what the feed has given ahead of it, if it is not all under one cursor.
const rememberBytes = 4 << 20

// remember reads it.
func (t *Term) remember(ctx context.Context, through uint64, before State) error {
	h := &t.history
	many := min(historyRecords, rememberBytes/(before.Bytes/max(before.Messages, 1)+1)+1)
	from := through - min(many, through)
	isLong := t.run != 0 && through-t.run >= historyUnder
	if t.run != 0 && !isLong {
		from = min(from, t.run)
	}
	for from = max(from, before.First); from <= through; {
		p, err := t.feed.Read(ctx, from)
		if errors.Is(err, ErrNone) { // the replica is behind, or the first have aged out
			state, err := t.feed.State(ctx)
			if err == nil {
				from = max(from, state.First)
			}
			if !pause(ctx, again) {
				return errors.Join(err, ctx.Err())
			}
			continue
		}
		if err != nil {
			return err
		}
		for _, r := range p.Records {
			if isGiven(r) {
				h.add(given{r.Cursor, sha256.Sum256(r.Data)})
			}
		}
		from = p.Through + 1
	}
	if isLong { // its first was not read
		h.under, h.isFull = nil, true
	}
	return nil
}
