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

	mu    sync.Mutex
	next  int       // number of the message to come
	since time.Time // when the log came to next
	// marks is the recent course of next, oldest first, one entry per markStep
	// at most. The first may be older than the window: it says where the
	// window began.
	marks []mark
}

type mark struct {
	next int
	at   time.Time
}

// markStep bounds the marks of a two-minute window to 2400.
const markStep = 50 * time.Millisecond

func newLog(key logKey, o Options) *messageLog {
	now := o.Now()
	return &messageLog{
		key: key, interval: o.Interval, window: o.Window, now: o.Now,
		next: o.History, since: now,
		marks: []mark{{o.History, now}},
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
	if n > l.next {
		l.next, l.since = n, l.now()
		l.note()
	}
}

// grow adds the messages that became due since the newest one.
func (l *messageLog) grow() {
	due := int(l.now().Sub(l.since) / l.interval)
	if due > 0 {
		l.next += due
		l.since = l.since.Add(time.Duration(due) * l.interval)
		l.note()
	}
}

func (l *messageLog) note() {
	if l.since.Sub(l.marks[len(l.marks)-1].at) >= markStep {
		l.marks = append(l.marks, mark{l.next, l.since})
	}
	expired := l.now().Add(-l.window)
	for len(l.marks) > 1 && !l.marks[1].at.After(expired) {
		l.marks = l.marks[1:]
	}
}

// since tells the first message that is not older than age.
func (l *messageLog) firstWithin(age time.Duration) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.grow()
	start := l.now().Add(-age)
	first := l.marks[0]
	if first.at.After(start) {
		// Before its birth the log is taken to have grown at its interval.
		return max(0, first.next-int(first.at.Sub(start)/l.interval))
	}
	for _, m := range l.marks {
		if m.at.After(start) {
			break
		}
		first = m
	}
	return first.next
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
