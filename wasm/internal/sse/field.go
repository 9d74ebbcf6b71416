package sse

import (
	"bytes"
	"unicode/utf8"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// MaxIDBytes bounds an ID; a longer one is ignored. Every batch and every event that the
// page gets has a copy of it, and every request a header: with an ID of 16 MiB, each
// comment of a few bytes would cost as much as 16 MiB, and most servers refuse headers of
// 8 or 16 KiB. The standard leaves such limits to its implementations (WHATWG Infra,
// "Conformance").
const MaxIDBytes = 16 << 10

// field takes a line that is not empty. Names are compared as they are: no case
// folding, no trimming. "If value starts with a U+0020 SPACE character, remove it."
func (p *Parser) field(buf []byte, stop int, t *framing.Table) {
	p.begun = true
	line := buf[p.line:stop]
	colon := 4 // the length of "data", the name on nearly every line
	if len(line) < 5 || line[4] != ':' || string(line[:4]) != "data" {
		if colon = bytes.IndexByte(line, ':'); colon < 0 {
			colon = len(line)
		}
	}
	value := min(colon+1, len(line))
	if value < len(line) && line[value] == ' ' {
		value++
	}
	switch string(line[:colon]) {
	case "data":
		p.addData(buf, p.line+value, stop, t)
	case "event":
		p.eventType = append(p.eventType[:0], line[value:]...)
		p.typeLine = append(append(p.typeLine[:0], line...), '\n')
	case "id":
		// "If the field value does not contain U+0000 NULL"
		if len(line)-value <= MaxIDBytes && bytes.IndexByte(line[value:], 0) < 0 {
			p.id, p.hasID = append(p.id[:0], line[value:]...), true
		}
	case "retry":
		p.setRetry(line[value:])
	case "": // a comment
		p.addComment(buf, p.line+value, stop, t)
	}
}

// addData appends buf[from:to] to the data of the block. The first line stays where
// it is; later ones move down to it, with LF between. Half a character left over from a
// move would make the one decode of the whole batch fail, so what is left over is zeroed:
// the place where the line stood, and the rest of a character that it was moved onto.
func (p *Parser) addData(buf []byte, from, to int, t *framing.Table) {
	switch {
	case p.dropBlock:
		return
	case !p.hasData:
		p.data, p.hasData = span{from, to}, true
		return
	}
	buf[p.data.to] = '\n'
	p.data.to++
	p.data.to += copy(buf[p.data.to:], buf[from:to])
	clear(buf[max(p.data.to, from):to])
	for i := p.data.to; i < from && !utf8.RuneStart(buf[i]); i++ {
		buf[i] = 0
	}
	if n := p.data.to - p.data.from; n > t.Limit() {
		t.Reject(framing.TooLarge, p.data.from, n)
		p.drop()
	}
}

const (
	// smallData is what may be moved for any comment, in bytes,
	smallData = 1 << 10
	// fewComments is for how many comments of a block more may be moved. Without a bound a large
	// event that is full of small comments would cost the square of its size.
	fewComments = 8
)

// addComment reports a comment with its text, because Nchan sends its status within the
// stream that way. Within a block that has data, text and data change places: the text would
// be overwritten by the lines of data that follow, and rows lie in the order of their bytes.
// What is between the two is zeroed, as it is by addData.
func (p *Parser) addComment(buf []byte, from, stop int, t *framing.Table) {
	if !p.hasData {
		t.Add(framing.Comment, from, stop-from)
		return
	}
	n := p.data.to - p.data.from
	if p.comments++; n > smallData && p.comments > fewComments {
		t.Add(framing.Comment, p.data.from, 0)
		return
	}
	p.text = append(p.text[:0], buf[from:stop]...)
	copy(buf[stop-n:stop], buf[p.data.from:p.data.to])
	end := p.data.from + copy(buf[p.data.from:], p.text)
	clear(buf[end : stop-n])
	t.Add(framing.Comment, p.data.from, len(p.text))
	p.data = span{stop - n, stop}
}

// setRetry takes a value that "consists of only ASCII digits". A number too large
// for any clock stays at the largest one kept here; the connection clamps it.
func (p *Parser) setRetry(value []byte) {
	const maxKept = int64(1) << 52
	ms := int64(0)
	for _, c := range value {
		if c < '0' || c > '9' {
			return
		}
		ms = min(ms*10+int64(c-'0'), maxKept)
	}
	if len(value) > 0 {
		p.retry, p.hasRetry = ms, true
	}
}
