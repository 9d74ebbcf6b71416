package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// A Piece is what of a stream was read at once: the records from First to Through.
// In between may be numbers of messages that are no records.
type Piece struct {
	First   uint64 // of the first message that was there
	Through uint64 // of the last
	Records []record.Record
}

// ErrNone is that nothing is there yet, at the replica that was asked.
var ErrNone = errors.New("there are no messages")

// What one piece has at most, unless one record is longer. Thousands of readers can hold one each, who take nothing of it.
const (
	pieceMessages = 500
	pieceBytes    = 64 << 10
)

// Read reads from a sequence on.
func (f *Feed) Read(ctx context.Context, from uint64) (Piece, error) {
	return f.piece(ctx, jetstreamext.GetBatchSeq(max(from, 1)))
}

// ReadSince reads from a time on.
func (f *Feed) ReadSince(ctx context.Context, since time.Time) (Piece, error) {
	return f.piece(ctx, jetstreamext.GetBatchStartTime(since))
}

// piece reads what any replica has. A batch that breaks off is as good as a shorter one.
func (f *Feed) piece(ctx context.Context, from jetstreamext.GetBatchOpt) (p Piece, err error) {
	ctx, cancel := brief(ctx)
	defer cancel()
	messages, err := jetstreamext.GetBatch(ctx, f.node.js, f.stream, pieceMessages, from, jetstreamext.GetBatchMaxBytes(pieceBytes))
	if err != nil {
		return p, fmt.Errorf("reading %s: %w", f.stream, err)
	}
	for m, err := range messages {
		if errors.Is(err, jetstreamext.ErrNoMessages) {
			break
		}
		if err != nil {
			return p, fmt.Errorf("reading %s: %w", f.stream, err)
		}
		if p.Through != 0 && m.Sequence <= p.Through {
			break // from another replica, which answered too
		}
		f.add(&p, m)
	}
	if p.Through == 0 {
		return p, ErrNone
	}
	return p, nil
}

func (f *Feed) add(p *Piece, m *jetstream.RawStreamMsg) {
	if p.First == 0 {
		p.First = m.Sequence
	}
	p.Through = m.Sequence
	if m.Subject == f.records() {
		r, _ := read(m.Header, m.Data)
		r.Sequence, r.Stored = m.Sequence, m.Time
		p.Records = append(p.Records, r)
	}
}

// Follow gives each message as it is stored, as a piece of one, until ctx is done. Some may be missing. The caller
// keeps taking from the channel. A stream that has gone is made anew first.
func (f *Feed) Follow(ctx context.Context) (<-chan Piece, error) {
	if err := f.renew(ctx); err != nil {
		return nil, err
	}
	arriving := make(chan *nats.Msg, 8192)
	subscription, err := f.node.conn.ChanSubscribe(f.live()+">", arriving)
	if err != nil {
		return nil, fmt.Errorf("following %s: %w", f.stream, err)
	}
	pieces := make(chan Piece)
	go func() {
		defer func() { _ = subscription.Unsubscribe() }()
		for {
			select {
			case <-ctx.Done():
				return
			case m := <-arriving:
				p, ok := f.republished(m)
				if !ok {
					continue
				}
				select {
				case <-ctx.Done():
					return
				case pieces <- p:
				}
			}
		}
	}()
	return pieces, nil
}

func (f *Feed) republished(m *nats.Msg) (p Piece, ok bool) {
	sequence, err := strconv.ParseUint(m.Header.Get(jetstream.SequenceHeader), 10, 64)
	if err != nil {
		return p, false
	}
	p = Piece{First: sequence, Through: sequence}
	if m.Header.Get(jetstream.SubjectHeader) == f.records() {
		r, _ := read(m.Header, m.Data)
		r.Sequence = sequence
		r.Stored, _ = time.Parse(time.RFC3339Nano, m.Header.Get(jetstream.TimeStampHeaer))
		p.Records = []record.Record{r}
	}
	return p, true
}
