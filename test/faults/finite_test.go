package faults

// finite are the answers that have an end and tell of it, read without a cursor: what
// was delivered would come twice if they were asked for again, so that they are not.
func finite(p *protocol) (cells []*cell) {
	mark := *p
	mark.text = `{"end":1}`
	if p.is("sse") {
		mark.before = "data: "
	}
	end := mark.record(0)
	if p.is("json-array") {
		end = []byte(p.shut)
	}
	add := func(place string) *cell {
		c := newCell(p, "Answer with an end, and no cursor", place).with("resume", false).
			with("keepalive", map[string]any{"timeoutMs": patience})
		if !p.is("json-array") {
			c.with("signals", []any{map[string]any{"is": `{"end":1}`, "then": "end", "deliver": false}})
		}
		c.once = true
		cells = append(cells, c)
		return c
	}
	whole := func(c *cell, how ending) *cell {
		c.next, c.cursor, c.served = 1, few, true
		return c.step(func(r *reply) {
			r.head(200)
			r.chunk(append(p.body(1, few), end...))
			how.do(r)
		}, append(append([]string{"open"}, run(1, few)...), "error:complete!")...)
	}
	for _, how := range []ending{reset, clean, short, silent} {
		cut := add("between two records: "+how.name).sends(4, nothing, how).closes()
		told := cut.steps[0].told
		told[len(told)-1] += "!"
		whole(add("ahead of the first record: "+how.name).sends(1, beat, how), clean)
		whole(add("behind the end: "+how.name).doing("heard", true), how)
	}
	return cells
}
