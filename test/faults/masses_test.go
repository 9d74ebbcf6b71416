package faults

import (
	"bytes"
	"slices"
)

// giants are the records that are too long.
func giants(p *protocol) (cells []*cell) {
	const limit = 1000
	for _, at := range []struct {
		place string
		n     int
	}{{"the first record", 1}, {"in the middle", 3}, {"the last record", few}} {
		cells = append(cells, giant(newCell(p, "Record over maxRecordBytes", at.place).with("maxRecordBytes", limit), at.n, 3*limit))
	}
	return cells
}

// giant has the server send record n with so many bytes. A cursor in it is not taken, so
// that a server that is asked again would send it again; but the ID of an event stream
// stands ahead of what is too long.
func giant(c *cell, n, size int) *cell {
	p := c.protocol
	body := append(bytes.Replace(p.body(1, few), p.record(n), p.of(size).record(n), 1), p.shut...)
	bad := "malformed:too-large"
	if p.is("length") {
		bad = "malformed:length-too-large"
	}
	c.gone[n] = true
	told := append(append(append([]string{"open"}, run(1, n-1)...), bad), run(n+1, few)...)
	play := func(r *reply) { r.head(200); r.chunk(body); r.end() }
	c.served = true
	last := few
	if n == few && !p.is("sse") {
		last--
	}
	if p.is("json-array") {
		c.step(play, append(told, "error:complete!")...).cursor = last
		return c
	}
	c.step(play, append(told, "error:end")...).cursor = last
	return c.step(func(r *reply) { r.answer(204, "") }, "error:no-content 204!")
}

// beats are the chunks of 10 000 keep-alives, told one by one.
func beats(p *protocol) (cells []*cell) {
	const many = 10000
	for _, at := range []struct {
		name string
		n    int // behind so many records
	}{{"ahead of the first record", 0}, {"between two records", 3}, {"behind the last record", few}} {
		c := newCell(p, "10 000 keep-alives in one chunk", at.name)
		c.keepalives = many
		sent := many
		if p.is("json-seq") && at.n == few || p.is("json") && at.n > 0 || p.is("json-array") {
			sent++ // one is a record's RS, or closes the line of a record or a bracket
		}
		c.ends(func(r *reply) { r.head(200) })
		records, swarm := p.body(1, few), bytes.Repeat([]byte(p.beat), sent)
		from := len(p.body(1, at.n))
		body := append(append(append(append([]byte(nil), records[:from]...), swarm...), records[from:]...), p.shut...)
		c.steps[0].play = func(r *reply) { r.head(200); r.chunk(body); r.end() }
		cells = append(cells, c)
	}
	return cells
}

// replays are the servers that begin again with what they sent before.
func replays(p *protocol) (cells []*cell) {
	if p.plain {
		return nil // which repeats itself rightly
	}
	for _, at := range []struct {
		name string
		n    int // ahead of which the connection is cut
		part part
		back int // how many records the server goes back
	}{
		{"from the last record on", 4, nothing, 1},
		{"from the last record on, cut inside a record", 4, half, 1},
		{"from the last record on, at the end", few + 1, nothing, 1},
		{"from the beginning", 5, nothing, 4},
	} {
		c := newCell(p, "Replay, with dedupe", at.name).with("dedupe", map[string]any{"key": "/id"})
		c.sends(at.n, at.part, reset).rest()
		body := append(p.body(c.next-at.back, few), p.shut...)
		c.steps[1].play = func(r *reply) { r.head(200); r.chunk(body); r.end() }
		c.repeated = at.back
		cells = append(cells, c)
	}
	return append(cells, stutter(p))
}

// stutter has a server begin again, and be cut while it repeats itself. The cursor of an event
// stream goes back with the server, as the standard says ("set the last event ID string of
// the event source to the value of the last event ID buffer"): what is told twice then
// comes a third time. Any other stays where it was.
func stutter(p *protocol) *cell {
	c := newCell(p, "Replay, with dedupe", "from the beginning, cut again inside a repeated record").
		with("dedupe", map[string]any{"key": "/id"}).sends(5, nothing, reset)
	c.next, c.repeated = 1, 2
	c.sends(3, half, reset)
	c.steps[1].told = slices.DeleteFunc(c.steps[1].told, func(word string) bool { return word == "1-2" })
	if p.is("sse") {
		c.cursor, c.repeated = 2, 4
	}
	again := append(p.body(c.cursor+1, few), p.shut...)
	c.next = 5
	c.rest()
	c.steps[2].play = func(r *reply) { r.head(200); r.chunk(again); r.end() }
	return c
}

// floods are 20 MB in one go.
func floods(p *protocol) []*cell {
	const size = 1000
	many := 20_000_000 / (len(p.record(1)) + size)
	large := p.of(size)
	whole := newCell(large, "Flood", "20 MB at once")
	whole.count = many
	cut := newCell(large, "Flood", "20 MB at once, and a reset in the middle")
	cut.count, cut.loose = many, true
	cut.writes(many/2, half, reset, func(r *reply, body, piece []byte) { r.head(200); r.chunk(append(body, piece...)); r.reset() })
	if cut.rest(); !p.plain {
		cut.steps[1].play = func(r *reply) {
			r.head(200)
			r.chunk(append(large.body(number(r.cursor())+1, many), p.shut...))
			r.end()
		}
	}
	return []*cell{whole.rest(), cut, giant(newCell(p, "Flood", "one record of 20 MB"), 3, 20_000_000)}
}
