package faults

import (
	"fmt"
	"strings"
	"time"

	"github.com/feedsource/feedsource/test/harness"
)

// A place is where a fault strikes.
type place struct {
	name   string
	strike func(c *cell, how ending) *cell
	skips  []string // protocols that have no such place
}

var places = []place{
	{"before the first record", func(c *cell, how ending) *cell { return c.sends(1, beat, how) }, nil},
	{"between two records", func(c *cell, how ending) *cell { return c.sends(4, nothing, how) }, nil},
	{"inside a record", func(c *cell, how ending) *cell { return c.sends(4, half, how) }, nil},
	{"ahead of a record's delimiter", func(c *cell, how ending) *cell { return c.sends(4, undelimited, how) },
		[]string{"json", "json-array"}},
	{"behind the last record", func(c *cell, how ending) *cell { return c.sends(few+1, nothing, how) }, nil},
	{"once resumed", func(c *cell, how ending) *cell { return c.resumed().sends(3, nothing, how) }, nil},
	{"once resumed, inside a record", func(c *cell, how ending) *cell { return c.resumed().sends(4, half, how) }, nil},
	{"three times in a row", func(c *cell, how ending) *cell {
		return c.sends(2, half, how).sends(c.next+1, half, how).sends(c.next+1, nothing, how)
	}, nil},
}

// patience is how long a page stands silence in the cells about it.
const patience = 2500 // ms: a machine under load holds a page up for a second

// cuts are the connections that fail in the middle of their body.
func cuts(p *protocol) (cells []*cell) {
	for _, how := range []ending{reset, clean, short, silent} {
		for _, place := range places {
			if p.is(place.skips...) {
				continue
			}
			c := newCell(p, how.name, place.name)
			if how.name == silent.name {
				c.with("keepalive", map[string]any{"timeoutMs": patience})
			}
			cells = append(cells, place.strike(c, how).rest())
		}
	}
	return cells
}

// unanswered are the requests that get no head, or nothing behind it.
func unanswered(p *protocol) (cells []*cell) {
	add := func(fault, place string, play func(*reply), told ...string) {
		cells = append(cells, everywhere(p, fault, place, func(c *cell) *cell {
			c.step(play, told...)
			if told[0] == "error:network" {
				c.probed()
			}
			return c.rest().doing("numbered", true).
				with("keepalive", map[string]any{"timeoutMs": patience, "connectMs": connectPatience()})
		})...)
	}
	end := newCell(p, "", "").tells(clean)
	add("No answer", "a reset", (*reply).reset, "error:network")
	add("No answer", "the connection is closed", func(*reply) {}, "error:network")
	add("No answer", "silence", (*reply).silence, "stall", "error:stall")
	add("No answer", "half a head", func(r *reply) { r.raw([]byte("HTTP/1.1 200 OK\r\nContent-Ty")); r.reset() }, "error:network")
	tooLong := []string{"error:network"}
	if harness.Browser() == harness.Firefox { // which takes it
		tooLong = []string{"open", end[0]}
	}
	add("No answer", "a head of 300 KB", func(r *reply) { r.head(200, "X-Rain: "+strings.Repeat("rain", 75_000)); r.end() }, tooLong...)
	add("Headers without a body", "silence", func(r *reply) { r.head(200); r.silence() }, headAlone("open", "stall", "error:stall")...)
	add("Headers without a body", "the end", func(r *reply) { r.head(200); r.end() }, "open", end[0])
	add("Headers without a body", "Content-Length: 0", func(r *reply) { r.answer(200, "") }, "open", end[0])
	add("Headers without a body", "a body that stops short", func(r *reply) { r.head(200) }, headAlone("open", newCell(p, "", "").tells(short)[0])...)
	return cells
}

// connectPatience is how long an answer may take, in ms. Firefox makes a request that was reset again by itself, and again, before it
// says that it failed.
func connectPatience() int {
	if harness.Browser() == harness.Firefox {
		return 6 * patience
	}
	return 2 * patience
}

// pieces are the cuts in the middle of what belongs together.
func pieces(p *protocol) (cells []*cell) {
	for _, how := range []ending{reset, clean} {
		cut := func(p *protocol, what string, part part) {
			cells = append(cells, newCell(p, "Cut in the middle of", what+": "+how.name).sends(4, part, how).rest())
		}
		cut(p, "a character", character)
		cut(p.crlf(), "a CRLF", splitCRLF)
		if p.is("length") {
			cut(p, "a length", prefix)
		}
	}
	return append(cells, squeezed(p)...)
}

