package bridge

import (
	"strconv"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// A value is one of a JSON text that the host wrote. What is not there, or is of another
// type, reads as zero. Plain data comes so and not as an object of JavaScript: to ask one for
// thirty members of which two are there took a third of the time that it takes to open a feed.
type value []byte

// get is a member of an object.
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
