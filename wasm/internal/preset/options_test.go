package preset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// options are the names that a preset may use; decode refuses others.
type options struct {
	Format         framing.Format
	Payload        string
	Transport      string
	Protocols      string
	Greet          said
	ID             members
	Resume         resume
	Dedupe         *dedupe
	Keepalive      *keepalive
	Reconnect      reconnect
	MaxRecordBytes *int
	Lag            *struct{ Time member }
	Decode         *struct{ Data, Encoding, Base64 *member }
	Gap            *gap
	Hold           bool
	Signals        []rule
}

func (o options) isWebSocket() bool { return o.Transport == "websocket" }

// says reports whether the options have something that only a WebSocket has.
func (o options) says() bool {
	closes := slices.ContainsFunc(o.Signals, func(r rule) bool { return r.Close != nil })
	return closes || o.replies() || o.Protocols != "" || o.Greet != "" || o.Keepalive != nil && o.Keepalive.Ping != ""
}

// replies reports whether something is said to records.
func (o options) replies() bool {
	return slices.ContainsFunc(o.Signals, func(r rule) bool { return r.Reply != "" })
}

type dedupe struct {
	Key    members
	Window *int
}

type keepalive struct {
	TimeoutMs, ConnectMs *int
	Ping                 said
	Pong                 *struct {
		At member
		Is texts
	}
}

type gap struct {
	WindowMs *int
	Header   string
}

// resume is where the cursor goes, the header first. A header that is false is nowhere; a page may
// see to it all.
type resume struct {
	given, byPage   bool
	Header          header
	Query, Body, As string
	URL, Method     string
	From            struct{ Header, Record string }
	Cursor, Replay  string
}

// somewhere reports whether the options say how a feed goes on.
func (r resume) somewhere() bool {
	return r.byPage || r.Header.off || r.Header.name+r.Query+r.Body+r.URL+r.Method+r.Replay != ""
}

type header struct {
	off  bool
	name string
}

// reconnect is false, or an object.
type reconnect struct {
	off       bool
	AnyMethod bool
}

// A rule is one of signals.
type rule struct {
	Type    string
	At      *member
	Is      texts
	Range   *[2]float64
	And     *second
	Then    string
	Deliver *bool
	Says    string
	Close   *codes
	Reply   said
}

// A second condition is what must hold besides.
type second struct {
	At member
	Is texts
}

// codes are the close codes of a WebSocket from one to another.
type codes struct{ low, high int }

func (c codes) String() string {
	if c.low == c.high {
		return strconv.Itoa(c.low)
	}
	return fmt.Sprintf("%d–%d", c.low, c.high)
}

// said is what a page sends: a text as it is, an object as JSON.
type said string

type texts []string

// A member is a JSON pointer, with its text, or the word id for the event's own.
type member struct {
	text string
	jsonptr.Pointer
}

type members []member

func (m *member) UnmarshalJSON(b []byte) (err error) {
	if err = json.Unmarshal(b, &m.text); err == nil && m.text != ownID {
		m.Pointer, err = jsonptr.Parse(m.text)
	}
	return err
}

// ownID is the key of a dedupe by the ids that events have of their own.
const ownID = "id"

func (m *members) UnmarshalJSON(b []byte) error { return oneOrMore(b, (*[]member)(m)) }

func (t *texts) UnmarshalJSON(b []byte) error { return oneOrMore(b, (*[]string)(t)) }

func (s *said) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, (*string)(s))
	}
	var compact bytes.Buffer
	err := json.Compact(&compact, b)
	*s = said(compact.String())
	return err
}

func (c *codes) UnmarshalJSON(b []byte) error {
	if b[0] != '[' {
		err := json.Unmarshal(b, &c.low)
		c.high = c.low
		return err
	}
	var ends [2]int
	err := json.Unmarshal(b, &ends)
	c.low, c.high = ends[0], ends[1]
	return err
}

func oneOrMore[T any](b []byte, list *[]T) error {
	if b[0] == '[' {
		return json.Unmarshal(b, list)
	}
	*list = make([]T, 1)
	return json.Unmarshal(b, &(*list)[0])
}

func (r *resume) UnmarshalJSON(b []byte) error {
	type plain resume
	if r.given = true; string(b) == `"page"` {
		r.byPage = true
		return nil
	}
	return strictly(b, (*plain)(r))
}

func (h *header) UnmarshalJSON(b []byte) error { return falseOr(b, &h.off, &h.name) }

func (r *reconnect) UnmarshalJSON(b []byte) error {
	type plain reconnect
	return falseOr(b, &r.off, (*plain)(r))
}

func falseOr(b []byte, off *bool, value any) error {
	if *off = string(b) == "false"; *off {
		return nil
	}
	return strictly(b, value)
}

func strictly(b []byte, v any) error {
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.DisallowUnknownFields()
	return d.Decode(v)
}
