package store

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A server that dies takes its node along; the others have all that was acknowledged, and go on.
func TestClusterLosesItsLeader(t *testing.T) {
	nodes := trio(t)
	feeds := make([]*Feed, 3)
	for i, n := range nodes {
		feeds[i] = feed(t, n)
	}
	leader := -1
	require.Eventually(t, func() bool {
		for i, f := range feeds {
			if state, err := f.State(within(t)); err == nil && state.IsLed {
				leader = i
			}
		}
		return leader >= 0
	}, time.Minute, 50*time.Millisecond)
	writer := (leader + 1) % 3
	held, err := nodes[writer].Acquire(within(t), "room")
	require.NoError(t, err)
	term, err := feeds[writer].Begin(held)
	require.NoError(t, err)
	_, err = term.Append(held, numbered(1, 50))
	require.NoError(t, err)

	nodes[leader].Close()
	_, err = term.Append(within(t), numbered(51, 100))
	require.NoError(t, err)
	for i, n := range nodes {
		if i != leader {
			require.NoError(t, n.Ready(within(t)))
			got := all(t, feeds[i])
			require.Len(t, got, 100)
			for j, r := range got {
				assert.Equal(t, strconv.Itoa(j+1), r.Cursor)
			}
		}
	}

	// And the third takes over where that one stood.
	other := 3 - leader - writer
	nodes[writer].conn.Close()
	next, err := nodes[other].Acquire(within(t), "room")
	require.NoError(t, err)
	defer next.Release(context.WithoutCancel(t.Context()))
	assert.Error(t, held.Err(), "the lease is lost before another has it")
	latter, err := feeds[other].Begin(next)
	require.NoError(t, err)
	assert.Equal(t, "100", latter.Position.Cursor)
	_, err = latter.Append(next, numbered(101, 101))
	require.NoError(t, err)
}
