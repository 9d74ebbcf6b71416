package bridge

import (
	"strconv"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/retry"
)

// A value is one of a JSON text that the host wrote. What is not there, or is of another
// type, reads as zero. Plain data comes so and not as an object of JavaScript: to ask one for
// thirty members of which two are there took a third of the time that it takes to open a feed.
type value []byte

// get is a member of an object. Inlined at its many calls it would cost the engine X bytes gzip.
//
//go:noinline
func (v value) get(name string) value {
	raw, _ := jsonptr.Member(name).Find(v)
	return raw
}

func (v value) text() string {
	s, _ := jsonptr.Text(v)
	return s
}

// number is a whole number; the host writes no others.
func (v value) number() int {
	n, _ := strconv.Atoi(string(v))
	return n
}

func (v value) milliseconds() time.Duration { return milliseconds(float64(v.number())) }

func (v value) truth() bool { return string(v) == "true" }

// given reads a value that is there; nil if it is not.
func given[T any](v value, read func(value) T) *T {
	if v == nil {
		return nil
	}
	there := read(v)
	return &there
}

// each reads the elements of an array; anything else has none.
func each[T any](array value, read func(value) T) []T {
	var list []T
	for raw := range jsonptr.Elements(array) {
		list = append(list, read(raw))
	}
	return list
}

// milliseconds is a duration of so many, as long as a timer of the host can be at most. It
// is none for a negative number, and for NaN.
func milliseconds(ms float64) time.Duration {
	if !(ms > 0) {
		return 0
	}
	return time.Duration(min(ms, float64(retry.MaxDelay/time.Millisecond)) * float64(time.Millisecond))
}
