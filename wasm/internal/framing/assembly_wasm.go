package framing

// Go's compiler makes one loop of a function for WebAssembly, with a table that every jump
// goes through: what it may do between any two instructions is switch goroutines. The few
// loops that run for nearly every byte of a feed are in assembly. They take what is as it
// should be, and leave the rest, all of which Go can do alone: other platforms have no
// assembly, and the tests run on both.

func (s *Shape) take(buf []byte, start, from int, rows []Row, limit int, aux int32) (n, next, seen int) {
	return takeShape(buf, rows, s, start, from, limit, int(aux))
}

// takeShape is Shape.walk.
//
//go:noescape
func takeShape(buf []byte, rows []Row, s *Shape, start, from, limit, aux int) (n, next, seen int)

func (e *Events) take(buf []byte, start, from int, rows []Row, limit int, ids *IDs) (n, next, seen int) {
	return takeEvents(buf, rows, e, ids, start, from, limit)
}

// takeEvents is Events.walk, but leaves an id that IDs has no room for.
//
//go:noescape
func takeEvents(buf []byte, rows []Row, e *Events, ids *IDs, start, from, limit int) (n, next, seen int)

// measure is the function of that name in widths_go.go.
//
//go:noescape
func measure(buf []byte, rows []Row)

// takeLengths takes messages whose length is told as Twitter does it, CRLF behind both,
// one behind the other from buf[start]: up to one that is not so, is not all there, or is
// over the limit.
//
//go:noescape
func takeLengths(buf []byte, rows []Row, start, limit, aux int) (n, next int)

// nest goes on within an object or array (quoted is 1 in a string, prev is JSON.prev) up
// to the bracket that closes it, the end of the buffer, a byte at which the record breaks,
// or a backslash that such a byte or the end comes behind.
//
//go:noescape
func nest(buf []byte, at, depth, prev, quoted int) (next, depth2, prev2, quoted2 int)
