package vectors

import (
	"fmt"
	"slices"
	"strings"
)

// A Verdict is what a parser must make of a text by RFC 8259.
type Verdict string

const (
	// Accept is of a text that is JSON, and that every parser must read.
	Accept Verdict = "accept"
	// Reject is of a text that is not JSON.
	Reject Verdict = "reject"
	// Either is of a text whose fate the standard leaves to the parser: bytes that are
	// not UTF-8, halves of surrogate pairs, what is too deep or too large for it.
	Either Verdict = "either"
)

// A Text is one that is JSON or is not.
type Text struct {
	Group, Name string
	Verdict     Verdict
	Text        string
}

// JSON is the texts of json.txt.
func JSON() (texts []Text, err error) {
	group := ""
	err = eachLine("json.txt", func(word, rest string) error {
		if word == "group" {
			group = rest
			return nil
		}
		t := Text{Group: group, Verdict: Verdict(word)}
		if !slices.Contains([]Verdict{Accept, Reject, Either}, t.Verdict) {
			return fmt.Errorf("%s is no verdict", word)
		}
		var err error
		t.Text, t.Name, err = literal(rest)
		texts = append(texts, t)
		return err
	})
	return texts, err
}

// Carriers are the formats that a text can be put into as the only record.
var Carriers = []string{"json", "json-seq", "json-array", "ndjson", "length"}

// In is the text as the only record of a body in one of the Carriers. Not every text can
// be: a line end ends a record of ndjson.
func (t Text) In(format string) (c Case, ok bool) {
	c = Case{Group: "JSON in " + format, Name: t.Group + ": " + t.Name, Format: format, Limit: DefaultLimit}
	switch format {
	case "json":
		c.Body = t.Text + "\n"
	case "json-seq":
		c.Body = "\x1e" + t.Text + "\n"
	case "length":
		c.Body = fmt.Sprintf("%d\r\n%s\r\n", len(t.Text)+2, t.Text)
	case "json-array":
		c.Body = "[" + t.Text + "]\n"
	case "ndjson":
		c.Body = t.Text + "\n"
		return c, !strings.Contains(t.Text, "\n")
	}
	return c, true
}
