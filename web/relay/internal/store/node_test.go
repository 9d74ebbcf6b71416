package store

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// lease is short, so that tests see the end of one. Bounds of what is waited for are much longer.
const lease = 2 * time.Second

var silent = slog.New(slog.DiscardHandler)

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func open(t *testing.T, o Options) *Node {
	t.Helper()
	if o.Name == "" {
		o.Name = "one"
	}
	o.Lease, o.Log = lease, silent
	n, err := Open(within(t), o)
	require.NoError(t, err)
	t.Cleanup(n.Close)
	return n
}

// alone is a node with a server of its own.
func alone(t *testing.T) *Node {
	t.Helper()
	return open(t, Options{Embedded: &Embedded{Folder: t.TempDir()}})
}

// trio is a cluster of three nodes, each with a server.
func trio(t *testing.T) []*Node {
	t.Helper()
	var ports []int
	var routes []*url.URL
	for range 3 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
		require.NoError(t, l.Close())
		routes = append(routes, &url.URL{Scheme: "nats", User: url.UserPassword("u", "p"), Host: "127.0.0.1:" + strconv.Itoa(ports[len(ports)-1])})
	}
	nodes := make([]*Node, 3)
	done := make(chan error, 3)
	for i := range nodes {
		o := Options{
			Name: fmt.Sprint("node", i), Lease: lease, Replicas: 3, Log: slog.New(slog.DiscardHandler),
			Embedded: &Embedded{Folder: t.TempDir(), Cluster: &Cluster{
				Name: "relay", Host: "127.0.0.1", Port: ports[i], Routes: routes, User: "u", Password: "p",
			}},
		}
		go func() {
			var err error
			nodes[i], err = Open(within(t), o)
			done <- err
		}()
	}
	for range nodes {
		require.NoError(t, <-done)
	}
	t.Cleanup(func() {
		for _, n := range nodes {
			n.Close()
		}
	})
	return nodes
}

func feed(t *testing.T, n *Node) *Feed {
	t.Helper()
	f, err := n.Feed(within(t), "room", Limits{})
	require.NoError(t, err)
	return f
}

func begin(t *testing.T, f *Feed) *Term {
	t.Helper()
	term, err := f.Begin(within(t))
	require.NoError(t, err)
	return term
}

// numbered are records whose text and cursor are numbers.
func numbered(from, to int) (list []record.Record) {
	for i := from; i <= to; i++ {
		list = append(list, record.Record{Cursor: strconv.Itoa(i), Data: fmt.Appendf(nil, `{"n":%d}`, i)})
	}
	return list
}

// texts are those of all records of a feed.
func texts(t *testing.T, f *Feed) (list []string) {
	t.Helper()
	for _, r := range all(t, f) {
		list = append(list, string(r.Data))
	}
	return list
}

func all(t *testing.T, f *Feed) (list []record.Record) {
	t.Helper()
	state, err := f.State(within(t))
	require.NoError(t, err)
	for from := state.First; from <= state.Last; {
		p, err := f.Read(within(t), from)
		if err == ErrNone {
			continue // the replica is behind
		}
		require.NoError(t, err)
		list = append(list, p.Records...)
		from = p.Through + 1
	}
	return list
}
