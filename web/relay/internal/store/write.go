package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"
)

// errKnown is that JetStream has the id of a message: that of a message alone in Term.known.
var errKnown = errors.New("the id is known")

const again = 100 * time.Millisecond

// write has the messages stored behind what this term wrote last, all or none. What became of a
// request that was not answered the next one shows: it expects the same.
func (t *Term) write(ctx context.Context, messages []*nats.Msg) error {
	messages[0].Header.Set(jetstream.ExpectedLastSeqHeader, strconv.FormatUint(t.last, 10))
	for try := 0; ; try++ {
		known, err := t.send(ctx, messages)
		switch {
		case known != 0 && known <= t.last:
			t.known = known
			return errKnown
		case err == nil && known == 0:
			t.last += uint64(len(messages))
			return nil
		case known != 0 || isConflict(err) || isKnown(err):
			switch t.next(ctx, messages[0].Header.Get(writerHeader), try) {
			case own:
				t.last += uint64(len(messages))
				return nil
			case foreign:
				return ErrFenced
			}
			if isKnown(err) {
				return errKnown
			}
		}
		if !pause(ctx, again) {
			return errors.Join(err, ctx.Err())
		}
	}
}

// send is one try. It gives the sequence of another message with the id of the only one.
func (t *Term) send(ctx context.Context, messages []*nats.Msg) (known uint64, err error) {
	ctx, cancel := brief(ctx)
	defer cancel()
	if len(messages) > 1 {
		_, err = jetstreamext.PublishMsgBatch(ctx, t.feed.node.js, messages)
		return 0, err
	}
	ack, err := t.feed.node.js.PublishMsg(ctx, messages[0])
	if err == nil && ack.Duplicate {
		return ack.Sequence, nil
	}
	return 0, err
}

// What stands behind a term's last message.
type next int

const (
	nothing next = iota
	own          // the message that was sent
	foreign      // one of another term, or there is another stream
)

// patient is how often a stream may be shorter than what was acknowledged: a replica
// that has just become the leader reads on before it knows all.
const patient = 50

func (t *Term) next(ctx context.Context, writer string, try int) next {
	state, err := t.feed.State(ctx)
	switch {
	case err != nil:
		return nothing
	case state.Epoch != t.epoch:
		return foreign
	case state.Last == t.last:
		return nothing
	case state.Last < t.last && try < patient:
		return nothing
	case state.Last < t.last:
		return foreign
	}
	m, err := t.feed.message(ctx, t.last+1)
	switch {
	case err != nil:
		return nothing
	case m != nil && m.Header.Get(writerHeader) == writer:
		return own
	}
	return foreign
}

// message reads one that is known to have been there; nil if it has gone.
func (f *Feed) message(ctx context.Context, sequence uint64) (*jetstream.RawStreamMsg, error) {
	for {
		m, err := f.ask(ctx, sequence)
		if !errors.Is(err, jetstream.ErrMsgNotFound) {
			return m, err
		}
		// The replica that answered may be behind.
		if state, err := f.State(ctx); err != nil || state.First > sequence {
			return nil, err
		}
		if !pause(ctx, again) {
			return nil, ctx.Err()
		}
	}
}

func (f *Feed) ask(ctx context.Context, sequence uint64) (*jetstream.RawStreamMsg, error) {
	ctx, cancel := brief(ctx)
	defer cancel()
	s, err := f.node.js.Stream(ctx, f.stream)
	if err != nil {
		return nil, err
	}
	return s.GetMsg(ctx, sequence)
}

func isConflict(err error) bool {
	return hasCode(err, jetstream.JSErrCodeStreamWrongLastSequence, jetstream.JSErrCodeStreamWrongLastSequenceConstant)
}

func isKnown(err error) bool { return hasCode(err, jetstreamext.JSErrCodeBatchPublishDuplicateMsgID) }

// explained says of an error that JetStream has no room what bounds it.
func explained(err error) error {
	if hasCode(err, jetstream.ErrorCode(server.JSInsufficientResourcesErr), jetstream.ErrorCode(server.JSStorageResourcesExceededErr)) {
		return fmt.Errorf("nothing is stored any more until records age out: max_size is reached, or a limit of the cluster's own: %w", err)
	}
	return err
}

func hasCode(err error, codes ...jetstream.ErrorCode) bool {
	var refused *jetstream.APIError
	if !errors.As(err, &refused) {
		return false
	}
	for _, code := range codes {
		if refused.ErrorCode == code {
			return true
		}
	}
	return false
}
