//go:build !js

package feedsource

import (
	"compress/gzip"
	"io"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// chunkBytes is how much of a body is read, and framed, at once.
const chunkBytes = 64 << 10

// read reads the body of a response that the machine wants, chunk by chunk, each when the loop has come to the end of the one before.
func (f *Feed) read(x *exchange) {
	if !f.waitFor(x, func() bool { return x.reads > 0 }) {
		return
	}
	chunk := make([]byte, chunkBytes)
	for f.waitForRoom(x) {
		n, err := x.body.Read(chunk)
		if n > 0 && !f.frame(x, chunk[:n]) {
			return
		}
		if err != nil {
			f.finish(x, err)
			return
		}
	}
}

// waitFor waits until something is so; false if the exchange was given up meanwhile.
func (f *Feed) waitFor(x *exchange, isSo func() bool) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for !isSo() && !x.isOver && !f.isOver {
		f.moved.Wait()
	}
	return !x.isOver && !f.isOver
}

// waitForRoom waits until the loop has come to what was read last. What a response that was refused says is read at once.
func (f *Feed) waitForRoom(x *exchange) bool {
	return f.waitFor(x, func() bool {
		x.isHeld = len(f.queue) > 0 && f.machine.State() == feed.Open
		return !x.isHeld
	})
}

// frame has the machine frame a chunk; false if nobody wants more.
func (f *Feed) frame(x *exchange, chunk []byte) (wanted bool) {
	f.enter(func(now time.Duration) []feed.Action {
		room := f.machine.Reserve(x.reads, len(chunk))
		if len(room) == 0 {
			return nil
		}
		wanted = true
		copy(room, chunk)
		f.counters.Bytes += int64(len(chunk))
		f.counters.LastByteAt = time.Unix(0, int64(now))
		return f.deliver(f.machine.Commit(len(chunk), now), now)
	})
	return wanted
}

// finish tells the machine of the end of a body, behind its last records.
func (f *Feed) finish(x *exchange, err error) {
	cut := ""
	if err != io.EOF {
		cut = err.Error()
	}
	wanted := false
	f.enter(func(now time.Duration) []feed.Action {
		if cut != "" && !x.isOver {
			x.cause = err
		}
		actions, ok := f.machine.Finish(x.reads, cut == "", now)
		if wanted = ok; !ok {
			return nil
		}
		return f.deliver(actions, now)
	})
	if !wanted {
		return
	}
	f.waitForRoom(x)
	if x.socket != nil {
		f.shut(x)
		return
	}
	f.enter(func(now time.Duration) []feed.Action { return f.machine.Ended(x.reads, now, cut) })
}

// deliver has a batch wait for a loop, behind what goes ahead of it, and gives back what else the machine decided.
func (f *Feed) deliver(actions []feed.Action, now time.Duration) (rest []feed.Action) {
	for _, a := range actions {
		if a.Kind == feed.TellNotice && a.Notice.Ahead {
			f.tell(eventOf(a.Notice))
		} else {
			rest = append(rest, a)
		}
	}
	f.counters.Duplicates += int64(f.machine.Duplicates())
	batch := f.batch(now)
	if f.held != nil {
		batch = f.held.received(batch)
	}
	if len(batch) > 0 {
		f.tell(batch...)
	}
	return rest
}

// replay reads records that were held as if they were the body of a response.
func (f *Feed) replay(a feed.Action) {
	x := f.newExchange(a.Attempt)
	x.reads, x.body, f.replayed = a.Attempt, io.NopCloser(strings.NewReader(a.Text)), x
	f.start(func() {
		defer x.cancel()
		f.read(x)
	})
}

// unzipped is a body with its compression undone, as far as it has come. The transport does that itself where it has asked for it.
type unzipped struct {
	body io.ReadCloser
	zip  *gzip.Reader
	err  error
}

func (u *unzipped) Read(p []byte) (int, error) {
	if u.zip == nil && u.err == nil {
		u.zip, u.err = gzip.NewReader(u.body) // which waits for the first bytes
	}
	if u.err != nil {
		return 0, u.err
	}
	return u.zip.Read(p)
}

func (u *unzipped) Close() error { return u.body.Close() }
