package vectors

import (
	"fmt"
	"strconv"
	"strings"
)

// Read is the cases of a file.
func Read(file string) ([]Case, error) {
	var cases []Case
	var common Case // what holds for all cases that follow
	err := eachLine(file, func(word, rest string) error {
		last := &common
		if len(cases) > 0 {
			last = &cases[len(cases)-1]
		}
		switch word {
		case "group":
			common.Group = rest
			return nil
		case "case":
			next := common
			next.Name, next.Limit = rest, DefaultLimit
			cases = append(cases, next)
			return nil
		case "format":
			last.Format, common.Format = rest, rest
			return nil
		}
		return last.line(word, rest)
	})
	return cases, err
}

// line takes one of the lines of a case.
func (c *Case) line(word, rest string) (err error) {
	switch word {
	case "source":
		c.Source = rest
	case "type":
		c.ContentType = rest
	case "limit":
		c.Limit, err = strconv.Atoi(rest)
	case "body":
		c.Body, _, err = literal(rest)
	default:
		var r Record
		if r, err = record(word, rest); err == nil {
			c.Want = append(c.Want, r)
		}
	}
	return err
}

// record reads the line of a record: its place, if that is told, its bytes, and what
// else it has.
func record(kind, rest string) (r Record, err error) {
	r = Record{Kind: kind, At: Anywhere}
	if after, told := strings.CutPrefix(rest, "@"); told {
		var at string
		at, rest, _ = strings.Cut(after, " ")
		if r.At, err = strconv.Atoi(at); err != nil {
			return r, err
		}
	}
	if r.Text, rest, err = literal(rest); err != nil {
		return r, err
	}
	for rest != "" {
		name, value, _ := strings.Cut(rest, "=")
		if value, rest, err = literal(value); err != nil {
			return r, err
		}
		switch name {
		case "type":
			r.Type = value
		case "id":
			r.ID = value
		case "head":
			r.Head = value
		default:
			return r, fmt.Errorf("%s is nothing that a record has", name)
		}
	}
	return r, nil
}

// literal reads the strings that a line begins with, and gives what follows them.
func literal(line string) (text, rest string, err error) {
	var b strings.Builder
	for rest = line; rest != "" && (rest[0] == '"' || rest[0] == '`'); rest = strings.TrimLeft(rest, " ") {
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return "", "", err
		}
		piece, err := strconv.Unquote(quoted)
		if err != nil {
			return "", "", err
		}
		rest = rest[len(quoted):]
		times := 1
		if after, repeated := strings.CutPrefix(rest, "*"); repeated {
			digits := len(after) - len(strings.TrimLeft(after, "0123456789"))
			if times, err = strconv.Atoi(after[:digits]); err != nil {
				return "", "", err
			}
			rest = after[digits:]
		}
		b.WriteString(strings.Repeat(piece, times))
	}
	return b.String(), rest, nil
}

// eachLine gives every line of a file that says something to take, in two parts.
func eachLine(file string, take func(word, rest string) error) error {
	text, err := files.ReadFile(file)
	if err != nil {
		return err
	}
	for i, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		if err := take(word, strings.TrimSpace(rest)); err != nil {
			return fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
	}
	return nil
}
