package store

import (
	"testing"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFeedsThatAreKept(t *testing.T) {
	n := alone(t)
	_, err := n.js.CreateStream(within(t), jetstream.StreamConfig{Name: "RELAY_other", Subjects: []string{"others.>"}})
	require.NoError(t, err)
	feed(t, n)
	_, err = n.Feed(within(t), "attic", Limits{Size: 1 << 20})
	require.NoError(t, err)
	kept, err := n.Kept(within(t))
	require.NoError(t, err)
	assert.Equal(t, []Kept{{Feed: "attic", Reserved: 1 << 20}, {Feed: "room"}}, kept, "what is not a relay's does not count")

	lease, err := n.Acquire(within(t), "room")
	require.NoError(t, err)
	require.EqualError(t, n.Forget(within(t), "room"), "the node one reads it, or has done so until a moment ago")
	lease.Release(within(t))
	require.NoError(t, n.Forget(within(t), "room"))
	kept, err = n.Kept(within(t))
	require.NoError(t, err)
	assert.Len(t, kept, 1)
	assert.Error(t, n.Forget(within(t), "room"), "there is none any more")
}
