package framing

// Measure turns the rows' offsets and lengths from bytes into UTF-16 units, counted from
// the first row, whose offset stays: JavaScript needs them to slice records out of one
// decoded string. The bytes from the first row to the last must be valid UTF-8.
func Measure(buf []byte, rows []Row) {
	if len(rows) > 0 {
		measure(buf, rows)
	}
}
