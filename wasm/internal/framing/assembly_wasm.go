package framing

// Go's compiler turns a function into one loop for WebAssembly, and every jump goes through
// a table, because goroutines may be switched at any jump. The few loops that run for nearly
// every byte of a feed are therefore in assembly. They take what is as it should be and
// leave the rest. Go can do all of it alone: other platforms have no assembly, and the
// tests run on both.

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

// takeEvents is Events.walk, except that it leaves an id for which IDs has no room.
//
//go:noescape
func takeEvents(buf []byte, rows []Row, e *Events, ids *IDs, start, from, limit int) (n, next, seen int)

// measure is the function of that name in widths_go.go.
//
//go:noescape
func measure(buf []byte, rows []Row)

// takeLengths takes messages in the form that Twitter sends, one after the other from
// buf[start]: a length and the message, each followed by CRLF. It stops at one that is of
// another form, is not all there, or is over the limit.
//
//go:noescape
func takeLengths(buf []byte, rows []Row, start, limit, aux int) (n, next int)

// nest scans on within an object or array (quoted is 1 in a string, prev is JSON.prev) up
// to the bracket that closes it, the end of the buffer, a byte at which the record breaks,
// or a backslash that is followed by such a byte or by the end.
//
//go:noescape
func nest(buf []byte, at, depth, prev, quoted int) (next, depth2, prev2, quoted2 int)

// runItems goes on with the open record, and takes those behind it, from the item that begins at
// buf[at]. It stops at the end of buf, ahead of an item for [Items.first], and behind a record
// over the limit. There is room for a row.
//
//go:noescape
func runItems(buf []byte, rows []Row, m *Items, at, limit, aux int) (n, next int)
