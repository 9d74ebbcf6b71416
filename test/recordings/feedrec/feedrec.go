// Package feedrec holds recordings of feeds (js/docs/recorder.md), each a file that `recording.blob()` gave, and reads them. A
// file that is put into this folder is a test: the engine natively (wasm/internal/bridge) and the built package in a browser
// (test/browser) are given what the feed was given then, and must tell what it told.
package feedrec

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

//go:embed *.feedrec
var files embed.FS

// A File is a recording as it lies in the folder.
type File struct {
	Name    string
	Content []byte
}

// All are the recordings that there are.
func All() ([]File, error) {
	entries, err := files.ReadDir(".")
	var list []File
	for _, entry := range entries {
		content, failed := files.ReadFile(entry.Name())
		list, err = append(list, File{entry.Name(), content}), errors.Join(err, failed)
	}
	return list, err
}

// A Recording is what a feed got and told.
type Recording struct {
	Header Header
	Events []Event
}

// A Header is the first line of a file.
type Header struct {
	Feedrec   int
	URL       string
	Dropped   int
	Functions []string
	Engine    json.RawMessage // FeedOptions of the contract
}

// An Event is one of the other lines; what it has not got is empty. js/docs/recorder.md says what there is.
type Event struct {
	T       float64
	Kind    string
	Request int

	URL     string // request, response, open
	Status  int    // response, error
	Headers [][2]string
	Text    *string // chunk
	Base64  []byte  // the same, or the bytes of a record
	Cut     string  // end
	Why     string  // unanswered

	Type    string // record, error, notice
	ID      string
	Data    *string
	Sign    string // keepalive
	Reason  string // malformed
	Offset  int64
	Code    string // error
	Attempt int
	Final   bool
	Detail  struct{ Reason string } // notice
	Answer  any                     // delay
	Call    string
}

// Bytes are those of a chunk.
func (e *Event) Bytes() []byte {
	if e.Text != nil {
		return []byte(*e.Text)
	}
	return e.Base64
}

// Header is the value of a response's field, whose name is in lower case.
func (e *Event) Header(name string) string {
	for _, field := range e.Headers {
		if field[0] == name {
			return field[1]
		}
	}
	return ""
}

// Read reads a file, or its lines unzipped.
func Read(content []byte) (*Recording, error) {
	var lines io.Reader = bytes.NewReader(content)
	if bytes.HasPrefix(content, []byte{0x1f, 0x8b}) {
		unzipped, err := gzip.NewReader(lines)
		if err != nil {
			return nil, err
		}
		lines = unzipped
	}
	decoder := json.NewDecoder(bufio.NewReader(lines))
	r := &Recording{}
	if err := decoder.Decode(&r.Header); err != nil {
		return nil, err
	}
	if r.Header.Feedrec != 1 {
		return nil, fmt.Errorf("a recording of format %d, which is not 1", r.Header.Feedrec)
	}
	for {
		var event Event
		switch err := decoder.Decode(&event); {
		case errors.Is(err, io.EOF):
			return r, nil
		case err != nil:
			return nil, fmt.Errorf("event %d: %w", len(r.Events)+1, err)
		case event.Kind == "" || event.T < 0:
			return nil, fmt.Errorf("event %d is none: its kind is %q, its time %v", len(r.Events)+1, event.Kind, event.T)
		}
		r.Events = append(r.Events, event)
	}
}

// Told is what the feed told its page, a line each, as far as it does not go by the time: what any feed must tell that is given
// the same.
func (r *Recording) Told() []string {
	var told []string
	for _, e := range r.Events {
		if line := e.told(); line != "" {
			told = append(told, line)
		}
	}
	return told
}

func (e *Event) told() string {
	switch e.Kind {
	case "open":
		return "open"
	case "record":
		return Record(e.Type, e.ID, e.data())
	case "keepalive":
		return KeepAlive(e.Sign, e.data())
	case "malformed":
		return Malformed(e.Reason, e.Offset, string(e.Base64))
	case "error":
		return Error(e.Type, e.Status, e.Code, e.Attempt, e.Final)
	case "notice":
		return Notice(e.Type, e.Detail.Reason)
	}
	return ""
}

func (e *Event) data() string {
	if e.Data != nil {
		return *e.Data
	}
	return base64.StdEncoding.EncodeToString(e.Base64)
}

// Record is the line of a record; data that is bytes is in base64.
func Record(kind, id, data string) string {
	return fmt.Sprintf("record %s %q %q", kind, id, decoded(data))
}

var replaced = regexp.MustCompile("\uFFFD+")

// decoded is a text with one replacement character for whatever is no UTF-8 in a row: how many there are, decoders disagree.
func decoded(text string) string {
	return replaced.ReplaceAllString(strings.ToValidUTF8(text, "\uFFFD"), "\uFFFD")
}

// KeepAlive is the line of a sign of life.
func KeepAlive(sign, data string) string { return fmt.Sprintf("keepalive %s %q", sign, decoded(data)) }

// Malformed is the line of what is no record.
func Malformed(reason string, offset int64, bytes string) string {
	return fmt.Sprintf("malformed %s at %d %q", reason, offset, bytes)
}

// Error is the line of a failure.
func Error(kind string, status int, code string, attempt int, final bool) string {
	return fmt.Sprintf("error %s status %d code %q attempt %d final %t", kind, status, code, attempt, final)
}

// Notice is the line of a gap, a stall or a warning; there is none for what goes by clocks, or by the page.
func Notice(kind, reason string) string {
	switch {
	case kind == "lag", reason == "unread", reason == "worker", reason == "share", reason == "persist":
		return ""
	}
	return fmt.Sprintf("notice %s %q", kind, reason)
}
