package framing

import (
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/jsontext"
)

// Essence is a MIME type's type and subtype in lower case, without parameters (WHATWG
// MIME Sniffing, "MIME type essence"). Servers and proxies may send several headers, which
// a browser joins by commas; the last that is a MIME type counts (WHATWG Fetch, "extract a
// MIME type").
func Essence(contentType string) string {
	essence := ""
	for rest := contentType; rest != ""; {
		var value string
		value, rest = cutValue(rest)
		head, _, _ := strings.Cut(value, ";")
		if head = strings.ToLower(strings.Trim(head, " \t\r\n")); strings.Contains(head, "/") && head != "*/*" {
			essence = head
		}
	}
	return essence
}

// cutValue cuts a list of values at its first comma outside quoted strings.
func cutValue(list string) (first, rest string) {
	quoted := false
	for i := 0; i < len(list); i++ {
		switch c := list[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && quoted:
			i++
		case c == ',' && !quoted:
			return list[:i], list[i+1:]
		}
	}
	return list, ""
}

// Sniff recognizes the format of a body by its first bytes after a byte order mark and
// white space. ok is false while more bytes could still change the answer.
func Sniff(head []byte) (f Format, ok bool) {
	if head, ok = cutBOM(head); !ok {
		return "", false
	}
	return SniffUnmarked(head)
}

// SniffUnmarked is Sniff for a body whose byte order mark has been removed, as a [Stream]
// does: another one is content.
func SniffUnmarked(head []byte) (f Format, ok bool) {
	first, _ := trim(head, 0, len(head))
	indented := first > 0 && !isLineEnd(head[first-1])
	if head = head[first:]; len(head) == 0 {
		return "", false
	}
	switch c := head[0]; {
	case c == rs:
		return JSONSeq, true
	case c == '[':
		return JSONArray, true
	case c == '{' || c == '"':
		return JSONText, true
	case c >= '0' && c <= '9':
		return sniffLength(head)
	case indented: // the name of a field would begin its line
		return TextLines, true
	case c == ':':
		return SSE, true
	}
	return sniffField(head)
}

// sniffLength distinguishes a length, which CRLF and a record follow, from text.
func sniffLength(head []byte) (Format, bool) {
	const maxDigits = 10 // of the largest length that any server sends
	n := jsontext.Digits(head)
	switch rest := string(head[n:min(n+3, len(head))]); {
	case n > maxDigits:
		return TextLines, true
	case rest == "\r\n{" || rest == "\r\n[":
		return LengthFmt, true
	case strings.HasPrefix("\r\n", rest):
		return "", false
	}
	return TextLines, true
}

// sniffField distinguishes the first line of an event stream from text.
func sniffField(head []byte) (Format, bool) {
	for _, field := range []string{"data", "event", "id", "retry"} {
		n := min(len(field), len(head))
		if string(head[:n]) != field[:n] {
			continue
		}
		if len(head) <= len(field) {
			return "", false
		}
		if c := head[len(field)]; c == ':' || isLineEnd(c) {
			return SSE, true
		}
	}
	return TextLines, true
}
