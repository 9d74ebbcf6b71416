package feeds

// cursor is the position of one connection in a timeline.
type cursor struct {
	line   timeline
	replay []int // messages to send before the others, without waiting
	at     int   // the next message after those
	free   int   // messages below this number are sent without waiting
	left   int   // messages until the body ends; negative: endless
}

// start puts a connection where the request's from and count want it, or else
// at the head: such a stream brings only what is yet to come.
func start(line timeline, c controls) cursor {
	if c.from >= 0 {
		return cursor{line: line, at: c.from, free: c.from + 1, left: c.length()}
	}
	head := line.head()
	return cursor{line: line, at: head, free: head, left: c.length()}
}

// resume puts a connection at message n and sends what the client missed at
// once. With from and count the body still ends where they say, so that a
// range read in several connections comes out whole.
func resume(line timeline, c controls, n int) cursor {
	left := c.length()
	if c.from >= 0 && left >= 0 {
		left = max(0, c.from+left-n)
	}
	return cursor{line: line, at: n, free: line.head(), left: left}
}

func (c *cursor) more() bool { return c.left != 0 }

// due reports whether the next message is an old one, for which nobody waits.
func (c *cursor) due() bool { return len(c.replay) > 0 || c.at < c.free }

// take moves to the next message and returns its number.
func (c *cursor) take() int {
	c.left--
	if len(c.replay) > 0 {
		n := c.replay[0]
		c.replay = c.replay[1:]
		return n
	}
	c.at++
	c.line.reach(c.at)
	return c.at - 1
}
