package config

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"github.com/pelletier/go-toml/v2/unstable"
)

// look notes where the keys of a document are, and which of them are none, are there twice, or have values of another kind than they can
// have.
func (f *file) look(text []byte) {
	found, broken := expressions(text)
	defined := map[string]int{}
	for _, e := range found {
		key := join(e.key...)
		if before := defined[key]; before != 0 {
			f.mistakes = append(f.mistakes, &Error{f.name, e.line, fmt.Sprintf("%s: it is there already, in line %d", key, before)})
			continue
		}
		defined[key] = e.line
		f.place(e)
		f.lookAt(e, key)
	}
	if broken != nil {
		broken.File = f.name
		f.mistakes = append(f.mistakes, broken)
	}
}

// place notes where a key is. A table that has no line of its own is where its first key is.
func (f *file) place(e expression) {
	key := join(e.key...)
	f.lines[key] = e.line
	for i := 1; i < len(e.key); i++ {
		if around := join(e.key[:i]...); !f.has(around) {
			f.lines[around] = e.line
		}
	}
	for i, element := range e.elements {
		f.lines[elementOf(key, i)] = element.line
	}
}

func elementOf(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

func (f *file) lookAt(e expression, key string) {
	t, known := f.typeOf(e.key)
	switch {
	case !known:
		return
	case e.kind == unstable.ArrayTable:
		f.misfit(key, "[[…]] makes a list of it; it has to be %s", t)
	case isOff(t, e):
		f.offs = append(f.offs, e.at)
	case !fits(t, e):
		f.misfit(key, "it has to be %s", t)
	case e.kind == unstable.String:
		f.lookAtText(t, key, e.text)
	case e.kind == unstable.Array:
		for i, element := range e.elements {
			f.lookAtText(t.Elem(), elementOf(key, i), element.text)
		}
	}
}

// typeOf is the type of the value of a key, unless the key is none. What is within one that is none, or has a wrong value, says no more.
func (f *file) typeOf(key []string) (t reflect.Type, known bool) {
	t = reflect.TypeFor[Config]()
	for i, part := range key {
		around, whole := join(key[:i]...), join(key[:i+1]...)
		next, ok := memberOf(t, part)
		switch {
		case f.told[around], f.told[whole]:
			return nil, false
		case !isTable(t):
			f.misfit(around, "it has to be %s", t)
			return nil, false
		case !ok:
			f.told[whole] = true
			f.note(whole, notAKey(key[:i+1]))
			return nil, false
		}
		t = next
	}
	return t, true
}

func (f *file) misfit(key, format string, t reflect.Type) {
	f.told[key] = true
	f.wrong(key, format, whatCanBe(t))
}

// lookAtText notes a text that cannot be read further, and one that seems to mean a secret where none is looked up.
func (f *file) lookAtText(t reflect.Type, key, text string) {
	switch {
	case isRead(t):
		if err := reflect.New(t).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)); err != nil {
			f.wrong(key, "%v", err)
		}
	case t == reflect.TypeFor[Secret](): // is looked up: checkSecrets
	case strings.ContainsFunc(text, unicode.IsControl):
		f.wrong(key, `it has a control character, and can be one line of text; in "…" a backslash is written twice, in '…' once`)
	case strings.Contains(text, "${"):
		f.wrong(key, "${…} is looked up in %s, and not here", strings.Join(secrets, ", "))
	}
}

// secrets are the keys whose texts can have secrets.
var secrets = []string{"nats", "cluster.secret", "url", "headers", "body", "backfill.url"}

// fits reports whether a value is of a kind that a type is read from.
func fits(t reflect.Type, e expression) bool {
	switch {
	case isRead(t), t.Kind() == reflect.String:
		return e.kind == unstable.String
	case t.Kind() == reflect.Int:
		return e.kind == unstable.Integer
	case t.Kind() == reflect.Bool:
		return e.kind == unstable.Bool
	case t.Kind() == reflect.Slice:
		for _, element := range e.elements {
			if element.kind != unstable.String {
				return false
			}
		}
		return e.kind == unstable.Array
	}
	return e.kind == unstable.Table || e.kind == unstable.InlineTable
}
