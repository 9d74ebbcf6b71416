package feeds

import (
	"errors"
	"sync"
	"time"
)

// wall is what was said on one wall: numbered from 1, and only the newest of
// it kept. Its readers are not written to but read it, each at its own pace,
// so that there is one bounded queue for all of them.
type wall struct {
	mu      sync.Mutex
	most    int // messages kept
	first   int // the number of the oldest
	kept    []wallMessage
	bytes   int           // of their texts
	changed chan struct{} // closed when another is there
	members int           // who reads it now
}

type wallMessage struct {
	n    int
	at   time.Time
	text string
}

const (
	maxWalls       = 16
	maxWallMembers = 100
	maxWallMessage = 64 << 10
	maxWallBytes   = 4 << 20 // of the texts that one wall keeps
)

var (
	errTooMany = errors.New("there is no room for another")
	errTooSlow = errors.New("what comes next was not kept that long")
)

// say puts a message on the wall and returns its number.
func (w *wall) say(text string, at time.Time) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.first + len(w.kept)
	w.kept = append(w.kept, wallMessage{n, at, text})
	w.bytes += len(text)
	for len(w.kept) > w.most || w.bytes > maxWallBytes {
		w.bytes -= len(w.kept[0].text)
		w.kept[0].text = "" // the array may be kept for a while
		w.kept = w.kept[1:]
		w.first++
	}
	close(w.changed)
	w.changed = make(chan struct{})
	return n
}

// at is message n, or what is closed when that is there.
func (w *wall) at(n int) (m wallMessage, changed <-chan struct{}, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch i := n - w.first; {
	case i < 0:
		return m, nil, errTooSlow
	case i < len(w.kept):
		return w.kept[i], nil, nil
	}
	return m, w.changed, nil
}

// span is the range of messages that are kept: [oldest, head).
func (w *wall) span() (oldest, head int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.first, w.first + len(w.kept)
}

// enter reports whether the wall has room for another reader, who must leave.
func (w *wall) enter() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.members == maxWallMembers {
		return false
	}
	w.members++
	return true
}

func (w *wall) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.members--
}

// wall finds the wall of a name or puts one up.
func (s *Server) wall(name string) (*wall, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w := s.walls[name]; w != nil {
		return w, nil
	}
	if len(s.walls) == maxWalls {
		return nil, errTooMany
	}
	w := &wall{most: s.opts.History, first: 1, changed: make(chan struct{})}
	s.walls[name] = w
	return w, nil
}
