package faults

import (
	"time"

	"github.com/feedsource/feedsource/test/harness"
)

// A jump is what becomes of a page's clocks while its feeds are open, in milliseconds: of
// the one that people set, and of the monotonic one.
type jump struct {
	Name      string `json:"-"`
	Wall      int    `json:"wall"`
	Monotonic int    `json:"monotonic"`
}

// jumps set the page's clocks: ahead all of them, as after a sleep, and back the one that
// people set. A worker's clocks are out of a page's reach.
func jumps() []jump {
	if harness.InWorker() {
		return nil
	}
	return []jump{
		{"ten minutes ahead", 600_000, 600_000},
		{"an hour back", -3_600_000, 0},
	}
}

// leaps are the cells whose clock jumps behind their third record.
func leaps(p *protocol, j jump) []*cell {
	const pause, more = patience * time.Millisecond / 10, 15
	play := func(r *reply, body []byte, beats int) {
		r.head(200)
		r.chunk(body)
		for open := true; open || beats > 0; {
			select {
			case <-r.server.gate:
				open = false
				beats--
			default:
			}
			if beats > 0 {
				r.chunk([]byte(p.beat))
				time.Sleep(pause)
			}
		}
	}
	lives := newCell(p, "Clock jump", j.Name+", while the feed lives").rest()
	first, left := p.body(1, 3), append(p.body(1, few)[len(p.body(1, 3)):], p.shut...)
	lives.steps[0].play = func(r *reply) { play(r, first, more); r.chunk(left); r.end() }
	dies := newCell(p, "Clock jump", j.Name+", and the feed falls silent").sends(4, nothing, silent).rest()
	dies.steps[0].play = func(r *reply) { play(r, first, 2); r.silence() }
	lives.useful = j.Wall > 0 // so much time has passed by the clock
	for _, c := range []*cell{lives, dies} {
		c.with("keepalive", map[string]any{"timeoutMs": patience})
	}
	return []*cell{lives, dies}
}
