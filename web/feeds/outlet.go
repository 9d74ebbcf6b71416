package feeds

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"
)

var (
	errCut   = errors.New("the connection is to be aborted")
	errEnded = errors.New("the body is to end here")
)

// outlet writes a body and flushes every write, so that one write is one
// network write. It plays the wire faults.
type outlet struct {
	ctx    context.Context
	token  context.Context // ends earlier if the token expires
	expire func(error)     // ends token; nil where there is none

	strikes strikes

	w      io.Writer
	flush  func() error
	faults wireFaults
	sent   atomic.Int64 // read by /control/connections
}

// Write returns early with the reason if the body is to stop or the client
// has left.
func (o *outlet) Write(p []byte) (int, error) {
	written := 0
	for written < len(p) {
		if err := o.stop(); err != nil {
			return written, err
		}
		n, err := o.w.Write(p[written : written+o.room(len(p)-written)])
		written += n
		o.sent.Add(int64(n))
		if err = errors.Join(err, o.flush()); err != nil {
			return written, o.reason(err)
		}
		if int(o.sent.Load()) == o.faults.split && !pause(o.ctx, o.faults.splitPause) {
			return written, context.Cause(o.ctx)
		}
		if o.strikes.slow() && !pause(o.ctx, slowPause) {
			return written, context.Cause(o.ctx)
		}
	}
	return written, o.stop()
}

// room is how much of n bytes may go into one network write.
func (o *outlet) room(n int) int {
	if o.faults.chunk > 0 {
		n = min(n, o.faults.chunk)
	}
	if o.strikes.slow() {
		n = min(n, slowBytes)
	}
	sent := int(o.sent.Load())
	for _, edge := range []int{o.faults.split, o.faults.cut, o.faults.cutClean, o.faults.silence} {
		if edge > sent {
			n = min(n, edge-sent)
		}
	}
	return n
}

// stop plays the fault that is due at this byte: it returns the reason to
// stop, or holds the connection in silence until the client leaves.
func (o *outlet) stop() error {
	if o.strikes.silent.Load() {
		return o.hold()
	}
	switch int(o.sent.Load()) {
	case o.faults.cut:
		return errCut
	case o.faults.cutClean:
		return errEnded
	case o.faults.silence:
		return o.hold()
	}
	return context.Cause(o.ctx)
}

func (o *outlet) hold() error {
	<-o.ctx.Done()
	return context.Cause(o.ctx)
}

// reason prefers why the stream was stopped over how the write noticed.
func (o *outlet) reason(err error) error {
	if cause := context.Cause(o.ctx); cause != nil {
		return cause
	}
	return err
}

// flushingGzip pushes every record through the compressor at once; without
// that a slow stream would sit in its window for minutes.
type flushingGzip struct{ *gzip.Writer }

func newFlushingGzip(w io.Writer) flushingGzip { return flushingGzip{gzip.NewWriter(w)} }

func (g flushingGzip) Write(p []byte) (int, error) {
	n, err := g.Writer.Write(p)
	if err != nil {
		return n, err
	}
	return n, g.Flush()
}

// pause waits and reports false if the context ended first.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
