package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
	"github.com/synadia-io/orbit.go/jetstreamext"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// ErrFenced is that another term has begun, or that the stream is not the one that this term wrote to.
var ErrFenced = errors.New("another collector writes this feed")

// A Term is the right to write to a feed, until another term begins.
type Term struct {
	Number   uint64   // of the message that began it: later terms have higher ones
	Position Position // where the term before it ended

	feed   *Feed
	token  string // what no other term has
	count  int    // of messages written
	last   uint64 // the sequence that the stream has ended with since this term wrote to it
	cursor string
	run    uint64   // the sequence of the first record under cursor
	again  [][]byte // what may come again, because it stands under the cursor
	atRun  bool     // the first of it is the first record of the run
	known  uint64   // the sequence of the message because of which errKnown was the answer
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
			t.last = state.Last
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
		last, record, err := f.lastOfEach(ctx)
		if err == nil && last > t.Number {
			return ErrFenced
		}
		if err == nil && last == t.Number {
			return t.goOn(ctx, record, before)
		}
		if !pause(ctx, 100*time.Millisecond) {
			return fmt.Errorf("asking for the last record of %s: %w", f.Name, errors.Join(err, ctx.Err()))
		}
	}
}

// lastOfEach is what one replica has last of terms and of records.
func (f *Feed) lastOfEach(ctx context.Context) (term uint64, last *jetstream.RawStreamMsg, err error) {
	ctx, cancel := brief(ctx)
	defer cancel()
	messages, err := jetstreamext.GetLastMsgsFor(ctx, f.node.js, f.stream, []string{f.terms(), f.records()})
	if err != nil {
		return 0, nil, err
	}
	for m, err := range messages {
		if err != nil {
			return 0, nil, err
		}
		if m.Subject == f.terms() {
			term = m.Sequence
		} else {
			last = m
		}
	}
	return term, last, nil
}

func (t *Term) goOn(ctx context.Context, last *jetstream.RawStreamMsg, before State) error {
	if last == nil {
		// Of a stream from which nothing has gone it is known that no record was in it.
		t.Position.IsLost = before.First > 1
		t.Position.HasBegun = t.Position.IsLost
		return nil
	}
	r, run := read(last.Header, last.Data)
	t.Position = Position{Cursor: r.Cursor, HasBegun: true}
	t.cursor, t.run = r.Cursor, run
	if run == 0 {
		t.run = last.Sequence
	}
	if r.Cursor == "" {
		return nil
	}
	t.atRun = true
	return t.recall(ctx, last.Sequence)
}

// recall reads what stands under the cursor: upstream will send it again, or all of it but the first record.
func (t *Term) recall(ctx context.Context, through uint64) error {
	for from := t.run; from <= through; {
		p, err := t.feed.Read(ctx, from)
		if errors.Is(err, ErrNone) {
			return nil // it has aged out meanwhile
		}
		if err != nil {
			return err
		}
		for _, r := range p.Records {
			if r.Cursor == t.cursor && r.Kind != record.Gap {
				t.again = append(t.again, r.Data)
			}
		}
		from = p.Through + 1
	}
	return nil
}

// cameAgain says of a record whether it is what stands under the cursor already.
func (t *Term) cameAgain(r record.Record) bool {
	if r.Kind == record.Gap {
		return false
	}
	if r.Cursor != t.cursor {
		t.again = nil
	}
	for len(t.again) > 0 {
		isSame, isFirst := bytes.Equal(r.Data, t.again[0]), t.atRun
		t.again, t.atRun = t.again[1:], false
		if isSame {
			return true
		}
		if !isFirst {
			t.again = nil
		}
	}
	return false
}
