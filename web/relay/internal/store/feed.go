package store

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// A Feed is a stream, and where in JetStream it is.
type Feed struct {
	Name string

	node   *Node
	stream string
	limits Limits
}

// Names are what a feed can be called: it becomes part of a subject and of a URL.
var Names = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)

const duplicates = 2 * time.Minute

// Feed finds the stream of a feed, or makes it.
func (n *Node) Feed(ctx context.Context, name string, limits Limits) (*Feed, error) {
	if !Names.MatchString(name) {
		return nil, fmt.Errorf("a feed cannot be called %q: it can have a-z, 0-9, _ and -, up to 63 of them", name)
	}
	f := &Feed{Name: name, node: n, stream: prefix + name, limits: limits}
	for w := n.wait(); ; {
		err := f.settle(ctx)
		if err == nil {
			return f, nil
		}
		var refused *jetstream.APIError
		if errors.As(err, &refused) && n.isFinal(refused) {
			return nil, fmt.Errorf("making the stream %s: %w", f.stream, err)
		}
		if err := w.again(ctx, err); err != nil {
			return nil, fmt.Errorf("making the stream %s: %w", f.stream, err)
		}
	}
}

// isFinal reports whether JetStream would refuse the same again. It has more room only if there are other nodes, which may come.
func (n *Node) isFinal(refused *jetstream.APIError) bool {
	if refused.ErrorCode == jetstream.ErrorCode(server.JSStorageResourcesExceededErr) {
		return n.options.Embedded != nil && n.options.Embedded.Cluster == nil
	}
	return refused.Code < 500 && refused.ErrorCode != jetstream.JSErrCodeStreamNameInUse
}

// settle keeps the epoch of a stream that is there.
func (f *Feed) settle(ctx context.Context) error {
	ctx, cancel := brief(ctx)
	defer cancel()
	config := f.config(f.limits)
	s, err := f.node.js.Stream(ctx, f.stream)
	switch {
	case errors.Is(err, jetstream.ErrStreamNotFound):
		_, err = f.node.js.CreateStream(ctx, config)
	case err == nil:
		before := s.CachedInfo().Config
		config.Metadata = before.Metadata
		if _, err = f.node.js.UpdateStream(ctx, config); err == nil {
			f.warnOfLess(Limits{Age: before.MaxAge, Size: max(before.MaxBytes, 0)})
		}
	}
	return err
}

// renew makes the stream anew if it has gone, with all that JetStream had. Nothing is made as long as nobody says that there is none.
func (f *Feed) renew(ctx context.Context) error {
	if _, err := f.State(ctx); !errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil // who asks next is told what else may be wrong
	}
	if err := f.settle(ctx); err != nil {
		return fmt.Errorf("making the stream %s anew: %w", f.stream, err)
	}
	f.node.options.Log.Warn("JetStream had lost the stream, and has a new one now", "stream", f.stream)
	return nil
}

func (f *Feed) config(limits Limits) jetstream.StreamConfig {
	window := duplicates
	if limits.Age > 0 {
		window = min(window, limits.Age)
	}
	size := limits.Size
	if size == 0 {
		size = -1
	}
	return jetstream.StreamConfig{
		Name:               f.stream,
		Description:        "The feed " + f.Name,
		Subjects:           []string{f.records(), f.marks(), f.terms()},
		Storage:            jetstream.FileStorage,
		Replicas:           f.node.options.Replicas,
		MaxAge:             limits.Age,
		MaxBytes:           size,
		Discard:            jetstream.DiscardOld,
		Duplicates:         window,
		AllowDirect:        true,
		AllowAtomicPublish: true,
		DenyDelete:         true,
		DenyPurge:          true,
		RePublish:          &jetstream.RePublish{Source: "relay." + f.Name + ".>", Destination: f.live() + ">"},
		Metadata:           map[string]string{epochKey: record.NewEpoch(time.Now())},
	}
}

const epochKey = "epoch"

func (f *Feed) records() string { return "relay." + f.Name + ".record" }
func (f *Feed) marks() string   { return "relay." + f.Name + ".mark" }
func (f *Feed) terms() string   { return "relay." + f.Name + ".term" }
func (f *Feed) live() string    { return "relay-live." + f.Name + "." }

// A State is what a stream has.
type State struct {
	Epoch       string
	First, Last uint64 // First is Last+1 if there is nothing
	Messages    uint64
	Bytes       uint64
	IsLed       bool // by the server of this node
}

// State asks the leader of the stream.
func (f *Feed) State(ctx context.Context) (State, error) {
	ctx, cancel := brief(ctx)
	defer cancel()
	s, err := f.node.js.Stream(ctx, f.stream)
	if err != nil {
		return State{}, fmt.Errorf("asking for the state of %s: %w", f.stream, err)
	}
	info := s.CachedInfo()
	state := State{
		Epoch: info.Config.Metadata[epochKey],
		First: info.State.FirstSeq, Last: info.State.LastSeq,
		Messages: info.State.Msgs, Bytes: info.State.Bytes,
	}
	if state.Messages == 0 {
		state.First = state.Last + 1
	}
	state.IsLed = f.node.host != nil && (info.Cluster == nil || info.Cluster.Leader == f.node.options.Name)
	return state, nil
}
