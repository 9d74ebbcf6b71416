//go:build !js

package feedsource

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// most is the largest number that an option of that kind can be.
const most = 1 << 30

// check says what is wrong first with options, of which own are without the preset's; nil if nothing is. where is the URL, empty if a
// function gives it.
func check(where string, own, o Options) error {
	return first(
		checkURL(where, o), checkRequest(o), checkFormat(o), checkResume(o.Resume), checkCursorInBody(o), checkRecords(o), checkMembers(o), checkWaits(o),
		checkSignals(o.Signals), checkTransport(where, own, o), oneOfThese("Transport", o.Transport, TransportHTTP, TransportWebSocket),
	)
}

func checkURL(where string, o Options) error {
	switch {
	case where == "" && o.URLFunc == nil:
		return needs("url", "a URL, or the option URLFunc")
	case where == "":
		return nil
	case o.URLFunc != nil:
		return refused("URLFunc", "is for a feed that is opened with an empty url")
	}
	return checkAddress(where)
}

// checkAddress says what is wrong with a URL that a feed is read from. It is not shown, because it may hold secrets.
func checkAddress(where string) error {
	u, err := url.Parse(where)
	switch {
	case err != nil:
		return refused("url", "cannot be parsed")
	case !slices.Contains([]string{"http", "https", "ws", "wss"}, u.Scheme):
		return refused("url", fmt.Sprintf("has the scheme %q; it can be https, http, wss or ws", u.Scheme))
	case u.Hostname() == "":
		return refused("url", "has no host")
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return refused("url", "has a port that there cannot be; it can be from 1 to 65535")
		}
	}
	return nil
}

func checkRequest(o Options) error {
	if o.Client != nil && o.Client.Timeout != 0 {
		return refused("Client", "has a Timeout, which would cut the stream; leave it 0, and say Keepalive.Connect for how long a response may take")
	}
	for name, values := range o.Headers {
		if !isToken(name) {
			return refused("Headers", fmt.Sprintf("has the name %q, which no header can have", name))
		}
		if slices.ContainsFunc(values, isUnsendable) {
			return refused("Headers", "has a value of "+name+" that is more than one line, or has another control character")
		}
	}
	switch method := strings.ToUpper(o.Method); {
	case method != "" && !isToken(method), slices.Contains([]string{"CONNECT", "TRACE", "TRACK"}, method): // WHATWG Fetch, "forbidden method"
		return cannotBe("Method", o.Method, "GET, POST and the like")
	case len(o.Body) > 0 && (method == "" || method == "GET" || method == "HEAD"):
		return needs("Body", "a Method that has one, such as POST")
	}
	return nil
}

// isUnsendable reports whether a value of a header has what net/http does not send (RFC 9110 section 5.5).
func isUnsendable(value string) bool {
	return strings.ContainsFunc(value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f })
}

func checkFormat(o Options) error {
	if f := o.FixedFormat; f != nil {
		layout := f.layout()
		if !layout.Valid() || layout.Header > longestHeader {
			return refused("FixedFormat", fmt.Sprintf("has a length of %d bytes at %d in a header of %d; the length can have 1, 2, 4 or 8 bytes and is within the header, which has up to %d",
				layout.Width, layout.Offset, layout.Header, longestHeader))
		}
	}
	return first(oneOfThese("Format", o.Format, formatNames()...), oneOfThese("Payload", o.Payload, PayloadJSON))
}

// longestHeader is how many bytes the header of a fixed format may have.
const longestHeader = 1024

// formatNames are the names of all formats.
func formatNames() []Format {
	var names []Format
	for _, name := range framing.Formats() {
		names = append(names, Format(name))
	}
	return names
}

func checkResume(r *Resume) error {
	switch {
	case r == nil:
		return nil
	case r.Header != "" && r.NoHeader:
		return refused("Resume.NoHeader", "does not go with Resume.Header")
	case r.Header != "" && !isToken(r.Header):
		return cannotBe("Resume.Header", r.Header, "the name of a header")
	case r.Body != "" && !isPointer(r.Body):
		return cannotBe("Resume.Body", r.Body, "a JSON pointer like /since")
	case r.As != "" && r.AsFunc != nil, r.URL != "" && r.URLFunc != nil:
		return refused("Resume", "has both a template and a function for one thing")
	case r.As != "" && !strings.Contains(r.As, "{id}") && !strings.Contains(r.As, "{id+1}"):
		return cannotBe("Resume.As", r.As, "a text with {id} or {id+1}")
	case r.From != nil && (r.From.Header == "") == (r.From.Record == ""):
		return refused("Resume.From", "has one of Header and Record")
	case r.From != nil && r.From.Header != "" && !isToken(r.From.Header):
		return cannotBe("Resume.From.Header", r.From.Header, "the name of a header")
	case r.From != nil && r.From.Record != "" && !isPointer(r.From.Record):
		return cannotBe("Resume.From.Record", r.From.Record, "a JSON pointer like /id")
	case r.Method != "" && !isToken(r.Method):
		return cannotBe("Resume.Method", r.Method, "GET, POST and the like")
	}
	return first(oneOfThese("Resume.Cursor", r.Cursor, CursorID, CursorCount), oneOfThese("Resume.Replay", r.Replay, ReplaySkip))
}

