package config

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// An Error is a mistake in a file.
type Error struct {
	File    string
	Line    int // 0 if it is about what is not there
	Message string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Message)
}

// Load reads a file. All mistakes that can be told at once are, as an *Error each, joined.
func Load(name string) (*Config, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if line, key := notText(text); key != nil {
		return nil, &Error{name, line, strings.Join(key, ".") + ": it has to be " + whatCanBe(typeAt(reflect.TypeFor[Config](), key))}
	}
	c := defaults()
	decoder := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields()
	if err := decoder.Decode(c); err != nil {
		return nil, ofDecoding(name, err)
	}
	f := &file{name: name, lines: lines(text)}
	f.check(c)
	slices.SortStableFunc(f.mistakes, func(a, b *Error) int { return a.Line - b.Line })
	var all []error
	for _, mistake := range f.mistakes {
		all = append(all, mistake)
	}
	return c, errors.Join(all...)
}

// ofDecoding says where the decoder stumbled.
func ofDecoding(name string, err error) error {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) {
		var all []error
		for i := range unknown.Errors {
			e := &unknown.Errors[i]
			line, _ := e.Position()
			all = append(all, &Error{name, line, notAKey(e.Key())})
		}
		return errors.Join(all...)
	}
	var decoding *toml.DecodeError
	if errors.As(err, &decoding) {
		line, _ := decoding.Position()
		message := strings.TrimPrefix(decoding.Error(), "toml: ")
		if key := decoding.Key(); len(key) > 0 {
			if strings.HasPrefix(message, "cannot decode") || strings.HasPrefix(message, "cannot store") {
				message = "it has to be " + whatCanBe(typeAt(reflect.TypeFor[Config](), key))
			}
			message = strings.Join(key, ".") + ": " + message
		}
		return &Error{name, line, message}
	}
	return &Error{name, 0, err.Error()}
}

// A file knows where its keys are.
type file struct {
	name     string
	lines    map[string]int // by keys with dots between
	mistakes []*Error
}

// wrong notes a mistake in the value of a key, or in that of the table around it if the key is missing.
func (f *file) wrong(key, format string, v ...any) {
	line := 0
	for at := key; line == 0 && at != ""; {
		line = f.lines[at]
		i := strings.LastIndexByte(at, '.')
		at = at[:max(i, 0)]
	}
	f.mistakes = append(f.mistakes, &Error{f.name, line, key + ": " + fmt.Sprintf(format, v...)})
}

// lines finds the line of each key and table of a document.
func lines(text []byte) map[string]int {
	found := map[string]int{}
	for e := range expressions(text) {
		found[strings.Join(e.key, ".")] = e.line
	}
	return found
}

// notText finds a value that is no text where one is read further: the decoder would read a number as one, and not say where.
func notText(text []byte) (line int, key []string) {
	for e := range expressions(text) {
		if e.kind != unstable.Invalid && e.kind != unstable.String && isRead(typeAt(reflect.TypeFor[Config](), e.key)) {
			return e.line, e.key
		}
	}
	return 0, nil
}

// An expression is a table, or a key with a value of a kind.
type expression struct {
	key  []string // from the top
	line int
	kind unstable.Kind // Invalid for a table
}

// expressions ends where the document cannot be read any more, which the decoder tells.
func expressions(text []byte) iter.Seq[expression] {
	return func(yield func(expression) bool) {
		var p unstable.Parser
		p.Reset(text)
		var table []string
		for p.NextExpression() {
			node, e := p.Expression(), expression{}
			for keys := node.Key(); keys.Next(); {
				if e.line == 0 {
					e.line = p.Shape(keys.Node().Raw).Start.Line
				}
				e.key = append(e.key, string(keys.Node().Data))
			}
			if node.Kind == unstable.KeyValue {
				e.key, e.kind = slices.Concat(table, e.key), node.Value().Kind
			} else {
				table = e.key
			}
			if !yield(e) {
				return
			}
		}
	}
}
