package jsonptr

import (
	"iter"

	"github.com/feedsource/feedsource/wasm/internal/jsontext"
)

// Find returns the bytes of the value that p points to, a part of json. ok is false
// if there is none, or if json is malformed on the way there.
//
// Of members with the same name the last counts, as for JSON.parse and
// encoding/json, and it replaces the earlier ones as a whole. Objects on the way are
// therefore read to their end, and one that is cut off has no members; arrays are
// read only as far as the element, and to their end for the last.
func (p Pointer) Find(json []byte) (raw []byte, ok bool) {
	c, i := peek(json, 0)
	for _, t := range p.tokens {
		switch c {
		case '{':
			i = member(json, i, t.name)
		case '[':
			i = element(json, i, t.index)
		default:
			return nil, false
		}
		c, i = peek(json, i)
	}
	end := skip(json, i)
	if end < 0 {
		return nil, false
	}
	raw = json[i:end:end]
	return raw, c == '{' || c == '[' || c == '"' || jsontext.IsScalar(raw)
}

// Elements gives the elements of an array one by one, up to the first that is malformed;
// anything else has none.
func Elements(json []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		c, i := peek(json, 0)
		for c == '[' || c == ',' {
			_, i = peek(json, i+1)
			end := skip(json, i)
			if end < 0 || !yield(json[i:end:end]) {
				return
			}
			c, i = peek(json, end)
		}
	}
}

// member is the place of the last value called name in the object at json[i], or
// nowhere.
func member(json []byte, i int, name string) int {
	found := nowhere
	c, i := peek(json, i+1)
	for c == '"' {
		end := stringEnd(json, i)
		colon, value := peek(json, end)
		if colon != ':' {
			return nowhere
		}
		_, value = peek(json, value+1)
		if equal(json[i+1:end-1], name) {
			found = value
		}
		c, i = peek(json, skip(json, value))
		if c == '}' {
			return found
		}
		if c != ',' {
			return nowhere
		}
		c, i = peek(json, i+1)
	}
	return nowhere
}

// element is the place of the value with that index in the array at json[i], or
// nowhere.
func element(json []byte, i, index int) int {
	if index == noIndex {
		return nowhere
	}
	_, i = peek(json, i+1)
	for ; index != 0; index-- {
		comma, at := peek(json, skip(json, i))
		if comma == ']' && index < 0 {
			return i
		}
		if comma != ',' {
			return nowhere
		}
		_, i = peek(json, at+1)
	}
	return i // where ']' may stand, which no value starts with
}
