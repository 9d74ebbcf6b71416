package feed

import (
	"cmp"
	"slices"
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// said is what a server says of some trouble, for people: its own sentence or title if it gives
// one, else the beginning of the whole. CouchDB and OAuth (RFC 6749, 5.2) give a word for programs
// and the reason apart.
func said(body string) string {
	json := mended([]byte(body))
	word := memberOf(json, "/error")
	reason := cmp.Or(memberOf(json, "/reason"), memberOf(json, "/error_description"))
	if wordOf(word) != "" && reason != "" {
		return quote(word + ": " + reason)
	}
	for _, pointer := range []string{
		"/message", "/error_description", "/error", "/error/message", "/reason", "/detail", "/object/message", "/result/cancel_reason", "/errorText",
		"/errors/0/message", "/errors/0/detail", "/title", "/Message", "/fault/faultstring", "/0/error/message", "/0/message",
		"/data/message", "/response/error/message", "/disconnect/reason", "/warning/message", "",
	} {
		if text := memberOf(json, pointer); text != "" && text[0] != '{' && text[0] != '[' && text != "true" {
			return quote(text)
		}
	}
	for _, name := range []string{"Message", "title", "h1"} {
		if text := element(body, name); text != "" {
			return quote(text)
		}
	}
	return quote(body)
}

// element is the text of the first element of a name in a web page or XML; empty if there is none.
func element(body, name string) string {
	_, text, _ := strings.Cut(body, "<"+name+">")
	text, _, ok := strings.Cut(text, "<")
	if !strings.HasPrefix(strings.TrimLeft(body, white), "<") || !ok {
		return ""
	}
	return strings.Trim(text, white)
}

// codeOf is what a server calls some trouble, for programs: a word or a number in the member
// by which a signal was recognized, or in a body that explains a refusal.
func codeOf(text []byte) string {
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return wordOf(string(text))
	}
	text = mended(text)
	for _, pointer := range []string{
		"/code", "/error/code", "/error/type", "/type", "/status", "/error/status", "/name", "/error", "/__type", "/errors/0/code", "/errors/0/extensions/code",
		"/0/error/code", "/data/code", "/response/error/code", "/disconnect/code",
	} {
		if code := wordOf(memberOf(text, pointer)); code != "" && code != "true" {
			return code
		}
	}
	return ""
}

// saidCode is the code in a body that is not a feed's; empty if there is none.
func saidCode(body string) string {
	if body[0] == '{' || body[0] == '[' {
		return codeOf([]byte(body))
	}
	return wordOf(element(body, "Code"))
}

// mended is a text with what is whole of an object or an array, if its end is missing because only
// the first KiB of a body is kept.
func mended(text []byte) []byte {
	if framing.Extent(text) > 0 || len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return text
	}
	var open, ends, whole []byte
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{', c == '[':
			open = append(open, c+2) // which is its end in ASCII
		case c == '}' || c == ']':
			open = open[:max(len(open)-1, 0)]
		case c == ',':
			whole, ends = text[:i], append(ends[:0], open...)
		}
	}
	slices.Reverse(ends)
	return slices.Concat(whole, ends)
}

// wordOf is a text if it is a word that says something, and no sentence or address (as the type is of RFC 9457).
func wordOf(text string) string {
	switch {
	case len(text) > maxCodeBytes, strings.ContainsAny(text, " {[\n/"), text == "error", text == "about:blank":
		return ""
	}
	return text
}

// memberOf is a member of a JSON text as text; empty if it has none.
func memberOf(text []byte, pointer string) string {
	p, err := jsonptr.Parse(pointer)
	if err != nil {
		return ""
	}
	raw, ok := p.Find(text)
	if !ok {
		return ""
	}
	member, _ := jsonptr.Text(raw)
	return member
}
