package runtimes

import (
	"strings"
	"time"

	"github.com/feedsource/feedsource/test/spawn"
)

// lines are what a process has printed so far.
type lines struct{ spawn.Output }

// await waits until there are n lines, or for as long as a process may take.
func (l *lines) await(n int) {
	for end := time.Now().Add(patience); time.Now().Before(end) && strings.Count(l.String(), "\n") < n; {
		time.Sleep(10 * time.Millisecond)
	}
}
