package config

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// notAKey says of a key that is none what there is in its place, and what was probably meant.
func notAKey(key toml.Key) string {
	names := keysOf(reflect.TypeFor[Config](), key[:len(key)-1])
	last := key[len(key)-1]
	message := fmt.Sprintf("%s is not a key; there are %s.", strings.Join(key, "."), strings.Join(names, ", "))
	for _, name := range names {
		if distance(name, strings.ToLower(last)) <= 2 || distance(strings.ToLower(name), strings.ToLower(last)) == 0 {
			return message + " Did you mean " + name + "?"
		}
	}
	return message
}

// typeAt is the type that the value of a key has.
func typeAt(t reflect.Type, path []string) reflect.Type {
	for _, part := range path {
		switch t = plain(t); t.Kind() {
		case reflect.Map:
			t = t.Elem()
		case reflect.Struct:
			if field, ok := fieldOf(t, part); ok {
				t = field.Type
			}
		}
	}
	return plain(t)
}

func plain(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// keysOf are the keys of a table.
func keysOf(t reflect.Type, path []string) (names []string) {
	if t = typeAt(t, path); t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		names = append(names, t.Field(i).Tag.Get("toml"))
	}
	slices.Sort(names)
	return names
}

// isRead says of a type whether it is a text that is read further.
func isRead(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// whatCanBe names the values of a type.
func whatCanBe(t reflect.Type) string {
	switch {
	case isRead(t), t.Kind() == reflect.String:
		return "a text, in quotes"
	case t.Kind() == reflect.Int:
		return "a number"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Slice:
		return "a list of texts, as in [\"a\", \"b\"]"
	}
	return "a table"
}

func fieldOf(t reflect.Type, name string) (reflect.StructField, bool) {
	return t.FieldByNameFunc(func(n string) bool {
		field, _ := t.FieldByName(n)
		return field.Tag.Get("toml") == name
	})
}

// distance is Levenshtein's: how many letters differ.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, before+1, row[j]+1)
		}
	}
	return row[len(b)]
}
