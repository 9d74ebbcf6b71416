package framing

import "bytes"

// A Delimiter is what ends a record in a feed of lines.
type Delimiter int

const (
	// LF ends a record of NDJSON and of plain text; a CR before it is not content.
	LF Delimiter = iota
	// CR ends a record of Gitter's streaming API. It is final when seen: waiting
	// to learn whether LF follows would hold every message back by one interval.
	// An LF that does follow is not content of the next record.
	CR
	// CRLF ends a record of Twitter's streaming API, where LF alone may stand inside
	// a record and CR may not.
	CRLF
)

// Lines frames records that end in a delimiter. LF inside a record that ends in
// CR or CRLF is content. The limit is for the record without its delimiter.
type Lines struct {
	delimiter Delimiter
	json      bool
	skipping  bool // the open record was reported as too large
}

// objects are the lines that nearly all of NDJSON consists of: one object and nothing else.
var objects = [...]*Shape{
	LF: NewShape("{", 0, '}', "\n"), CR: NewShape("{", 0, '}', "\r"), CRLF: NewShape("{", 0, '}', "\r\n"),
}

// NewLines frames lines of text. Only the delimiter is removed.
func NewLines(d Delimiter) *Lines { return &Lines{delimiter: d} }

// NewJSONLines frames JSON texts, one a line: white space around a record is not
// content, and a record that cannot be JSON by its first and last byte (an HTML
// page, a log line) is rejected. The text between is for JSON.parse to judge.
func NewJSONLines(d Delimiter) *Lines { return &Lines{delimiter: d, json: true} }

// next finds the first delimiter at or after from: the record ends at end, the
// following one starts at after. end is -1 when there is none yet.
func (l *Lines) next(buf []byte, from int) (end, after int) {
	switch l.delimiter {
	case CR:
		if i := bytes.IndexByte(buf[from:], '\r'); i >= 0 {
			return from + i, from + i + 1
		}
	case CRLF:
		for {
			i := bytes.IndexByte(buf[from:], '\r')
			if i < 0 || from+i+1 == len(buf) {
				break
			}
			from += i + 1
			if buf[from] == '\n' {
				return from - 1, from + 1
			}
		}
	default:
		if i := bytes.IndexByte(buf[from:], '\n'); i >= 0 {
			return from + i, from + i + 1
		}
	}
	return -1, 0
}

// Frame implements [Framer].
func (l *Lines) Frame(buf []byte, from int, t *Table) (keep, end int) {
	start := 0
	if l.delimiter == CRLF && from > 0 && buf[from-1] == '\r' {
		from-- // the CR that ended the last chunk may be the first half of a CRLF
	}
	for {
		// The part of a record that came before may hold LF if the delimiter is CR or CRLF.
		if l.json && !l.skipping && (start == from || l.delimiter == LF) {
			start, from = objects[l.delimiter].Take(buf, start, from, t)
		}
		stop, after := l.next(buf, from)
		if stop < 0 {
			break
		}
		if l.skipping {
			l.skipping = false
		} else {
			l.add(buf, start, stop, t)
		}
		start, from = after, after
	}
	if t.Exceeds(len(buf)-start) && !l.skipping {
		start, _ = l.content(buf, start, len(buf))
		t.Reject(TooLarge, start, len(buf)-start)
		l.skipping = true
	}
	if l.skipping {
		start = len(buf)
		if l.delimiter == CRLF && start > 0 && buf[start-1] == '\r' {
			start--
		}
	}
	return start, len(buf)
}

// content leaves out what belongs to a delimiter of two bytes where one is enough:
// a CR before LF, or an LF after CR.
func (l *Lines) content(buf []byte, start, stop int) (int, int) {
	switch {
	case start == stop:
	case l.delimiter == LF && buf[stop-1] == '\r':
		stop--
	case l.delimiter == CR && buf[start] == '\n':
		start++
	}
	return start, stop
}

// add takes the record that ends before the delimiter at buf[stop].
func (l *Lines) add(buf []byte, start, stop int, t *Table) {
	start, stop = l.content(buf, start, stop)
	a, b := trim(buf, start, stop)
	switch {
	case stop-start > t.Limit():
		t.Reject(TooLarge, start, stop-start)
	case a == b:
		t.Add(KeepAlive, start, stop-start)
	case !l.json:
		t.Add(Data, start, stop-start)
	case l.holdsLF(buf[a:b]):
		addValues(buf, a, b, t)
	case plausible(buf[a:b]):
		t.Add(Data, a, b-a)
	default:
		t.Reject(NotJSON, a, b-a)
	}
}

func (l *Lines) holdsLF(rec []byte) bool {
	return l.delimiter != LF && bytes.IndexByte(rec, '\n') >= 0
}

// addValues adds a record that holds LF. It may be one pretty-printed text, or a
// message that the server ended with LF only and the next one after it
// (Gnip's in-stream error objects, demian85/gnip#32): a scan by depth shows which. The
// byte after the record, if there is one, shows that a number in last place is whole.
func addValues(buf []byte, a, b int, t *Table) {
	scan := NewJSON()
	keep, end := scan.Frame(buf[:min(b+1, len(buf))], a, t)
	scan.End(buf[:end], keep, true, t)
}

// End implements [Framer]. A server that ends the body need not end its last line; of one that
// was cut nobody can say what is missing, unless it is JSON.
func (l *Lines) End(buf []byte, keep int, clean bool, t *Table) {
	start, stop := l.content(buf, keep, len(buf))
	if l.delimiter == CRLF && stop > start && buf[stop-1] == '\r' {
		stop-- // half of the delimiter
	}
	a, b := trim(buf, start, stop)
	switch {
	case l.skipping || a == b:
	case stop-start > t.Limit():
		t.Reject(TooLarge, start, stop-start)
	case l.json && l.holdsLF(buf[a:b]):
		addValues(buf, a, b, t)
	case Complete(buf[a:b]) && l.json:
		t.Add(Data, a, b-a)
	case !l.json && clean, Complete(buf[a:b]):
		t.Add(Data, start, stop-start)
	default:
		t.Reject(Truncated, a, b-a)
	}
}

// trim narrows buf[a:b] to what stands between white space as JSON knows it
// (RFC 8259 section 2).
func trim(buf []byte, a, b int) (int, int) {
	for a < b && isSpace(buf[a]) {
		a++
	}
	for a < b && isSpace(buf[b-1]) {
		b--
	}
	return a, b
}

func isSpace(c byte) bool { return c == ' ' || isLineEnd(c) || c == '\t' }

func isLineEnd(c byte) bool { return c == '\n' || c == '\r' }
