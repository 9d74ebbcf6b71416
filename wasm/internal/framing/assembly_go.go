//go:build !wasm

package framing

func (s *Shape) take(buf []byte, start, from int, rows []Row, limit int, aux int32) (n, next, seen int) {
	return s.walk(buf, start, from, rows, limit, aux)
}

func (e *Events) take(buf []byte, start, from int, rows []Row, limit int, ids *IDs) (n, next, seen int) {
	return e.walk(buf, start, from, rows, limit, ids)
}

func takeLengths(_ []byte, _ []Row, start, _, _ int) (n, next int) { return 0, start }

func nest(_ []byte, at, depth, prev, quoted int) (next, depth2, prev2, quoted2 int) {
	return at, depth, prev, quoted
}

func runItems(_ []byte, _ []Row, _ *Items, at, _, _ int) (n, next int) { return 0, at }
