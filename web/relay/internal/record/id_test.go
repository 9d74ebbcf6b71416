package record

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestIDsAreReadAsWritten(t *testing.T) {
	for _, id := range []ID{{"6921a3f0b2c4", 17}, {"000000000000", 0}, {"ffffffffffff", 1<<64 - 1}} {
		got, err := ParseID(id.String())
		require.NoError(t, err)
		assert.Equal(t, id, got)
	}
}

func TestWhatIsNoID(t *testing.T) {
	for _, text := range []string{
		"", ".", "17", "6921a3f0b2c4", "6921a3f0b2c4.", "6921a3f0b2c4.-1", "6921a3f0b2c4.+1", "6921a3f0b2c4.017",
		"6921a3f0b2c4.1.2", "6921A3F0B2C4.1", "6921a3f0b2c.1", "6921a3f0b2c4.18446744073709551616", " 6921a3f0b2c4.1",
	} {
		_, err := ParseID(text)
		assert.ErrorContains(t, err, "is not an id of this relay", "%q", text)
	}
}

func TestEpochsSortByTime(t *testing.T) {
	now := time.Unix(1795863600, 0)
	a, b := NewEpoch(now), NewEpoch(now.Add(time.Second))
	assert.Less(t, a, b)
	_, err := ParseID(ID{a, 1}.String())
	assert.NoError(t, err)
}
