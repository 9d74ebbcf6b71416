package config

import (
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

// keysOf are the keys of a table.
func keysOf(t reflect.Type, path []string) (names []string) {
	for _, part := range path {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		switch t.Kind() {
		case reflect.Map:
			t = t.Elem()
		case reflect.Struct:
			if field, ok := fieldOf(t, part); ok {
				t = field.Type
			}
		}
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		names = append(names, t.Field(i).Tag.Get("toml"))
	}
	slices.Sort(names)
	return names
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
