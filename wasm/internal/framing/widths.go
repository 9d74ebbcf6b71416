package framing

import (
	"encoding/binary"
	"math/bits"
)

// Widths appends, for each row, its offset from the first row and its length, in
// UTF-16 units: what JavaScript needs to slice records out of one decoded string.
// The bytes from the first row to the last must be valid UTF-8.
func Widths(buf []byte, rows []Row, out []int32) []int32 {
	if len(rows) == 0 {
		return out
	}
	at, units := rows[0].Off, int32(0)
	for _, r := range rows {
		units += utf16Len(buf[at:r.Off])
		n := utf16Len(buf[r.Off : r.Off+r.Len])
		out = append(out, units, n)
		at, units = r.Off+r.Len, units+n
	}
	return out
}

const lowBits = 0x0101010101010101 // the lowest bit of each byte of a word

// utf16Len counts UTF-16 units: one for each byte that is not a continuation
// (10xxxxxx), and one more for each lead of a four-byte character (1111xxxx), which
// takes a surrogate pair. Eight bytes at a time.
func utf16Len(b []byte) int32 {
	n := len(b)
	for ; len(b) >= 8; b = b[8:] {
		w := binary.LittleEndian.Uint64(b)
		if w&(lowBits<<7) == 0 {
			continue
		}
		continuation := w >> 7 &^ (w >> 6) & lowBits
		four := w >> 7 & (w >> 6) & (w >> 5) & (w >> 4) & lowBits
		n += bits.OnesCount64(four) - bits.OnesCount64(continuation)
	}
	for _, c := range b {
		switch {
		case c >= 0xf0:
			n++
		case c&0xc0 == 0x80:
			n--
		}
	}
	return int32(n)
}
