package chaos

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A fault happens to a node, and is over when it returns.
type fault struct {
	name   string
	strike func(t *testing.T, n *node, s scale)
	needs  func(n *node) bool // what the node must have; nil for nothing
}

// A scale is how long faults take, and what is left to chance.
type scale struct {
	chance *rand.Rand
	least  time.Duration // longer than a lease
	stop   time.Duration // of a SIGSTOP
	most   time.Duration // of what has no length of its own
}

// some is up to so long.
func (s scale) some(most time.Duration) time.Duration {
	return time.Duration(s.chance.Int64N(int64(most)))
}

var faults = []fault{
	{name: "kill -9", strike: func(_ *testing.T, n *node, s scale) {
		n.kill()
		time.Sleep(s.some(s.most))
		n.start()
	}},
	{name: "SIGSTOP", strike: func(_ *testing.T, n *node, s scale) {
		n.signal(syscall.SIGSTOP)
		time.Sleep(s.stop)
		n.signal(syscall.SIGCONT)
	}},
	{name: "SIGTERM", strike: func(_ *testing.T, n *node, _ scale) {
		n.signal(syscall.SIGTERM)
		_ = n.cmd.Wait()
		n.start()
	}},
	{name: "partition", needs: hasNetwork, strike: partition},
	{name: "disk-full", needs: hasDisk, strike: diskFull},
}

func hasNetwork(n *node) bool { return n.network != nil }
func hasDisk(n *node) bool    { return n.disk != nil }

// partition parts a node from the others, and from upstream too or not. Its readers still reach it.
func partition(t *testing.T, n *node, s scale) {
	parted, hangs := []string{n.name, n.toUpstream()}[:1+s.chance.IntN(2)], s.chance.IntN(2) == 0
	t.Logf("parted: %q, and connections hang: %v", parted, hangs)
	for _, name := range parted {
		n.network.part(name, hangs)
	}
	time.Sleep(s.least + s.some(s.most))
	for _, name := range parted {
		n.network.mend(name)
	}
}

// diskFull leaves a node no room. It says so, and is itself again as soon as there is room.
func diskFull(t *testing.T, n *node, s scale) {
	n.disk.Fill()
	require.Eventually(t, func() bool {
		status, why := n.get("/readyz")
		return status == http.StatusServiceUnavailable && strings.Contains(why, "no space left")
	}, time.Minute, 50*time.Millisecond, "%s says why it is not ready", n.name)
	time.Sleep(s.some(s.most))
	n.disk.Free()
}
