package store

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWaitIsSaidSoonAndThenSeldom(t *testing.T) {
	begun := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(seconds int) time.Time { return begun.Add(time.Duration(seconds) * time.Second) }
	w := &wait{begun: begun, why: reason{"away", errors.New("refused")}}
	assert.False(t, w.isDue(at(2), "away: refused"), "an election is none")
	assert.True(t, w.isDue(at(3), "away: refused"))
	w.said = at(3)
	assert.False(t, w.isDue(at(122), "away: refused"))
	assert.True(t, w.isDue(at(123), "away: refused"))
	assert.False(t, w.isDue(at(5), "there: no leader"))
	assert.True(t, w.isDue(at(6), "there: no leader"))
}

// tried is what Open says that it waits for, in its log and to strangers, and at its end: when it is told to end, as soon as it has said so.
func tried(t *testing.T, o Options) (log, told string, err error) {
	t.Helper()
	var said strings.Builder
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var last atomic.Pointer[string]
	o.Name, o.Lease = "one", lease
	o.Log = slog.New(slog.NewTextHandler(&writer{&said, "JetStream is waited for", cancel}, nil))
	o.Waiting = func(why string) { last.Store(&why) }
	_, err = Open(ctx, o)
	if why := last.Load(); why != nil {
		told = *why
	}
	return said.String(), told, err
}

// A writer keeps what has a word in it, and calls back.
type writer struct {
	kept *strings.Builder
	word string
	call func()
}

func (w *writer) Write(line []byte) (int, error) {
	if strings.Contains(string(line), w.word) {
		w.kept.Write(line)
		w.call()
	}
	return len(line), nil
}

func serving(t *testing.T, options *server.Options) *server.Server {
	t.Helper()
	options.Host, options.Port, options.NoSigs, options.NoLog, options.StoreDir = "127.0.0.1", -1, true, true, t.TempDir()
	s, err := server.NewServer(options)
	require.NoError(t, err)
	s.Start()
	require.True(t, s.ReadyForConnections(time.Minute))
	t.Cleanup(s.Shutdown)
	return s
}

func TestOpenSaysWhatItWaitsFor(t *testing.T) {
	t.Run("a server", func(t *testing.T) {
		log, told, err := tried(t, Options{URL: "nats://user:secret@127.0.0.1:1"})
		assert.Contains(t, log, "NATS is not connected: ")
		assert.Equal(t, "NATS is not connected", told, "and not where it would be")
		require.ErrorContains(t, err, "JetStream is not ready: NATS is not connected: ")
		assert.NotContains(t, err.Error()+log, "outbound buffer")
		assert.NotContains(t, err.Error()+log, "secret")
	})
	t.Run("JetStream", func(t *testing.T) {
		_, told, err := tried(t, Options{URL: serving(t, &server.Options{}).ClientURL()})
		assert.Equal(t, "NATS has no JetStream, for which nats-server needs -js", told)
		assert.ErrorContains(t, err, "JetStream is not ready: NATS has no JetStream")
	})
	t.Run("other nodes", func(t *testing.T) {
		log, told, err := tried(t, Options{Replicas: 3, Embedded: &Embedded{Folder: t.TempDir(), Cluster: &Cluster{
			Name: "relay", Host: "127.0.0.1", Port: -1, User: "u", Password: "p", Routes: []*url.URL{
				{Scheme: "nats", User: url.UserPassword("u", "p"), Host: "127.0.0.1:1"},
				{Scheme: "nats", User: url.UserPassword("u", "p"), Host: "127.0.0.1:2"},
			},
		}}})
		assert.Equal(t, "JetStream has no leader: most nodes have to be there, and this one is connected to 0 others", told)
		assert.Contains(t, log, told)
		assert.ErrorContains(t, err, told)
	})
}

func TestOpenDoesNotWaitInVain(t *testing.T) {
	_, _, err := tried(t, Options{Embedded: &Embedded{Folder: "/dev/null/x"}})
	assert.ErrorContains(t, err, "/dev/null/x")
	strange := serving(t, &server.Options{JetStream: true, Authorization: "token"})
	log, _, err := tried(t, Options{URL: strange.ClientURL()})
	assert.Empty(t, log)
	assert.ErrorContains(t, err, "Authorization Violation")
	bare := server.NewAccount("bare")
	without := serving(t, &server.Options{
		JetStream: true, Accounts: []*server.Account{bare}, Users: []*server.User{{Username: "u", Password: "p", Account: bare}},
	})
	log, _, err = tried(t, Options{URL: strings.Replace(without.ClientURL(), "//", "//u:p@", 1)})
	assert.Empty(t, log)
	assert.ErrorContains(t, err, "jetstream not enabled for account")
}

// Each of two nodes of one name has that in its own log.
func TestNodesOfOneName(t *testing.T) {
	var ports []int
	var routes []*url.URL
	for range 2 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
		require.NoError(t, l.Close())
		routes = append(routes, &url.URL{Scheme: "nats", User: url.UserPassword("u", "hush"), Host: l.Addr().String()})
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	logs := make([]strings.Builder, 2)
	told := make(chan struct{}, 2)
	var nodes sync.WaitGroup
	for i := range logs {
		log := slog.New(slog.NewTextHandler(&writer{&logs[i], "another node of the cluster has the name of this one", func() { told <- struct{}{} }}, nil))
		nodes.Go(func() {
			_, err := Open(ctx, Options{Name: "twin", Lease: lease, Replicas: 3, Log: log, Embedded: &Embedded{Folder: t.TempDir(), Cluster: &Cluster{
				Name: "relay", Host: "127.0.0.1", Port: ports[i], Routes: routes, User: "u", Password: "hush",
			}}})
			assert.Error(t, err)
		})
	}
	for range logs {
		select {
		case <-told:
		case <-within(t).Done():
			assert.Fail(t, "a node is not told")
		}
	}
	cancel()
	nodes.Wait()
	for i := range logs {
		assert.Contains(t, logs[i].String(), "name: \\\"twin")
	}
}
