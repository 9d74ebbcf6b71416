//go:build !wasm

package framing

func (s *Shape) take(buf []byte, start, from int, rows []Row, limit int, aux int32) (n, next, seen int) {
	return s.walk(buf, start, from, rows, limit, aux)
}

func measure(buf []byte, rows []Row) { count(buf, rows) }
