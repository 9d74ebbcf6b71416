package framing

import "encoding/binary"

// checksums computes CRC-32 as IEEE 802.3 has it. Package hash/crc32 does the same; it would
// cost the engine 0.8 KB gzip more, and a message of 118 bytes 190 ns instead of 140.
//
// Row k of the table is the checksum of a byte with k bytes of 0 behind it, so that eight bytes
// are looked up at once.
type checksums [8][256]uint32

func newChecksums() *checksums {
	const polynomial = 0xedb88320
	var c checksums
	for i := range c[0] {
		sum := uint32(i)
		for range 8 {
			sum = sum>>1 ^ polynomial&-(sum&1)
		}
		c[0][i] = sum
	}
	for k := 1; k < len(c); k++ {
		for i := range c[k] {
			before := c[k-1][i]
			c[k][i] = before>>8 ^ c[0][byte(before)]
		}
	}
	return &c
}

// of is the checksum of data.
func (c *checksums) of(data []byte) uint32 {
	sum := ^uint32(0)
	for ; len(data) >= 8; data = data[8:] {
		low, high := sum^binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:])
		sum = c[7][byte(low)] ^ c[6][byte(low>>8)] ^ c[5][byte(low>>16)] ^ c[4][byte(low>>24)] ^
			c[3][byte(high)] ^ c[2][byte(high>>8)] ^ c[1][byte(high>>16)] ^ c[0][byte(high>>24)]
	}
	for _, b := range data {
		sum = sum>>8 ^ c[0][byte(sum)^b]
	}
	return ^sum
}
