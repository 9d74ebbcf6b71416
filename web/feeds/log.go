package feeds

import (
	"sync"
	"time"
)

// logKey names one message log. Message n of a log is a pure function of the
// key and n, so a log stores no messages, only how far it has come.
type logKey struct {
	feed, channel string
	seed          uint64
}

// timeline is what a stream reads: numbered messages, of which those below
// head exist already.
type timeline interface {
	head() int
	// reach makes message n-1 the newest one, unless newer ones exist.
	reach(n int)
}

// messageLog is the log of one channel, shared by all its connections. It
// grows by itself at the server's interval, and at once when a connection
// with a higher rate runs past its head.
type messageLog struct {
	key      logKey
	interval time.Duration
	window   time.Duration
	now      func() time.Time

	birth mark

	mu sync.Mutex
	// next is the number of the message to come, and since when it is.
	next  int
	since time.Time
	// marks is the recent course of next, oldest first, one entry per markStep
	// at most. The first may be older than the window: it says where the
	// window began.
	marks []mark
}

type mark struct {
	next  int
	since time.Time
}

// markStep bounds the marks of a two-minute window to 2400, and the error of
// an age to 50 ms.
const markStep = 50 * time.Millisecond

func newLog(key logKey, o Options) *messageLog {
	birth := mark{o.History, o.Now()}
	return &messageLog{
		key: key, interval: o.Interval, window: o.Window, now: o.Now, birth: birth,
		next: birth.next, since: birth.since, marks: []mark{birth},
	}
}

func (l *messageLog) head() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.grow()
	return l.next
}

func (l *messageLog) reach(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.grow()
	if n > l.next {
		l.move(n, l.now())
	}
}

// grow adds the messages that became due since the newest one.
func (l *messageLog) grow() {
	if due := int(l.now().Sub(l.since) / l.interval); due > 0 {
		l.move(l.next+due, l.since.Add(time.Duration(due)*l.interval))
	}
}

func (l *messageLog) move(next int, since time.Time) {
	l.next, l.since = next, since
	if last := &l.marks[len(l.marks)-1]; since.Sub(last.since) < markStep {
		last.next = next
	} else {
		l.marks = append(l.marks, mark{next, since})
	}
	expired := l.now().Add(-l.window)
	for len(l.marks) > 1 && !l.marks[1].since.After(expired) {
		l.marks = l.marks[1:]
	}
}

// firstWithin is the first message that is not older than age. Before its
// birth the log is taken to have grown at its interval, as it does between
// marks.
func (l *messageLog) firstWithin(age time.Duration) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.grow()
	start := l.now().Add(-age)
	if start.Before(l.birth.since) {
		missing := (l.birth.since.Sub(start) + l.interval - 1) / l.interval // rounded up
		return max(0, l.birth.next-int(missing))
	}
	from, limit := l.marks[0], l.next
	for _, m := range l.marks {
		if m.since.After(start) {
			limit = m.next
			break
		}
		from = m
	}
	return min(limit, from.next+int(start.Sub(from.since)/l.interval))
}

// log finds or starts the log of a channel.
func (s *Server) log(feed, channel string, seed uint64) *messageLog {
	key := logKey{feed, channel, seed}
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.logs[key]
	if l == nil {
		l = newLog(key, s.opts)
		s.logs[key] = l
	}
	return l
}

// kept is the range of messages that replay and REST pages can see.
func (s *Server) kept(l *messageLog) (oldest, head int) {
	head = l.head()
	return max(0, head-s.opts.History), head
}