// checkCursorInBody puts a cursor into the body for a trial, ahead of the first.
func checkCursorInBody(o Options) error {
	r := o.Resume
	if r == nil || r.Body == "" {
		return nil
	}
	method := cmp.Or(r.Method, o.Method, "GET")
	if r.Method == "" && (r.URL != "" || r.URLFunc != nil) {
		method = "GET"
	}
	if isBodiless(strings.ToUpper(method)) {
		return refused("Resume.Body", "is for a request whose method has a body, and not "+method)
	}
	if _, err := withMember(o.Body, r.Body, ""); err != nil {
		return refused("Resume.Body", strings.TrimPrefix(err.Error(), "Resume.Body "))
	}
	return nil
}

func checkRecords(o Options) error {
	if d := o.Dedupe; d != nil && !d.Off {
		if len(d.Key) == 0 == !d.ByID {
			return refused("Dedupe", "has one of Key and ByID")
		}
		if err := first(members("Dedupe.Key", d.Key...), whole("Dedupe.Window", d.Window)); err != nil {
			return err
		}
	}
	if b := o.Backfill; b != nil && !b.Off {
		if (b.Func == nil) == (b.URL == "") || b.Func == nil && b.After == "" {
			return needs("Backfill", "URL and After, or Func")
		}
		if b.URL != "" {
			if err := checkAddress(b.URL); err != nil {
				return refused("Backfill.URL", strings.TrimPrefix(err.(*OptionError).Message, "url "))
			}
			if isSocketURL(b.URL) {
				return refused("Backfill.URL", "is for a WebSocket; it can be https or http")
			}
		}
		if err := first(whole("Backfill.Size", b.Size), whole("Backfill.Overlap", b.Overlap)); err != nil {
			return err
		}
	}
	if strings.ContainsAny(o.LastEventID, "\x00\r\n") {
		return refused("LastEventID", "is more than one line")
	}
	return whole("MaxRecordBytes", o.MaxRecordBytes)
}

func checkMembers(o Options) error {
	if err := members("ID", o.ID...); err != nil {
		return err
	}
	if d := o.Decode; d != nil && !d.Off {
		switch {
		case d.Base64 == "" && (d.Data == "" || d.Encoding == ""):
			return needs("Decode", "Data and Encoding, or Base64")
		case d.Base64 != "" && d.Data+d.Encoding != "":
			return refused("Decode.Base64", "does not go with Data and Encoding")
		}
		for _, pointer := range []string{d.Data, d.Encoding, d.Base64} {
			if pointer != "" && !isPointer(pointer) {
				return cannotBe("Decode", pointer, "a JSON pointer like /data")
			}
		}
	}
	if l := o.Lag; l != nil && !l.Off {
		if l.Time == "" {
			return needs("Lag", "Time")
		}
		return members("Lag.Time", l.Time)
	}
	return nil
}

func checkWaits(o Options) error {
	given := map[string]time.Duration{}
	if g := o.Gap; g != nil {
		given["Gap.Window"] = g.Window
		if g.Header != "" && !isToken(g.Header) {
			return cannotBe("Gap.Header", g.Header, "the name of a header")
		}
	}
	if k := o.Keepalive; k != nil {
		given["Keepalive.Timeout"], given["Keepalive.Connect"] = k.Timeout, k.Connect
	}
	if l := o.Lag; l != nil {
		given["Lag.Warn"] = l.Warn
	}
	if r := o.Reconnect; r != nil {
		given["Reconnect.MaxElapsed"] = r.MaxElapsed
		if err := whole("Reconnect.MaxAttempts", r.MaxAttempts); err != nil {
			return err
		}
	}
	for name, wait := range given {
		if wait < 0 || wait > 0 && wait < time.Millisecond {
			return cannotBe(name, wait.String(), "a duration of a millisecond or more")
		}
	}
	return nil
}
