package framing

// Go's compiler makes one loop of a function for WebAssembly, with a table that every jump
// goes through: what it may do between any two instructions is switch goroutines. Two
// loops run for every byte of a feed, and are in assembly. Each has its twin in Go, which
// says what it does, runs on other platforms and is what the tests compare it with.

func (s *Shape) take(buf []byte, start, from int, rows []Row, limit int, aux int32) (n, next, seen int) {
	return takeShape(buf, rows, s, start, from, limit, int(aux))
}

// takeShape is Shape.walk.
//
//go:noescape
func takeShape(buf []byte, rows []Row, s *Shape, start, from, limit, aux int) (n, next, seen int)

// measure is count.
//
//go:noescape
func measure(buf []byte, rows []Row)
