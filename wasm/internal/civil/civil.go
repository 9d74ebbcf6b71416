// Package civil counts the days of the Gregorian calendar, for packages that read dates
// without time.Parse.
package civil

import "strings"

// Days is how many days a date lies after 1 January 1970. The month is 1 to 12, or 13 for
// the next January, so that the first day of the next month bounds every month.
func Days(year, month, day int64) int64 {
	// The year is taken to begin in March, so that the leap day is its last.
	if month <= 2 {
		year, month = year-1, month+12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 719469
}

// Month is the number, 1 to 12, of a month by the three letters of its English name.
func Month(name string) (month int64, ok bool) {
	const names = "JanFebMarAprMayJunJulAugSepOctNovDec"
	at := strings.Index(names, name)
	return int64(at/3) + 1, len(name) == 3 && at >= 0 && at%3 == 0
}
