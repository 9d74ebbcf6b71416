package store

import (
	"context"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// A listening server is what nodes without one of their own join.
func listening(t *testing.T) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true})
	require.NoError(t, err)
	s.Start()
	require.True(t, s.ReadyForConnections(time.Minute))
	t.Cleanup(s.Shutdown)
	return s
}

func TestOneNodeHasTheLease(t *testing.T) {
	s := listening(t)
	a, b := open(t, Options{Name: "a", URL: s.ClientURL()}), open(t, Options{Name: "b", URL: s.ClientURL()})
	held, err := a.Acquire(within(t), "room")
	require.NoError(t, err)
	other, err := b.Acquire(within(t), "other")
	require.NoError(t, err, "another feed is free")
	defer other.Release(within(t))

	short, cancel := context.WithTimeout(t.Context(), 3*lease)
	defer cancel()
	_, err = b.Acquire(short, "room")
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.NoError(t, held.Err(), "renewed three times as long as it lasts")

	got := make(chan *Lease)
	go func() {
		l, _ := b.Acquire(within(t), "room")
		got <- l
	}()
	held.Release(within(t))
	assert.Error(t, held.Err())
	l := <-got
	require.NotNil(t, l)
	l.Release(within(t))
}

func TestLeaseIsLostBeforeAnotherCanHaveIt(t *testing.T) {
	s := listening(t)
	a, b := open(t, Options{Name: "a", URL: s.ClientURL()}), open(t, Options{Name: "b", URL: s.ClientURL()})
	held, err := a.Acquire(within(t), "room")
	require.NoError(t, err)
	a.conn.Close() // nobody hears of it any more
	next, err := b.Acquire(within(t), "room")
	require.NoError(t, err)
	defer next.Release(within(t))
	select {
	case <-held.Done():
	default:
		assert.Fail(t, "two nodes have the lease")
	}
}

func TestLeaseOfAProcessThatDiesAges(t *testing.T) {
	s := listening(t)
	b := open(t, Options{Name: "b", URL: s.ClientURL()})
	_, err := b.leases.Create(within(t), "room", []byte("a died"))
	require.NoError(t, err)
	l, err := b.Acquire(within(t), "room")
	require.NoError(t, err)
	l.Release(within(t))
}

func TestLeaseThatSomebodyTookIsLost(t *testing.T) {
	n := alone(t)
	l, err := n.Acquire(within(t), "room")
	require.NoError(t, err)
	_, err = n.leases.Put(within(t), "room", []byte("another"))
	require.NoError(t, err)
	<-l.Done()
	assert.ErrorIs(t, context.Cause(l), errTaken)
}

func TestLeaseEndsWhenThereIsNoRoom(t *testing.T) {
	n := open(t, Options{Embedded: &Embedded{Folder: t.TempDir(), MaxSize: 1 << 20}})
	term := begin(t, feed(t, n))
	l, err := n.Acquire(within(t), "room")
	require.NoError(t, err)
	full, stop := context.WithCancel(t.Context())
	defer stop()
	go func() {
		_, _ = term.Append(full, []record.Record{{Data: make([]byte, 900<<10)}, {Data: make([]byte, 900<<10)}})
	}()
	<-l.Done()
	assert.ErrorContains(t, context.Cause(l), "max_size is reached")
	_, err = n.take(within(t), "another", nil)
	assert.ErrorContains(t, err, "max_size is reached")
}

// Nobody waits for the end of a lease that lasts longer than the test does.
func TestNodeThatIsAloneInheritsItsLease(t *testing.T) {
	o := Options{Name: "one", Lease: 10 * time.Minute, Log: silent, Embedded: &Embedded{Folder: t.TempDir()}}
	former, err := Open(within(t), o)
	require.NoError(t, err)
	_, err = former.Acquire(within(t), "room")
	require.NoError(t, err)
	former.Close() // without giving it back, as when it is killed

	latter, err := Open(within(t), o)
	require.NoError(t, err)
	defer latter.Close()
	held, err := latter.Acquire(within(t), "room")
	require.NoError(t, err)
	short, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err = latter.Acquire(short, "room")
	require.ErrorIs(t, err, context.DeadlineExceeded, "it is a lease like any other")
	held.Release(within(t))
}

func TestNodeOfAClusterInheritsNothing(t *testing.T) {
	s := listening(t)
	a := open(t, Options{Name: "a", URL: s.ClientURL()})
	held, err := a.Acquire(within(t), "room")
	require.NoError(t, err)
	defer held.Release(within(t))
	b := open(t, Options{Name: "a", URL: s.ClientURL()})
	entry, err := b.leases.Get(within(t), "room")
	require.NoError(t, err)
	assert.Equal(t, string(held.value), string(entry.Value()))
}
