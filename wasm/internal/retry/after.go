package retry

import (
	"strconv"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/civil"
)

// After is the wait that a Retry-After header asks for, as seconds or as a date
// (RFC 9110 section 10.2.3). wall is the present time in milliseconds since 1970.
func After(header string, wall int64) (wait time.Duration, ok bool) {
	if seconds, err := strconv.ParseUint(strings.TrimSpace(header), 10, 31); err == nil {
		return min(time.Duration(seconds)*time.Second, MaxDelay), true
	}
	if seconds, ok := parseDate(header); ok {
		return until(seconds, wall), true
	}
	return 0, false
}

// Reset is the wait until the moment that an x-rate-limit-reset header names, in
// seconds since 1970 (X API, "Rate limits").
func Reset(header string, wall int64) (wait time.Duration, ok bool) {
	seconds, err := strconv.ParseInt(strings.TrimSpace(header), 10, 64)
	if err != nil || seconds <= 0 || seconds > 1<<40 {
		return 0, false
	}
	return until(seconds, wall), true
}

// until is the wait until a moment in seconds since 1970; none if it has passed.
func until(seconds, wall int64) time.Duration {
	ms := max(seconds*1000-wall, 0)
	return time.Duration(min(ms, int64(MaxDelay/time.Millisecond))) * time.Millisecond
}

// parseDate reads an HTTP-date in any of its three forms, of which the last two are
// obsolete and "MUST" be accepted all the same (RFC 9110 section 5.6.7):
//
//	Sun, 06 Nov 1994 08:49:37 GMT
//	Sunday, 06-Nov-94 08:49:37 GMT
//	Sun Nov  6 08:49:37 1994
//
// time.Parse would do, and costs the engine 43 KB gzip.
func parseDate(s string) (seconds int64, ok bool) {
	w := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,-:", r) })
	switch {
	case len(w) == 8 && w[7] == "GMT":
		w = w[1:7] // day, month, year, hour, minute, second
	case len(w) == 7:
		w = []string{w[2], w[1], w[6], w[3], w[4], w[5]}
	default:
		return 0, false
	}
	month, ok := civil.Month(w[1])
	if !ok {
		return 0, false
	}
	var n [6]int64
	for i, maximum := range [6]int64{31, 0, 9999, 23, 59, 60} {
		if i == 1 {
			continue
		}
		v, err := strconv.ParseUint(w[i], 10, 31)
		if err != nil || int64(v) > maximum {
			return 0, false
		}
		n[i] = int64(v)
	}
	year := n[2]
	if len(w[2]) == 2 { // no server means a date before this form died out
		year += 2000
	}
	days := civil.Days(year, month, n[0])
	return ((days*24+n[3])*60+n[4])*60 + n[5], true
}
