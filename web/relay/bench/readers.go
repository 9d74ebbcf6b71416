//go:build linux

package main

import (
	"bytes"
	"fmt"
	"net/netip"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Readers are sockets, all read by one thread, which does no more than it has to: the server is what is measured.
type readers struct {
	list []*reader
	poll int
	stop atomic.Bool
	done sync.WaitGroup

	opened, closed, refused atomic.Int64 // readers
	arrived                 atomic.Int64 // records
	skipped, repeated       atomic.Int64 // records that did not follow on the one before

	mu     sync.Mutex // for what follows
	window window
}

// A window is a stretch of time, and how old the records were that arrived in it.
type window struct {
	begin, end int64 // by the clock of their stamps, in nanoseconds
	ages       histogram
}

// A reader knows which record it had last.
type reader struct {
	fd     int
	last   int64
	opened bool
	begun  [begunBytes]byte // of a record that the next piece goes on with
	has    int
}

const begunBytes = 64

// connect opens readers, all of which ask for the same, and waits until they are answered.
func connect(address, request string, many int) (*readers, error) {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, err
	}
	l := &readers{}
	if l.poll, err = syscall.EpollCreate1(0); err != nil {
		return nil, err
	}
	l.done.Go(l.run)
	for range many {
		if err := l.dial(at, request); err != nil {
			l.close()
			return nil, err
		}
	}
	for begun := time.Now(); l.opened.Load() < int64(many); time.Sleep(time.Millisecond) {
		if l.closed.Load()+l.refused.Load() > 0 || time.Since(begun) > time.Minute {
			defer l.close()
			return nil, fmt.Errorf("of %d readers %d were answered, %d refused, %d cut", many, l.opened.Load(), l.refused.Load(), l.closed.Load())
		}
	}
	return l, nil
}

func (l *readers) dial(at netip.AddrPort, request string) error {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(len(l.list))}
	l.list = append(l.list, &reader{fd: fd, last: -1})
	if err := syscall.Connect(fd, &syscall.SockaddrInet4{Port: int(at.Port()), Addr: at.Addr().As4()}); err != nil {
		return err
	}
	if err := syscall.SetNonblock(fd, true); err != nil {
		return err
	}
	if _, err := syscall.Write(fd, []byte(request)); err != nil {
		return err
	}
	return syscall.EpollCtl(l.poll, syscall.EPOLL_CTL_ADD, fd, &event)
}

// close gives all readers up.
func (l *readers) close() {
	l.stop.Store(true)
	l.done.Wait()
	for _, r := range l.list {
		_ = syscall.Close(r.fd)
	}
	_ = syscall.Close(l.poll)
}

// rest is between two looks at all sockets. What comes meanwhile is read at once, and is a millisecond older for it.
const rest = time.Millisecond

func (l *readers) run() {
	runtime.LockOSThread()
	events := make([]syscall.EpollEvent, 8192)
	buffer := make([]byte, begunBytes+256<<10)
	for !l.stop.Load() {
		n, err := syscall.EpollWait(l.poll, events, 100)
		if err != nil && err != syscall.EINTR {
			panic(err) // of a descriptor that is open
		}
		l.mu.Lock()
		for _, event := range events[:max(n, 0)] {
			l.read(l.list[event.Fd], buffer)
		}
		l.mu.Unlock()
		pause := syscall.NsecToTimespec(rest.Nanoseconds())
		_ = syscall.Nanosleep(&pause, nil)
	}
}

func (l *readers) read(r *reader, buffer []byte) {
	copy(buffer, r.begun[:r.has])
	n, err := syscall.Read(r.fd, buffer[r.has:])
	switch {
	case err == syscall.EAGAIN || err == syscall.EINTR:
		return
	case n <= 0:
		l.closed.Add(1)
		_ = syscall.EpollCtl(l.poll, syscall.EPOLL_CTL_DEL, r.fd, nil)
		return
	}
	text := buffer[:r.has+n]
	if !r.opened {
		r.opened = true
		if bytes.HasPrefix(text, []byte("HTTP/1.1 200 ")) {
			l.opened.Add(1)
		} else {
			l.refused.Add(1)
		}
	}
	r.has = copy(r.begun[:], l.take(r, text, time.Now().UnixNano()))
}

// take finds the records, each of which begins with {"n":1,"at":2, and gives what may be the beginning of another one.
func (l *readers) take(r *reader, text []byte, now int64) (rest []byte) {
	for {
		i := bytes.Index(text, []byte(stampBegin))
		if i < 0 {
			return text[max(0, len(text)-len(stampBegin)+1):]
		}
		number, after, ok := digits(text[i+len(stampBegin):])
		if ok {
			after, ok = bytes.CutPrefix(after, []byte(stampMiddle))
		}
		var at int64
		if ok {
			at, after, ok = digits(after)
		}
		if !ok {
			return text[i:min(i+begunBytes, len(text))]
		}
		l.note(r, number, at, now)
		text = after
	}
}

// digits are a number that has an end.
func digits(text []byte) (number int64, rest []byte, ok bool) {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	number, err := strconv.ParseInt(string(text[:n]), 10, 64)
	return number, text[n:], err == nil && n < len(text)
}

func (l *readers) note(r *reader, number, at, now int64) {
	switch {
	case r.last < 0 || number == r.last+1:
	case number > r.last:
		l.skipped.Add(number - r.last - 1)
	default:
		l.repeated.Add(1)
	}
	r.last = number
	l.arrived.Add(1)
	if w := &l.window; now >= w.begin && now < w.end {
		w.ages.add(time.Duration(now - at))
	}
}

// watch has the ages noted of what arrives from now on, for a while.
func (l *readers) watch(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.window = window{begin: now.UnixNano(), end: now.Add(d).UnixNano()}
}

// ages are those noted so far.
func (l *readers) ages() histogram {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.window.ages
}
