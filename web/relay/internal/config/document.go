package config

import (
	"errors"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// An expression is a table, or a key with a value, also of an inline table.
type expression struct {
	key      []string // from the top
	line     int
	kind     unstable.Kind  // of the table, or of the value
	text     string         // of a value that is a text, true or false
	at       unstable.Range // of one that is true or false
	elements []expression   // of a list, without keys
}

// expressions are those of a document as far as it can be read; broken says where that ends, and is nil if all of it can.
func expressions(text []byte) (found []expression, broken *Error) {
	var d document
	d.Reset(text)
	var table []string
	for d.NextExpression() {
		node := d.Expression()
		key, line := d.key(node)
		if node.Kind == unstable.KeyValue {
			d.value(slices.Concat(table, key), line, node.Value())
			continue
		}
		table = key
		d.found = append(d.found, expression{key: key, line: line, kind: node.Kind})
	}
	var stumbled *unstable.ParserError
	if errors.As(d.Error(), &stumbled) {
		broken = &Error{Line: d.Shape(d.Range(stumbled.Highlight)).Start.Line, Message: unreadable(stumbled.Message)}
	}
	return d.found, broken
}

// unreadable is what a parser stumbled over, with what is mostly the cause.
func unreadable(what string) string {
	sentence := "from here on it is no TOML: " + what
	switch {
	case strings.Contains(what, "escape"):
		return sentence + `; in "…" a backslash is written twice, in '…' once`
	case strings.Contains(what, "newline"), strings.Contains(what, "value"), strings.Contains(what, "keyword"):
		return sentence + "; a text has to be in quotes"
	}
	return sentence
}

// A document is one that is being read.
type document struct {
	unstable.Parser
	found []expression
}

func (d *document) key(of *unstable.Node) (key []string, line int) {
	for parts := of.Key(); parts.Next(); {
		if line == 0 {
			line = d.line(parts.Node())
		}
		key = append(key, string(parts.Node().Data))
	}
	return key, line
}

func (d *document) line(of *unstable.Node) int { return d.Shape(of.Raw).Start.Line }

// value notes a value, and what is within it.
func (d *document) value(key []string, line int, node *unstable.Node) {
	e := expression{key: key, line: line, kind: node.Kind}
	switch node.Kind {
	case unstable.String:
		e.text = string(node.Data)
	case unstable.Bool:
		e.text, e.at = string(node.Data), node.Raw
	case unstable.Array:
		e.elements = d.elements(line, node)
	}
	d.found = append(d.found, e)
	if node.Kind != unstable.InlineTable {
		return
	}
	for members := node.Children(); members.Next(); {
		within, line := d.key(members.Node())
		d.value(slices.Concat(key, within), line, members.Node().Value())
	}
}

// elements of a list that are none of a text may not say where they are: then the list's line counts.
func (d *document) elements(line int, list *unstable.Node) (elements []expression) {
	for nodes := list.Children(); nodes.Next(); {
		e := expression{line: line, kind: nodes.Node().Kind}
		if e.kind == unstable.String {
			e.line, e.text = d.line(nodes.Node()), string(nodes.Node().Data)
		}
		elements = append(elements, e)
	}
	return elements
}
