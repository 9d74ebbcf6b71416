package feed

import (
	"bytes"
	"slices"
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// misnamed is the name of the format that a body has by its first lines, where the page has
// named another one that it cannot have; empty if it may have that. ok is false while it
// cannot be told: what it tells must not go by how the body is cut.
func misnamed(named framing.Format, head []byte) (looks framing.Format, ok bool) {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	text := bytes.TrimLeft(head, white)
	full := len(head) >= maxExcerptBytes
	looks, ok = framing.Sniff(head)
	kind, _ := unreadable(text, false)
	switch {
	case !ok:
		return "", full
	case looks == named:
		return "", true
	case looks == framing.JSONText || looks == framing.JSONArray:
		return misnamedJSON(named, looks, text, full)
	case looks == framing.TextLines && kind != "":
		return framing.Format(kind), true
	case bytes.IndexByte(text, '\n') < 0:
		return "", full
	case isMarkup(text):
		return "a web page or XML", true
	case looks != framing.TextLines:
		return looks, true
	}
	whole := text[:bytes.LastIndexByte(text, '\n')]
	lines := slices.DeleteFunc(bytes.Split(whole, []byte("\n")), func(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 })
	if len(lines) < 3 && !full {
		return "", false
	}
	if slices.ContainsFunc(lines[:min(len(lines), 3)], func(line []byte) bool { return fits(named, line) }) {
		looks = ""
	}
	return looks, true
}

const white = " \t\r\n"

// misnamedJSON is misnamed for a body that begins as JSON. Its first text, and what stands
// between that and the next, show which format it has.
func misnamedJSON(named, looks framing.Format, text []byte, full bool) (framing.Format, bool) {
	line, _, whole := bytes.Cut(text, []byte("\n"))
	n := framing.Extent(line)
	next := bytes.TrimLeft(text[n:], white)
	between := string(text[n : len(text)-len(next)])
	lf, cr, follows := strings.Contains(between, "\n"), strings.Contains(between, "\r"), len(next) > 0
	switch {
	case n == 0 && !whole && !full, n > 0 && !lf && !follows:
		return "", full
	case n == 0:
	case lf:
		looks = framing.NDJSON
	case cr:
		looks = framing.JSONCR
	case strings.IndexByte(`{["`, next[0]) < 0:
		return "", true
	default:
		looks = framing.JSONText
	}
	switch long := n == 0 && !whole; named {
	case looks, framing.JSONText:
		return "", true
	case framing.NDJSON:
		if long {
			return "", true
		}
	case framing.JSONCR, framing.JSONCRLF: // their records may hold LF, which does not stand between two
		switch {
		case n > 0 && !follows:
			return "", full
		case long, n == 0 && looks == framing.JSONText, cr && (named == framing.JSONCR || strings.Contains(between, "\r\n")):
			return "", true
		}
	}
	return looks, true
}

// fits reports whether a line may be one of a format.
func fits(f framing.Format, line []byte) bool {
	if f == framing.SSE {
		return isField(line)
	}
	line = bytes.TrimLeft(line, white)
	return len(line) > 0 && strings.IndexByte(`{["-0123456789`, line[0]) >= 0
}

// opening is what shows to people which format a body has, the same however it is cut: the JSON text
// that it begins with, or its first line, of which four bytes show what is no text.
func opening(head []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimLeft(head, "\xef\xbb\xbf"+white), []byte("\n"))
	if n := framing.Extent(line); n > 0 {
		line = line[:n]
	} else if kind, _ := unreadable(line, true); kind != "" {
		line = line[:min(len(line), 4)]
	}
	return string(bytes.TrimRight(line, "\r"))
}

// isField reports whether a line may be one of an event stream.
func isField(line []byte) bool {
	name, _, _ := bytes.Cut(bytes.TrimRight(line, "\r"), []byte(":"))
	switch string(name) {
	case "", "data", "event", "id", "retry":
		return true
	}
	return false
}