// squeezed are the cuts in compressed bodies. How much of a block comes out of it is the
// browser's affair, so that it is not said whether half a record is told.
func squeezed(p *protocol) (cells []*cell) {
	for _, how := range []ending{reset, clean, short} {
		if p.native && how.whole {
			how.told, how.whole = torn.told, false // browsers pass over it that the block has no end
		}
		c := newCell(p, "Cut in the middle of", "a gzip block: "+how.name)
		c.squeezed = true
		c.doing("heard", true).writes(4, nothing, how, func(r *reply, body, _ []byte) {
			r.head(200, "Content-Encoding: gzip")
			r.squeeze()
			r.chunk(body)
			r.heard()
			r.block(p.piece(4, false, undelimited))
			how.do(r)
		})
		cells = append(cells, c.rest())
	}
	return cells
}

// garbled are the bodies whose transfer breaks down, other than by a cut.
func garbled(p *protocol) (cells []*cell) {
	for _, g := range []struct {
		name  string
		how   ending
		write func(r *reply, body []byte)
	}{
		{"Content-Length promises more", short, func(r *reply, body []byte) {
			r.head(200, fmt.Sprintf("Content-Length: %d", len(body)+1000))
			r.count(body)
			r.raw(body)
		}},
		{"no length of a chunk where one belongs", short, func(r *reply, body []byte) {
			r.head(200)
			r.chunk(body)
			r.heard()
			r.raw([]byte("what?\r\n"))
		}},
		{"no gzip block where one belongs", torn, func(r *reply, body []byte) {
			r.head(200, "Content-Encoding: gzip")
			r.squeeze()
			r.chunk(body)
			r.heard()
			r.frame([]byte("\xff\xff\xff\xff\xff"))
		}},
	} {
		cells = append(cells, newCell(p, "Transfer that breaks down", g.name).writes(4, half, g.how, func(r *reply, body, piece []byte) {
			g.write(r, append(body, piece...))
			g.how.do(r)
		}).rest())
	}
	return cells
}

// troubled are the servers that fail in one way after another.
func troubled(p *protocol) []*cell {
	patient := func(place string) *cell {
		return newCell(p, "One fault after another", place).doing("numbered", true).
			with("keepalive", map[string]any{"timeoutMs": patience, "connectMs": connectPatience()})
	}
	status := func(status int) (func(*reply), string) {
		return func(r *reply) { r.answer(status, page) }, fmt.Sprintf("error:status %d", status)
	}
	unavailable, told := status(503)
	limited, toldToo := status(429)
	first := patient("503, a reset, 503, silence, a reset").
		step(unavailable, told).sends(2, half, reset).step(unavailable, told).sends(few, nothing, silent).step((*reply).reset, "error:network")
	second := patient("a body that stops short, 429, no answer, 429, an end").
		sends(3, half, short).step(limited, toldToo).step((*reply).reset, "error:network").probed().step(limited, toldToo)
	return []*cell{first.rest(), second.sends(second.next+1, nothing, clean).rest()}
}

// slowly are the servers that write a byte at a time, none of them so slowly that it
// would count as silent.
func slowly(p *protocol) []*cell {
	slow := func(r *reply) { r.slow = 2500 * time.Microsecond }
	dribble := func(place string) *cell {
		return newCell(p, "Slow loris", place).with("keepalive", map[string]any{"timeoutMs": patience})
	}
	return []*cell{
		dribble("head and body").ends(func(r *reply) { slow(r); r.head(200) }),
		dribble("the body").ends(func(r *reply) { r.head(200); slow(r) }),
		dribble("and then a reset inside a record").writes(6, half, reset, func(r *reply, body, piece []byte) {
			r.head(200)
			slow(r)
			r.chunk(append(body, piece...))
			reset.do(r)
		}).rest(),
		dribble("and then silence inside a record").writes(6, half, silent, func(r *reply, body, piece []byte) {
			r.head(200)
			slow(r)
			r.chunk(append(body, piece...))
			silent.do(r)
		}).rest(),
	}
}
