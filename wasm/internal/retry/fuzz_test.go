package retry

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// FuzzAfter gives the headers of waits anything. A wait fits a browser's timer, and what
// is a date in one of its three forms to net/http is the same here.
func FuzzAfter(f *testing.F) {
	for _, header := range []string{
		"3", " 120 ", "-1", "99999999999999999999", "Sat, 21 Nov 2026 08:00:07 GMT", "Saturday, 21-Nov-26 08:00:07 GMT",
		"Sat Nov 21 08:00:07 2026", "Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 21 Nov 2026 08:00 GMT", "1800000090",
	} {
		f.Add(header, int64(1_800_000_000_000))
	}
	f.Fuzz(func(t *testing.T, header string, wall int64) {
		wall = int64(uint64(wall) % (1 << 52)) // clocks of browsers
		wait, ok := After(header, wall)
		require.True(t, wait >= 0 && wait <= MaxDelay && (ok || wait == 0), "%q: %v, %v", header, wait, ok)
		reset, ok := Reset(header, wall)
		require.True(t, reset >= 0 && reset <= MaxDelay && (ok || reset == 0), "%q: %v, %v", header, reset, ok)
		at, err := http.ParseTime(header)
		if err != nil || at.Year() < 2000 || at.Year() > 2068 { // two digits of a year are of this century
			return
		}
		for _, layout := range []string{http.TimeFormat, "Monday, 02-Jan-06 15:04:05 GMT", time.ANSIC} {
			if at.UTC().Format(layout) != header {
				continue // net/http takes other zones and any case as well
			}
			seconds, ok := parseDate(header)
			require.True(t, ok, "%q is %v", header, at)
			require.Equal(t, at.Unix(), seconds, header)
		}
	})
}
