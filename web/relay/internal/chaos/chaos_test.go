package chaos

import (
	"context"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// A role is what a node does when a fault happens to it.
type role struct {
	name string
	is   func(*node) bool
}

var roles = []role{
	{"that collects", (*node).collects},
	{"that leads the stream", (*node).leads},
	{"that merely serves", (*node).serves},
}

// An incident is a fault of a node in a role.
type incident struct {
	fault fault
	role  role
}

// TestNodesFail has nodes fail at random moments. Each reader gets each record once and in order: of one feed upstream can give back
// everything, so that no gap would be true; of another it can give back nothing, and where records are missing is a gap. Each fault happens once, and all roles are met; RELAY_CHAOS=1 has each happen
// twenty times in each role, with 10^5 records and more. RELAY_SEED is that of an earlier run, in which the same happened in the same order.
func TestNodesFail(t *testing.T) {
	seed := os.Getenv("RELAY_SEED")
	if seed == "" {
		seed = strconv.FormatInt(time.Now().UnixNano(), 36)
	}
	t.Log("RELAY_SEED=" + seed)
	chance := rand.New(rand.NewPCG(hash(seed), 0))
	times, records, pace, patience := 0, 2000, 10*time.Millisecond, 10*time.Minute
	s := scale{chance: chance, least: 4 * time.Second, stop: 5 * time.Second, most: time.Second}
	if os.Getenv("RELAY_CHAOS") != "" {
		times, records, pace, patience = 20, 100_000, 30*time.Millisecond, 4*time.Hour
		s = scale{chance: chance, least: 4 * time.Second, stop: 30 * time.Second, most: 6 * time.Second}
	}
	up := newUpstream(t, pace)
	nodes := trio(t, up.URL)
	readers := read(t, nodes, patience)
	tally := map[string]int{}
	for i, next := range incidents(t, chance, times, nodes) {
		readers.reach(t, readers.least()+20)
		n := victim(t, chance, nodes, next.role)
		time.Sleep(s.some(time.Second))
		t.Logf("%d: %s of %s, %s; readers are at %d", i, next.fault.name, n.name, next.role.name, readers.least())
		next.fault.strike(t, n, s)
		tally[next.fault.name+" of the node "+next.role.name]++
	}
	readers.reach(t, readers.least()+20) // a feed that cannot go back would have nothing more to give to who reads it next
	records = up.finish(records)
	readers.reach(t, records)
	opens := 0
	for _, r := range readers {
		told := r.account()
		assert.Empty(t, told.Wrong)
		assert.Equal(t, records, told.Last)
		opens += told.Opens
		if told.Gaps > 0 {
			t.Logf("of the feed that cannot go back one missed %d records, in the place of %d gaps", told.Missed, told.Gaps)
		}
	}
	t.Logf("%d readers took %d records each, by %d connections, through %v", len(readers), records, opens, tally)
	require.Eventually(t, func() bool { return up.open.Load() == 2 }, time.Minute, 50*time.Millisecond, "one connection upstream for each feed")
}

func hash(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return h.Sum64()
}

// incidents are all faults that can be had, so many times in each role, or once, and in random order.
func incidents(t *testing.T, chance *rand.Rand, times int, nodes []*node) (list []incident) {
	t.Helper()
	for i, f := range faults {
		if f.needs != nil && !f.needs(nodes[0]) {
			continue
		}
		if times == 0 {
			list = append(list, incident{f, roles[i%len(roles)]})
		}
		for _, r := range roles {
			list = append(list, slices.Repeat([]incident{{f, r}}, times)...)
		}
	}
	chance.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// victim waits until all nodes are there and some have the role.
func victim(t *testing.T, chance *rand.Rand, nodes []*node, r role) (found *node) {
	t.Helper()
	isThere := func() bool {
		var those []*node
		for _, n := range nodes {
			if !n.isReady() {
				return false
			}
			if r.is(n) {
				those = append(those, n)
			}
		}
		if len(those) == 0 {
			return false
		}
		found = those[chance.IntN(len(those))]
		return true
	}
	if !assert.Eventually(t, isThere, 3*time.Minute, 100*time.Millisecond, "all nodes are there, and one %s", r.name) {
		for _, n := range nodes {
			_, why := n.get("/readyz")
			t.Logf("%s: collects %v, leads %v, serves %v; %s", n.name, n.collects(), n.leads(), n.serves(), why)
		}
		t.FailNow()
	}
	return found
}

// A reading takes records and keeps account of them.
type reading interface{ account() account }

type readings []reading

// read has seven readers in Go, three of which stay with their node, and three in a browser.
func read(t *testing.T, nodes []*node, patience time.Duration) (all readings) {
	t.Helper()
	var urls []string
	for _, n := range nodes {
		urls = append(urls, n.url)
	}
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	enter := func(feed string, urls ...string) {
		r := &reader{urls: urls, feed: feed}
		go r.run(ctx)
		all = append(all, r)
	}
	for _, url := range urls {
		enter(room, urls...)
		enter(room, url) // so that every node has a reader
	}
	enter(live, urls...)
	if _, err := harness.Version(); err != nil {
		t.Logf("left out: readers in a browser: %v", err)
		return all
	}
	for _, feed := range []string{room, room, live} {
		all = append(all, newPage(t, urls, feed, patience))
	}
	return all
}

// least is where the last of them is.
func (all readings) least() int {
	at := all[0].account().Last
	for _, r := range all[1:] {
		at = min(at, r.account().Last)
	}
	return at
}

// reach waits until everybody is at a number. What is long is that none comes further, not the way there.
func (all readings) reach(t *testing.T, number int) {
	t.Helper()
	for at := all.least(); at < number; {
		if !assert.Eventually(t, func() bool { return all.least() > at }, 3*time.Minute, 100*time.Millisecond,
			"a record behind %d for everybody, with all nodes there", at) {
			for i, r := range all {
				t.Logf("reader %d: %+v", i, r.account())
			}
			t.FailNow()
		}
		at = all.least()
	}
}
