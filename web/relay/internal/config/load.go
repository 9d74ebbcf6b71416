package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

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

// Load reads a file. All mistakes that can be told at once are, as an *Error each, joined. What it lets pass no start refuses, but for what
// others have: a port that is taken, a cluster that is not there.
func Load(name string) (*Config, error) {
	text, err := read(name)
	if err != nil {
		return nil, err
	}
	f := &file{name: name, lines: map[string]int{}, told: map[string]bool{}}
	f.look(text)
	c := defaults()
	if len(f.mistakes) == 0 {
		f.decode(f.turnedOff(text), c)
	}
	if len(f.mistakes) == 0 {
		f.check(c)
	}
	slices.SortStableFunc(f.mistakes, func(a, b *Error) int { return a.Line - b.Line })
	var all []error
	for _, mistake := range f.mistakes {
		all = append(all, mistake)
	}
	return c, errors.Join(all...)
}

// read is the text of a file, without the mark that editors on Windows put ahead of it.
func read(name string) ([]byte, error) {
	text, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{name, 0, "there is no such file; -config names the one to read, and web/relay/relay.toml is an example of one"}
	case err != nil:
		return nil, &Error{name, 0, "it cannot be read: " + withoutPath(err).Error()}
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		return nil, &Error{name, 1, "it is UTF-16; it can be UTF-8"}
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	line := 0
	for part := range bytes.SplitSeq(text, []byte("\n")) {
		if line++; !utf8.Valid(part) {
			return nil, &Error{name, line, "a character is not UTF-8, which the whole file has to be"}
		}
	}
	return text, nil
}

// withoutPath is an error of a file without its name.
func withoutPath(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// decode notes what the decoder alone finds: numbers that are too large, and tables that are there twice in different ways.
func (f *file) decode(text []byte, c *Config) {
	err := toml.Unmarshal(text, c)
	var decoding *toml.DecodeError
	switch {
	case err == nil:
	case errors.As(err, &decoding):
		line, _ := decoding.Position()
		message := strings.TrimPrefix(decoding.Error(), "toml: ")
		if key := decoding.Key(); len(key) > 0 {
			message = join(key...) + ": " + message
		}
		f.mistakes = append(f.mistakes, &Error{f.name, line, message})
	default:
		f.mistakes = append(f.mistakes, &Error{f.name, 0, err.Error()})
	}
}

// A file knows where its keys are.
type file struct {
	name     string
	lines    map[string]int   // by keys with dots between, and by elements of lists, as in readers.origins[0]
	told     map[string]bool  // what is wrong with a key as a whole
	offs     []unstable.Range // where false stands for a table
	mistakes []*Error
}

// wrong notes a mistake in the value of a key.
func (f *file) wrong(key, format string, v ...any) {
	f.note(key, key+": "+fmt.Sprintf(format, v...))
}

// note notes a sentence about a key. Its line is that of the table around it if the key is missing.
func (f *file) note(key, sentence string) {
	line := 0
	for at := key; line == 0 && at != ""; {
		line = f.lines[at]
		at = at[:max(strings.LastIndexAny(at, ".["), 0)]
	}
	f.mistakes = append(f.mistakes, &Error{f.name, line, sentence})
}

// has reports whether a file has a key.
func (f *file) has(key string) bool { return f.lines[key] != 0 }
