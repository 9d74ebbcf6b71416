package faults

import (
	"time"
)

// A jump is what becomes of a page's clocks while its feeds are open.
type jump struct {
	name, script string
	ahead        bool
}

// jumps set the page's clocks: ahead all of them, as after a sleep, and back the one that
// people set.
var jumps = []jump{
	{"ten minutes ahead", leap("600000", "600000"), true},
	{"an hour back", leap("-3600000", "0"), false},
}

func leap(wall, monotonic string) string {
	return `
		const { getTime } = Date.prototype, now = performance.now.bind(performance), wall = Date.now;
		let ahead = 0, gone = 0;
		Date.prototype.getTime = function () { return getTime.call(this) + ahead; };
		Date.now = () => wall() + ahead;
		performance.now = () => now() + gone;
		let waited = 0;
		globalThis.playing = (cell, feed) => {
			waited++;
			let records = 0;
			feed.addEventListener('message', () => {
				if (++records !== 3 || --waited > 0) return;
				ahead = ` + wall + `;
				gone = ` + monotonic + `;
				void fetch('/jumped');
			});
		};`
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
	lives := newCell(p, "Clock jump", j.name+", while the feed lives").rest()
	first, left := p.body(1, 3), append(p.body(1, few)[len(p.body(1, 3)):], p.shut...)
	lives.steps[0].play = func(r *reply) { play(r, first, more); r.chunk(left); r.end() }
	dies := newCell(p, "Clock jump", j.name+", and the feed falls silent").sends(4, nothing, silent).rest()
	dies.steps[0].play = func(r *reply) { play(r, first, 2); r.silence() }
	lives.useful = j.ahead // so much time has passed by the clock
	for _, c := range []*cell{lives, dies} {
		c.with("keepalive", map[string]any{"timeoutMs": patience})
	}
	return []*cell{lives, dies}
}
