package config

import "time"

// between notes a duration that is too short, or too long, and why it can be no longer.
func (f *file) between(key string, value Duration, least, most time.Duration, why string) {
	what := "too short"
	switch {
	case value.Duration > most:
		what = "too long"
	case value.Duration >= least:
		return
	}
	f.wrong(key, "%v is %s; it can be %v to %v, %s", value, what, Duration{least}, Duration{most}, why)
}

// limit notes a number of readers that cannot be one.
func (f *file) limit(key string, value int) {
	if value < 0 {
		f.wrong(key, "%d is no number of readers; it can be 1 and more, or 0 for no limit", value)
	}
}

// whole notes a number of an option that cannot be one, and takes it away: the engine would take 0 for the default, and say the rest in
// other words.
func (f *file) whole(key string, value *int) {
	const most = 1 << 30
	if f.has(key) && (*value < 1 || *value > most) {
		f.wrong(key, "it is %d; it can be a whole number from 1 to 2^30", *value)
		*value = 0
	}
}
