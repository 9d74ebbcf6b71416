package store

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// An outside server keeps its port over a restart, and its folder unless that is removed.
type outside struct {
	t      *testing.T
	folder string
	port   int
	server *server.Server
}

func newOutside(t *testing.T) *outside {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	o := &outside{t: t, folder: filepath.Join(t.TempDir(), "store"), port: l.Addr().(*net.TCPAddr).Port}
	require.NoError(t, l.Close())
	o.start()
	t.Cleanup(o.stop)
	return o
}

func (o *outside) start() {
	o.t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: o.port, JetStream: true, StoreDir: o.folder, NoSigs: true, NoLog: true})
	require.NoError(o.t, err)
	s.Start()
	require.True(o.t, s.ReadyForConnections(time.Minute))
	o.server = s
}

func (o *outside) stop() {
	o.server.Shutdown()
	o.server.WaitForShutdown()
}

func (o *outside) lose() {
	o.t.Helper()
	require.NoError(o.t, os.RemoveAll(o.folder))
}

func TestWhatJetStreamHasLostIsMadeAnew(t *testing.T) {
	s := newOutside(t)
	limits := Limits{Age: time.Hour, Size: 64 << 20}
	var nodes []*Node
	var feeds []*Feed
	for _, name := range []string{"a", "b", "c"} {
		n := open(t, Options{Name: name, URL: s.server.ClientURL()})
		f, err := n.Feed(within(t), "room", limits)
		require.NoError(t, err)
		nodes, feeds = append(nodes, n), append(feeds, f)
	}
	held, err := nodes[0].Acquire(within(t), "room")
	require.NoError(t, err)
	term := begin(t, feeds[0])
	_, err = term.Append(within(t), numbered(1, 3))
	require.NoError(t, err)
	former, err := feeds[0].State(within(t))
	require.NoError(t, err)

	s.stop()
	s.lose()
	s.start()
	require.Eventually(t, func() bool {
		_, err := feeds[0].State(within(t))
		return errors.Is(err, jetstream.ErrStreamNotFound)
	}, time.Minute, 50*time.Millisecond)
	var all sync.WaitGroup
	for _, f := range feeds { // all at once
		all.Go(func() {
			assert.Eventually(t, func() bool {
				_, following := f.Follow(within(t))
				_, err := f.State(within(t))
				return following == nil && err == nil
			}, time.Minute, 50*time.Millisecond)
		})
	}
	all.Wait()
	latter, err := feeds[2].State(within(t))
	require.NoError(t, err)
	assert.NotEqual(t, former.Epoch, latter.Epoch)
	assert.Zero(t, latter.Messages)
	stream, err := nodes[2].js.Stream(within(t), "RELAY_room")
	require.NoError(t, err)
	assert.Equal(t, limits, Limits{Age: stream.CachedInfo().Config.MaxAge, Size: stream.CachedInfo().Config.MaxBytes})

	_, err = term.Append(within(t), numbered(4, 4))
	require.ErrorIs(t, err, ErrFenced, "a term is of one stream")
	<-held.Done()
	next, err := nodes[1].Acquire(within(t), "room")
	require.NoError(t, err)
	defer next.Release(within(t))
	again := begin(t, feeds[1])
	assert.Equal(t, Position{}, again.Position)
	_, err = again.Append(within(t), []record.Record{{Data: []byte("new")}})
	require.NoError(t, err)
	assert.Equal(t, []string{"new"}, texts(t, feeds[0]))
}

func TestNothingIsMadeAnewThatIsMerelyAway(t *testing.T) {
	s := newOutside(t)
	n := open(t, Options{URL: s.server.ClientURL()})
	f := feed(t, n)
	_, err := begin(t, f).Append(within(t), numbered(1, 3))
	require.NoError(t, err)
	former, err := f.State(within(t))
	require.NoError(t, err)
	s.stop()
	require.Eventually(t, func() bool {
		err := n.Ready(within(t))
		return err != nil && err.Error() == "NATS is not connected"
	}, time.Minute, 50*time.Millisecond)
	_, _ = f.Follow(within(t)) // which may fail
	why := errors.New("no answer")
	require.Equal(t, why, n.renew(within(t), why))
	s.start()
	require.Eventually(t, func() bool {
		_, err := f.Follow(within(t))
		latter, e := f.State(within(t))
		return err == nil && e == nil && assert.Equal(t, former, latter)
	}, time.Minute, 50*time.Millisecond)
	require.Equal(t, why, n.renew(within(t), why))
}
