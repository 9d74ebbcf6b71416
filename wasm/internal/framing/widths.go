package framing

// Measure makes the rows' offsets and lengths those of UTF-16 units, counted from where
// the first row begins, which stays: what JavaScript needs to slice records out of one
// decoded string. The bytes from the first row to the last must be valid UTF-8.
func Measure(buf []byte, rows []Row) {
	if len(rows) > 0 {
		measure(buf, rows)
	}
}
