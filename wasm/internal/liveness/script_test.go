package liveness

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// play gives a tracker the events of a script, one a line: the time in seconds, the
// event, and for a check what it must answer.
func play(t *testing.T, tr *Tracker, script string) {
	t.Helper()
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		event, want, _ := strings.Cut(line, " -> ")
		f := strings.Fields(event)
		s, err := strconv.ParseFloat(f[0], 64)
		require.NoError(t, err, line)
		now := seconds(s)
		switch f[1] {
		case "dial":
			tr.Dial(now)
		case "head":
			tr.Head(now)
		case "byte":
			tr.Byte(now)
		case "check":
			assert.Equal(t, want, say(tr.Check(now)), line)
		default:
			t.Fatalf("no event %q", f[1])
		}
	}
}

// say is a verdict in words.
func say(v Verdict) string {
	words := fmt.Sprintf("%s, %s for %s of %s",
		[]string{"fresh", "quiet", "stalled", "dead"}[v.State],
		[]string{"no connection", "no head", "no bytes", "silent"}[v.Await], v.Silent, v.Limit)
	if v.Probe {
		words += ", probe"
	}
	switch {
	case v.Yield:
		return words + ", yield"
	case v.Next == MaxWait:
		return words
	}
	return words + ", again in " + v.Next.String()
}

// beat gives a tracker a connection from 0 on and n chunks, one each period, and
// checks as it asks for. It returns the time of the last chunk.
func beat(tr *Tracker, period time.Duration, n int) time.Duration {
	tr.Dial(0)
	tr.Head(0)
	p := &page{tracker: tr}
	p.arm(0)
	for i := 1; i <= n; i++ {
		p.until(time.Duration(i) * period)
		tr.Byte(p.now)
	}
	return p.now
}

// page keeps the one timer of a tracker, which fires in time.
type page struct {
	tracker  *Tracker
	now, due time.Duration
	last     Verdict
}

// arm checks now and sets the timer.
func (p *page) arm(now time.Duration) {
	p.now = now
	p.last = p.tracker.Check(now)
	if p.last.Yield {
		p.last = p.tracker.Check(now)
	}
	p.due = now + p.last.Next
}

// until lets time pass. It stops at a stall, and says so.
func (p *page) until(end time.Duration) bool {
	for p.due <= end {
		if p.arm(p.due); p.last.State == Stalled {
			return true
		}
	}
	p.now = end
	return false
}
