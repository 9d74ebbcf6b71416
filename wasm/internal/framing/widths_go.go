//go:build !wasm

package framing

import (
	"encoding/binary"
	"math/bits"
)

func measure(buf []byte, rows []Row) {
	at, units := rows[0].Off, rows[0].Off
	for i := range rows {
		r := &rows[i]
		units += utf16Len(buf[at:r.Off])
		n := utf16Len(buf[r.Off : r.Off+r.Len])
		at = r.Off + r.Len
		r.Off, r.Len = units, n
		units += n
	}
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
