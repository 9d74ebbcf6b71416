package config

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// join is a key as it is written, with dots between its parts.
func join(parts ...string) string {
	written := make([]string, len(parts))
	for i, part := range parts {
		if written[i] = part; !bare.MatchString(part) {
			written[i] = strconv.Quote(part)
		}
	}
	return strings.Join(written, ".")
}

var bare = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// notAKey says of a key that is none what there is in its place, and what was probably meant.
func notAKey(key []string) string {
	last := len(key) - 1
	names := keysOf(reflect.TypeFor[Config](), key[:last])
	return fmt.Sprintf("%s is not a key; there are %s%s", join(key...), strings.Join(names, ", "), meant(key[last], names))
}

// meant asks whether one of some names was meant by another that is like it.
func meant(name string, names []string) string {
	best, least := "", min(2, (len(name)+1)/2)+1
	for _, known := range names {
		if d := distance(strings.ToLower(name), strings.ToLower(known)); d < least {
			best, least = known, d
		}
	}
	if best == "" {
		return ""
	}
	return ". Did you mean " + best + "?"
}

// memberOf is the type of a member of a table.
func memberOf(t reflect.Type, name string) (reflect.Type, bool) {
	if t.Kind() == reflect.Map {
		return plain(t.Elem()), true
	}
	if !isTable(t) {
		return nil, false
	}
	for i := range t.NumField() {
		if field := t.Field(i); field.Tag.Get("toml") == name {
			return plain(field.Type), true
		}
	}
	return nil, false
}

func plain(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// isTable reports whether a type has keys of its own.
func isTable(t reflect.Type) bool {
	return t.Kind() == reflect.Map || t.Kind() == reflect.Struct && !isRead(t)
}

// keysOf are the keys of a table, by the path to it.
func keysOf(t reflect.Type, path []string) (names []string) {
	for _, part := range path {
		var ok bool
		if t, ok = memberOf(t, part); !ok {
			return nil
		}
	}
	if t.Kind() != reflect.Struct || isRead(t) {
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
		return "a whole number"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Slice:
		return `a list of texts, as in ["a", "b"]`
	case t == reflect.TypeFor[Feed]():
		return "a table, as [feeds.room] with url = \"https://…\" is"
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Pointer:
		return "a table of tables, as [feeds.room] makes it"
	}
	if hasOff(t) {
		return "false, or a table, of " + strings.Join(keysOf(t, nil), ", ")
	}
	if names := keysOf(t, nil); names != nil {
		return "a table, of " + strings.Join(names, ", ")
	}
	return "a table, as in { Authorization = \"…\" }"
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
