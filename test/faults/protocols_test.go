package faults

import (
	"bytes"
	"strconv"
	"strings"
)

// A protocol is how records are written. In its texts % is the number of a record and #
// the length of what a length announces.
type protocol struct {
	name, contentType string
	// text is a record as the page gets it. Most have line ends inside, which no format
	// but the lines may take for the end of a record.
	text string
	// before and after stand around a record's text, tail of the latter's bytes end it.
	before, after string
	tail          int
	// open and shut stand around the records of a body, between stands between them.
	open, between, shut string
	// beat is a keep-alive.
	beat string
	// query is the parameter that takes the cursor; empty is the header Last-Event-ID.
	query string
	// plain records have no cursor: what a connection loses is gone.
	plain bool
	// prompt records end with their last bracket; they need not wait for what follows.
	prompt bool
	// native is one that is read by the Go package, and not in a browser.
	native bool
}

// What all texts hold: characters of one to four bytes, quotes, and brackets that close
// nothing.
const rain = `"text":"Grüße, \"r\\\" 雨 🌧 }]{["`

var protocols = []*protocol{
	{name: "sse", contentType: "text/event-stream", tail: 1,
		text: "{\"id\":\"r%\",\n" + rain + "}", before: "id: r%\ndata: ", after: "\n\n", beat: ":\n\n"},
	{name: "ndjson", contentType: "application/x-ndjson", tail: 1, query: "after",
		text: `{"id":"r%",` + rain + "}", after: "\n", beat: "\n"},
	{name: "json-cr", contentType: "application/json", tail: 1, query: "after",
		text: "{\"id\":\"r%\",\n" + rain + "}", after: "\r", beat: "\r"},
	{name: "json-crlf", contentType: "application/json", tail: 2, query: "after",
		text: "{\"id\":\"r%\",\n" + rain + "}", after: "\r\n", beat: "\r\n"},
	{name: "length", contentType: "application/json", tail: 2, query: "after",
		text: "{\"id\":\"r%\",\n" + rain + "}", before: "#\r\n", after: "\r\n", beat: "\r\n"},
	{name: "json", contentType: "application/json", query: "after", prompt: true,
		text: "{\n\"id\":\"r%\",\n" + rain + "\n}", beat: "\n"},
	{name: "json-seq", contentType: "application/json-seq", tail: 1, query: "after",
		text: "{\n\"id\":\"r%\",\n" + rain + "\n}", before: "\x1e", after: "\n", beat: "\x1e"},
	{name: "json-array", contentType: "application/json", query: "after", prompt: true,
		text: "{\n\"id\":\"r%\",\n" + rain + "\n}", open: "[", between: ",", shut: "]", beat: "\n"},
	{name: "lines", contentType: "text/plain", tail: 1, plain: true,
		text: `% ` + rain, after: "\n", beat: "\n"},
}

func names() []string {
	var list []string
	for _, p := range protocols {
		list = append(list, p.name)
	}
	return list
}

// is reports whether the protocol is one of those.
func (p *protocol) is(names ...string) bool {
	for _, name := range names {
		if p.name == name {
			return true
		}
	}
	return false
}

// options are those that a page would read the protocol with.
func (p *protocol) options() map[string]any {
	options := map[string]any{"format": p.name}
	if p.query != "" {
		options["id"], options["resume"] = "/id", map[string]any{"query": p.query}
	}
	return options
}

// crlf is the protocol on a server that ends its lines with CRLF.
func (p *protocol) crlf() *protocol {
	q := *p
	switch p.name {
	case "sse":
		q.before, q.after = strings.ReplaceAll(p.before, "\n", "\r\n"), "\r\n\r\n"
	case "json-array":
		q.between = ",\r\n"
	default:
		q.after = "\r\n"
	}
	return &q
}

// of is the protocol with records of at least so many bytes.
func (p *protocol) of(size int) *protocol {
	q := *p
	q.text = strings.Replace(p.text, "雨", "雨"+strings.Repeat(" rain and rain", size/14), 1)
	return &q
}

// record is the n-th record as it is written, with what ends it.
func (p *protocol) record(n int) []byte {
	text := p.text
	if p.name == "sse" {
		text = strings.ReplaceAll(text, "\n", p.after[:len(p.after)/2]+"data: ")
	}
	length := len(strings.ReplaceAll(text, "%", strconv.Itoa(n))) + len(p.after)
	record := strings.ReplaceAll(p.before, "#", strconv.Itoa(length)) + text + p.after
	return []byte(strings.ReplaceAll(record, "%", strconv.Itoa(n)))
}

// body begins a body with records from one to another.
func (p *protocol) body(from, to int) []byte {
	body := []byte(p.open)
	for n := from; n <= to; n++ {
		if n > from {
			body = append(body, p.between...)
		}
		body = append(body, p.record(n)...)
	}
	return body
}

// A part is how much of a record is written before a connection fails.
type part int

const (
	nothing     part = iota
	beat             // no record, and a sign of life
	half             // of its bytes
	character        // up to the middle of a character
	prefix           // up to the middle of its length
	undelimited      // all but what ends it
	splitCRLF        // all but the last byte, an LF
)

// piece is the part of record n that is written, with what stands before it.
func (p *protocol) piece(n int, first bool, part part) []byte {
	lead := p.between
	if first {
		lead = ""
	}
	record := p.record(n)
	switch part {
	case nothing:
		return nil
	case beat:
		return []byte(p.beat)
	case half:
		record = record[:len(record)/2]
	case character:
		record = record[:bytes.Index(record, []byte("🌧"))+2]
	case prefix:
		record = record[:1]
	case undelimited:
		record = record[:len(record)-p.tail]
	case splitCRLF:
		record = append(record, p.between...)
		record = record[:len(record)-1]
	}
	return append([]byte(lead), record...)
}
