package config

import (
	"reflect"
	"slices"

	"github.com/pelletier/go-toml/v2/unstable"
)

// hasOff says of a type whether false can stand in place of a table: it turns off what the preset says, as with the options of pages.
func hasOff(t reflect.Type) bool { return slices.Contains(keysOf(t, nil), "off") }

// isOff says whether a value is that false.
func isOff(t reflect.Type, e expression) bool {
	return e.kind == unstable.Bool && e.text == "false" && hasOff(t)
}

// turnedOff is a text with a table in place of each false that stands for one.
func (f *file) turnedOff(text []byte) []byte {
	text = slices.Clone(text)
	for _, at := range slices.Backward(f.offs) {
		text = slices.Replace(text, int(at.Offset), int(at.Offset+at.Length), []byte("{ off = true }")...)
	}
	return text
}
