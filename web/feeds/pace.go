package feeds

import (
	"bytes"
	"context"
	"io"
	"time"
)

// pace decides when a stream writes: messages at their interval, beats when
// nothing else was written for a while.
type pace struct {
	w         io.Writer
	interval  time.Duration
	keepalive time.Duration
	beat      []byte

	strikes *strikes
	broken  []byte // a malformed record

	next time.Time // when the next message is due
	last time.Time // when anything was written
}

// restPause is how long a stream without a rate rests when a long piece of
// the log held nothing for it, so that a filter that never matches does not
// keep a processor busy.
const restPause = 5 * time.Millisecond

func newPace(w io.Writer, interval, keepalive time.Duration, beat []byte) *pace {
	if len(beat) == 0 {
		keepalive = 0
	}
	now := time.Now()
	return &pace{
		w: w, interval: interval, keepalive: keepalive, beat: beat, strikes: &strikes{}, next: now.Add(interval), last: now,
	}
}

// open writes what precedes the messages: the stream's opening, and then the
// requested number of beats in one write.
func (p *pace) open(opening []byte, burst int) error {
	if err := p.write(opening); err != nil {
		return err
	}
	return p.write(bytes.Repeat(p.beat, burst))
}

func (p *pace) write(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	p.last = time.Now()
	_, err := p.w.Write(b)
	return err
}

// run writes messages until the source ends or the context does; then it
// returns the cause.
func (p *pace) run(ctx context.Context, src source) error {
	for src.more() {
		if err := p.await(ctx, src.due() || take(&p.strikes.burst)); err != nil {
			return err
		}
		record := src.record()
		if err := p.write(p.strikes.spoil(record, p.broken)); err != nil {
			return err
		}
		if record == nil && p.interval == 0 {
			pause(ctx, restPause)
		}
	}
	return nil
}

// await returns when the next message is to be sent, and beats meanwhile.
func (p *pace) await(ctx context.Context, due bool) error {
	if due || p.interval == 0 {
		p.next = time.Now().Add(p.interval)
		return context.Cause(ctx)
	}
	for ctx.Err() == nil {
		now, wake := time.Now(), p.wake()
		switch {
		case !now.Before(p.next):
			p.next = p.next.Add(p.interval)
			return nil
		case now.Before(wake):
			pause(ctx, wake.Sub(now))
		default:
			if err := p.write(p.beat); err != nil {
				return err
			}
		}
	}
	return context.Cause(ctx)
}

// wake is when the next message or, if that is earlier, the next beat is due.
func (p *pace) wake() time.Time {
	if beat := p.last.Add(p.keepalive); p.keepalive > 0 && beat.Before(p.next) {
		return beat
	}
	return p.next
}
