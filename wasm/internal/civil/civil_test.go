package civil

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDaysAgreeWithTheStandardLibrary(t *testing.T) {
	at := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for want := at.Unix() / 86400; at.Year() < 5200; want++ {
		year, month, day := at.Date()
		require.Equal(t, want, Days(int64(year), int64(month), int64(day)), at)
		at = at.AddDate(0, 0, 1)
	}
}

func TestMonthsGoOn(t *testing.T) {
	for year := int64(1899); year < 2110; year++ {
		assert.Equal(t, Days(year+1, 1, 1), Days(year, 13, 1))
	}
}

func TestMonth(t *testing.T) {
	for month := time.January; month <= time.December; month++ {
		n, ok := Month(month.String()[:3])
		assert.True(t, ok)
		assert.EqualValues(t, month, n)
	}
	for _, name := range []string{"", "J", "Ja", "January", "anF", "nFe", "jan", "JAN", "Foo", "FebMar"} {
		_, ok := Month(name)
		assert.False(t, ok, name)
	}
}
