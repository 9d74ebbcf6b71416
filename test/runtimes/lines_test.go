package runtimes

import (
	"bytes"
	"strings"
	"sync"
	"time"
)

// lines are what a process has printed so far.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// await waits until there are n lines, or for as long as a process may take.
func (l *lines) await(n int) {
	for end := time.Now().Add(patience); time.Now().Before(end) && strings.Count(l.String(), "\n") < n; {
		time.Sleep(10 * time.Millisecond)
	}
}
