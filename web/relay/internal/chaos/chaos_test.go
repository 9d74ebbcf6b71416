package chaos

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A fault happens to a node, and is over when it returns.
type fault struct {
	name   string
	strike func(n *node, long bool)
}

var faults = []fault{
	{"kill -9", func(n *node, _ bool) {
		n.kill()
		time.Sleep(rand.N(3 * time.Second))
		n.start()
	}},
	{"SIGSTOP", func(n *node, long bool) {
		n.signal(syscall.SIGSTOP)
		pause := 6 * time.Second // the lease is over in three
		if long {
			pause = 30 * time.Second
		}
		time.Sleep(pause)
		n.signal(syscall.SIGCONT)
	}},
	{"SIGTERM", func(n *node, _ bool) {
		n.signal(syscall.SIGTERM)
		_ = n.cmd.Wait()
		n.start()
	}},
}

// TestNodesFail has nodes fail at random moments, the one that collects as well as the others. Each reader gets each
// record once and in order: upstream can give back everything, so that there is no gap to be told.
// RELAY_CHAOS=1 has each fault twenty times for each of the two, with 10^5 records and more.
func TestNodesFail(t *testing.T) {
	times, records := 1, 2000
	long := os.Getenv("RELAY_CHAOS") != ""
	if long {
		times, records = 20, 100_000
	}
	up := newUpstream(t, 10*time.Millisecond)
	nodes := trio(t, up.URL)
	var urls []string
	for _, n := range nodes {
		urls = append(urls, n.url)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	readers := make([]*reader, 6)
	for i := range readers {
		readers[i] = &reader{urls: urls}
		go readers[i].run(ctx)
	}
	everybody := func(is func(*reader) bool) func() bool {
		return func() bool { return !slices.ContainsFunc(readers, func(r *reader) bool { return !is(r) }) }
	}
	const patience = 3 * time.Minute
	for i := range times * len(faults) * 2 {
		least := readers[0].at() + 50
		require.Eventually(t, everybody(func(r *reader) bool { return r.at() >= least }), patience, 50*time.Millisecond,
			"records come, with all nodes there")
		f, onCollector := faults[i%len(faults)], i/len(faults)%2 == 0
		n := victim(t, nodes, onCollector)
		time.Sleep(rand.N(time.Second))
		t.Logf("%d: %s of %s, which collects: %v; readers are at %d", i, f.name, n.name, n.collects(), readers[0].at())
		f.strike(n, long)
	}
	records = up.finish(records)
	left := time.Duration(records-readers[0].at()) * up.pace
	require.Eventually(t, everybody(func(r *reader) bool { return r.at() >= records }), patience+left, 50*time.Millisecond,
		"all records come")
	opens := 0
	for _, r := range readers {
		assert.Empty(t, r.wrong)
		assert.Equal(t, records, r.at())
		opens += r.opens
	}
	t.Logf("%d readers took %d records each, by %d connections", len(readers), records, opens)
	require.Eventually(t, func() bool { return up.open.Load() == 1 }, time.Minute, 50*time.Millisecond, "one connection upstream")
}

// victim waits until all nodes are there and one of them collects.
func victim(t *testing.T, nodes []*node, collects bool) (found *node) {
	t.Helper()
	require.Eventually(t, func() bool {
		var those []*node
		for _, n := range nodes {
			if !n.isReady() {
				return false
			}
			if n.collects() == collects {
				those = append(those, n)
			}
		}
		if len(those) == 0 {
			return false
		}
		found = those[rand.N(len(those))]
		return true
	}, 3*time.Minute, 100*time.Millisecond, "all nodes are there, and one collects")
	return found
}
