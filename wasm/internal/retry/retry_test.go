package retry

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func delays(c Curve, n int, random float64) []time.Duration {
	var list []time.Duration
	for failures := 1; failures <= n; failures++ {
		list = append(list, c.Delay(failures, random))
	}
	return list
}

func seconds(list ...float64) []time.Duration {
	var durations []time.Duration
	for _, s := range list {
		durations = append(durations, time.Duration(s*float64(time.Second)))
	}
	return durations
}

func TestDefaultCurves(t *testing.T) {
	p := Default()
	for _, c := range []struct {
		name  string
		class Class
		want  []time.Duration
		last  time.Duration
	}{
		{"network: at once, then 250 ms more each time", Network, seconds(0, 0.25, 0.5, 0.75, 1), 16 * time.Second},
		{"end: 1 s doubling", End, seconds(1, 2, 4, 8, 16), time.Minute},
		{"rotation: at once", Rotation, seconds(0, 0, 0, 0, 0), 0},
		{"HTTP: 5 s doubling", HTTP, seconds(5, 10, 20, 40, 80), 320 * time.Second},
		{"rate limit: 60 s doubling", RateLimit, seconds(60, 120, 240, 480, 960), 960 * time.Second},
	} {
		assert.Equal(t, c.want, delays(p[c.class], 5, 0), c.name)
		assert.Equal(t, c.last, p[c.class].Delay(1<<40, 0), c.name)
	}
}

func TestJitterTakesOffUpToHalf(t *testing.T) {
	c := Default()[End]
	assert.Equal(t, seconds(1, 2, 4), delays(c, 3, 0))
	assert.Equal(t, seconds(0.75, 1.5, 3), delays(c, 3, 0.5))
	for random := 0.0; random < 1; random += 0.01 {
		assert.GreaterOrEqual(t, c.Delay(2, random), c.Delay(1, 0), "gaps grow whatever the dice say")
	}
}

func TestConstantNeverGrows(t *testing.T) {
	for _, c := range Constant(3 * time.Second) {
		assert.Equal(t, seconds(3, 3, 3), delays(c, 3, 0.9))
	}
	assert.Equal(t, seconds(0, 0), delays(Constant(0)[Network], 2, 0.5), "retry: 0")
}

func TestHintReplacesTheStart(t *testing.T) {
	p := Default().Hinted(2 * time.Second)
	assert.Equal(t, seconds(2, 4, 8), delays(p[Network], 3, 0.9), "never less than asked")
	assert.Equal(t, seconds(2, 4, 8), delays(p[End], 3, 0.9))
	assert.Equal(t, Default()[HTTP], p[HTTP], "a status has its own rules")
	assert.Equal(t, 250*time.Millisecond, Default().Hinted(0)[End].Delay(1, 0))
	assert.Equal(t, 10*time.Minute, Default().Hinted(99999999999 * time.Millisecond)[End].Delay(5, 0))
}

func TestDelayFitsABrowserTimer(t *testing.T) {
	assert.Equal(t, MaxDelay, Constant(99999999999 * time.Millisecond)[End].Delay(1, 0))
}

func TestRetryAfter(t *testing.T) {
	wall := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC).UnixMilli()
	for header, want := range map[string]time.Duration{
		"3":                                3 * time.Second,
		" 120 ":                            2 * time.Minute,
		"0":                                0,
		"Sat, 21 Nov 2026 08:00:07 GMT":    7 * time.Second,
		"Saturday, 21-Nov-26 08:00:07 GMT": 7 * time.Second,
		"Sat Nov 21 08:00:07 2026":         7 * time.Second,
		"Sat, 21 Nov 2026 07:00:00 GMT":    0,
		"2147483647":                       MaxDelay,
		"Fri, 31 Dec 9999 23:59:59 GMT":    MaxDelay,
	} {
		wait, ok := After(header, wall)
		assert.True(t, ok, header)
		assert.Equal(t, want, wait, header)
	}
	for _, header := range []string{
		"", "soon", "-1", "1.5", "1e3", "99999999999999999999", "Sat, 21 Nov 2026 08:00:07 CET", "Sat, 32 Nov 2026 08:00:07 GMT",
		"Sat, 21 anF 2026 08:00:07 GMT", "Sat, 21 Nov 2026 24:00:07 GMT", "Sat, 21 Nov 2026 08:00 GMT", "Sat, 21 Nov x 08:00:07 GMT",
	} {
		_, ok := After(header, wall)
		assert.False(t, ok, header)
	}
}

func TestDatesAgreeWithTheStandardLibrary(t *testing.T) {
	for day := range 60 * 365 {
		at := time.Date(1999, 12, 30, 12, 34, 56, 0, time.UTC).AddDate(0, 0, day)
		for _, layout := range []string{"Mon, 02 Jan 2006 15:04:05 GMT", time.ANSIC, "Monday, 02-Jan-06 15:04:05 GMT"} {
			got, ok := parseDate(at.Format(layout))
			if at.Year() < 2000 && layout[6] == ',' {
				continue // two digits of a year are of this century
			}
			assert.True(t, ok)
			if got != at.Unix() {
				t.Fatalf("%s: %d, not %d", at.Format(layout), got, at.Unix())
			}
		}
	}
}

func TestRateLimitReset(t *testing.T) {
	const wall = 1_800_000_000_000
	wait, ok := Reset("1800000090", wall)
	assert.True(t, ok)
	assert.Equal(t, 90*time.Second, wait)
	wait, ok = Reset("1700000000", wall)
	assert.True(t, ok, "a moment that has passed")
	assert.Zero(t, wait)
	for _, header := range []string{"", "0", "-5", "x", "99999999999999"} {
		_, ok := Reset(header, wall)
		assert.False(t, ok, header)
	}
}
