package framing

import (
	"hash/crc32"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestChecksumsAreThoseOfHashCRC32(t *testing.T) {
	sums := newChecksums()
	assert.Equal(t, uint32(0xcbf43926), sums.of([]byte("123456789")), "the check value of CRC-32")
	random := rand.New(rand.NewPCG(61, 62))
	data := make([]byte, 300)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	for n := range data {
		assert.Equal(t, crc32.ChecksumIEEE(data[:n]), sums.of(data[:n]))
	}
}
