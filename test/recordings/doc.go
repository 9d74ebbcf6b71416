// Package recordings holds what services send, byte by byte, and what a page should
// see of it when it reads them with the presets.
//
// Nothing here was captured from a live service: the tests reach none. The bytes
// follow the vendors' documentation and, where that is silent, their program source:
// content types and headers, delimiters, keep-alives, control messages, the last
// record. Names, ids and texts are invented, and hold characters outside ASCII. Long
// records are shortened to the members that a client has to know.
//
// A file is one response as it comes off the wire without transfer coding: status
// line, headers, blank line, body. <preset>/<name>-1.http answers the first request,
// <name>-2.http the request that follows when the first body has ended, and so on.
// Where the sources disagree the bytes take the harder reading; the tables say so.
// What passes by a WebSocket is in <preset>/<name>-1.ws and so on; see [Recording.Conversation].
package recordings

import (
	"bufio"
	"bytes"
	"embed"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

//go:embed */*.http */*.ws
var files embed.FS

// A Recording is what passes between one page and one service.
type Recording struct {
	// Preset is the preset that it tests, and Name tells its files from the others.
	Preset, Name string
	// Method, Path and Body are the page's request; no Method is GET.
	Method, Path, Body string
	// Greet is what the page says first by a WebSocket, in place of the preset's greeting, and
	// Subscribe what it says when that was answered. {attempt} in them is the number of the attempt.
	Greet, Subscribe string
	// Show points to the members by which Seen tells a record: the first that it has. A
	// record that has none is told by its whole text.
	Show []string
	// Answers are the server's responses, in order.
	Answers []Answer
}

// An Answer is one response, or conversation by a WebSocket, and what it is an answer to.
type Answer struct {
	// Query and LastEventID are what the request carries of the cursor.
	Query, LastEventID string
	// Seen is what the records mean, in order.
	Seen []Seen
	// Closed is the word of the rule that the close code of a WebSocket meets; empty if there is none.
	Closed string
	// Gap says that the page is told of a gap before the records.
	Gap bool
	// Ends is the type of the failure that the page is told when the body has ended.
	// Empty stands for any but complete.
	Ends string
	// Final says that the feed is then closed.
	Final bool
}

// Seen is one record and what becomes of it.
type Seen struct {
	// Fate is the word of the rule that it matched, or one of the constants below.
	Fate string
	// Type, ID and Text are the event's type, the last event ID in force at it, and what
	// Show points to. A keep-alive and a duplicate are told by their Fate alone.
	Type, ID, Text string
}

// Fates that are no words of rules.
const (
	Record    = "record"    // delivered, and nothing else
	Duplicate = "duplicate" // came before, and is dropped
	Silent    = "silent "   // ahead of a word: its record is not delivered
)

// Delivered reports whether the page sees the record.
func (s Seen) Delivered() bool {
	return !slices.Contains([]string{"keepalive", "bookmark", Duplicate}, s.Fate) && !strings.HasPrefix(s.Fate, Silent)
}

var beat = Seen{Fate: "keepalive"}

// All lists every recording.
func All() []Recording {
	return slices.Concat(chats(), twitters(), databases(), clusters(), models(), hubs(), answers(), streams(), frames(), sockets())
}

// reconnects is how many answers besides the first are read: those that refuse are not.
func (r Recording) reconnects() int {
	count := -1
	for _, a := range r.Answers {
		if a.Ends != "status" {
			count++
		}
	}
	return count
}

// Response is the head of the n-th response, counted from 1, and its body.
func (r Recording) Response(n int) (*http.Response, []byte, error) {
	text, err := files.ReadFile(fmt.Sprintf("%s/%s-%d.http", r.Preset, r.Name, n))
	if err != nil {
		return nil, nil, err
	}
	head, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(text)), nil)
	if err != nil {
		return nil, nil, err
	}
	defer head.Body.Close()
	body, err := io.ReadAll(head.Body)
	return head, body, err
}
