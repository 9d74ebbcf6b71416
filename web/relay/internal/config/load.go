package config

import (
	"bytes"
	"errors"
	"fmt"
	"os"
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
	c := defaults()
	decoder := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields()
	if err := decoder.Decode(c); err != nil {
		return nil, ofDecoding(name, err)
	}
	f := &file{name: name, lines: lines(text)}
	f.check(c)
	return c, errors.Join(f.mistakes...)
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
		if key := strings.Join(decoding.Key(), "."); key != "" {
			message = key + ": " + message
		}
		return &Error{name, line, message}
	}
	return &Error{name, 0, err.Error()}
}

// A file knows where its keys are.
type file struct {
	name     string
	lines    map[string]int // by keys with dots between
	mistakes []error
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

// lines finds the line of each key and table of a document that has been decoded already.
func lines(text []byte) map[string]int {
	found := map[string]int{}
	var p unstable.Parser
	p.Reset(text)
	table := ""
	for p.NextExpression() {
		e := p.Expression()
		var names []string
		line := 0
		for keys := e.Key(); keys.Next(); {
			if node := keys.Node(); line == 0 {
				line = p.Shape(node.Raw).Start.Line
			}
			names = append(names, string(keys.Node().Data))
		}
		name := strings.Join(names, ".")
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = name + "."
		case unstable.KeyValue:
			name = table + name
		}
		found[name] = line
	}
	return found
}
