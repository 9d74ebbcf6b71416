package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
)

// streams begin with it, and behind it have the name of their feed.
const prefix = "RELAY_"

// A Kept is a feed that has a stream, whoever made it.
type Kept struct {
	Feed     string
	Bytes    uint64 // that it has
	Reserved int64  // for which there has to be room; 0 if that is not said
}

func (k Kept) String() string {
	if k.Reserved > 0 {
		return fmt.Sprintf("%s%s (%d bytes of %d that are reserved)", prefix, k.Feed, k.Bytes, k.Reserved)
	}
	return fmt.Sprintf("%s%s (%d bytes)", prefix, k.Feed, k.Bytes)
}

// Kept are all feeds that have a stream, by name.
func (n *Node) Kept(ctx context.Context) (list []Kept, err error) {
	ctx, cancel := brief(ctx)
	defer cancel()
	streams := n.js.ListStreams(ctx, jetstream.WithStreamListSubject("relay.>")) // a cluster may have others
	for info := range streams.Info() {
		name, found := strings.CutPrefix(info.Config.Name, prefix)
		if found && Names.MatchString(name) {
			list = append(list, Kept{Feed: name, Bytes: info.State.Bytes, Reserved: max(info.Config.MaxBytes, 0)})
		}
	}
	if err := streams.Err(); err != nil {
		return nil, fmt.Errorf("asking which streams there are: %w", err)
	}
	slices.SortFunc(list, func(a, b Kept) int { return strings.Compare(a.Feed, b.Feed) })
	return list, nil
}

// Forget removes the stream of a feed that no node reads, and with it all that is kept.
func (n *Node) Forget(ctx context.Context, feed string) error {
	ctx, cancel := brief(ctx)
	defer cancel()
	switch holder, err := n.leases.Get(ctx, feed); {
	case err == nil:
		node, _, _ := strings.Cut(string(holder.Value()), " ")
		return fmt.Errorf("the node %s reads it, or has done so until a moment ago", node)
	case !errors.Is(err, jetstream.ErrKeyNotFound):
		return fmt.Errorf("asking who reads it: %w", err)
	}
	if err := n.js.DeleteStream(ctx, prefix+feed); err != nil {
		return fmt.Errorf("removing the stream %s%s: %w", prefix, feed, err)
	}
	return nil
}

// IsNoRoom says of an error whether a stream was refused because what is reserved for all of them is more than there is.
func IsNoRoom(err error) bool {
	var refused *jetstream.APIError
	return errors.As(err, &refused) && (refused.ErrorCode == jetstream.ErrorCode(server.JSStorageResourcesExceededErr) ||
		refused.ErrorCode == jetstream.ErrorCode(server.JSClusterNoPeersErrF))
}
