package framing_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/vectors"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// corpus is the texts of json.txt.
func corpus(t *testing.T) []vectors.Text {
	t.Helper()
	texts, err := vectors.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// alone are the records of a text that is the only one in a body, without keep-alives.
func alone(t *testing.T, c vectors.Case) []string {
	t.Helper()
	cuts := [][]int{nil, framingtest.Each(len(c.Body)), framingtest.Random(7, len(c.Body))}
	if len(c.Body) > 10_000 {
		cuts = [][]int{nil, framingtest.Every(997, len(c.Body))}
	}
	var whole []string
	for i, cuts := range cuts {
		got := inFormat(c).Read(t, []byte(c.Body), cuts)
		if i > 0 && !slices.Equal(got, whole) {
			t.Fatalf("%s: %.200q, not %.200q", c.Title(), got, whole)
		}
		whole = got
	}
	return slices.DeleteFunc(whole, func(s string) bool { return strings.HasPrefix(s, vectors.KeepAlive) })
}

// whole is the one record that a text should be.
func whole(text string) []string { return []string{"data " + strings.Trim(text, " \t\r\n")} }

// TestVerdictsAreRight: encoding/json says of every text what json.txt does.
func TestVerdictsAreRight(t *testing.T) {
	names := map[string]bool{}
	count := map[vectors.Verdict]int{}
	for _, text := range corpus(t) {
		if name := text.Group + text.Name; names[name] || text.Name == "" {
			t.Errorf("%s: %s is there twice", text.Group, text.Name)
		} else {
			names[name] = true
		}
		count[text.Verdict]++
		if got := json.Valid([]byte(text.Text)); text.Verdict != vectors.Either && got != (text.Verdict == vectors.Accept) {
			t.Errorf("%s: %s: encoding/json says %v", text.Group, text.Name, got)
		}
	}
	if len(names) < 300 || count[vectors.Accept] < 80 || count[vectors.Reject] < 150 || count[vectors.Either] < 20 {
		t.Errorf("%d texts, %v", len(names), count)
	}
}

// TestJSONComesOutWhole: what is JSON is one record, in every format that takes it.
func TestJSONComesOutWhole(t *testing.T) {
	for _, text := range corpus(t) {
		if text.Verdict == vectors.Reject {
			continue
		}
		for _, format := range vectors.Carriers {
			if c, ok := text.In(format); ok {
				if got := alone(t, c); !slices.Equal(got, whole(text.Text)) {
					t.Errorf("%s: %.200q", c.Title(), got)
				}
			}
		}
	}
}

// TestScanPromisesBracketsAndStrings: of what is no JSON, exactly that is delivered whose
// brackets and strings are in order; JSON.parse has to find the rest.
func TestScanPromisesBracketsAndStrings(t *testing.T) {
	let := 0
	for _, text := range corpus(t) {
		if text.Verdict != vectors.Reject {
			continue
		}
		orderly := bracketed(strings.Trim(text.Text, " \t\r\n"))
		if orderly {
			let++
		}
		for _, format := range []string{"json", "json-array"} {
			c, _ := text.In(format)
			passed := slices.Equal(alone(t, c), whole(text.Text))
			if orderly && !passed || !orderly && passed && format != "json-array" { // its own bracket may close what the text left open
				t.Errorf("%s: passed %v, in order %v: %.200q", c.Title(), passed, orderly, text.Text)
			}
		}
	}
	if let < 60 {
		t.Errorf("only %d texts are in order and no JSON", let)
	}
}

// TestSequencePromisesJSON: of what is no JSON, no element is delivered, and it is told of (RFC 7464 sections 2.1
// and 2.4); but of nothing at all.
func TestSequencePromisesJSON(t *testing.T) {
	for _, text := range corpus(t) {
		if text.Verdict != vectors.Reject {
			continue
		}
		c, _ := text.In("json-seq")
		got := alone(t, c)
		for _, record := range got {
			if element, ok := strings.CutPrefix(record, "data "); ok && !json.Valid([]byte(element)) {
				t.Errorf("%s: passed: %.200q", c.Title(), text.Text)
			}
		}
		if len(got) == 0 && strings.Trim(text.Text, " \t\r\n") != "" {
			t.Errorf("%s: not told of", c.Title())
		}
	}
}

// TestLinePromisesFirstAndLastByte: of what is no JSON, exactly those lines are delivered
// that begin and end as a text does, and of strings those whose first quote that is not escaped ends them.
func TestLinePromisesFirstAndLastByte(t *testing.T) {
	for _, text := range corpus(t) {
		c, ok := text.In("ndjson")
		if !ok || text.Verdict != vectors.Reject {
			continue
		}
		s := strings.Trim(text.Text, " \t\r\n")
		likely := len(s) > 1 && slices.Contains([]string{"{}", "[]"}, s[:1]+s[len(s)-1:]) || isString.MatchString(s)
		if passed := slices.Equal(alone(t, c), whole(s)); passed != likely {
			t.Errorf("%s: passed %v, likely %v: %.200q", c.Title(), passed, likely, text.Text)
		}
	}
}

var isString = regexp.MustCompile(`(?s)^"(?:[^"\\]|\\.)*"$`)

// bracketed says what the scan by depth promises, in as few words as there are: a text
// ends with its outermost bracket or its closing quote, a string holds no line end and no
// RS, and an opening bracket follows an opening one of an array, a colon or a comma.
func bracketed(text string) bool {
	depth, quoted, escaped, before := 0, false, false, byte(0)
	for i, c := range []byte(text) {
		switch {
		case c == '\x1e', quoted && (c == '\n' || c == '\r'):
			return false
		case escaped:
			escaped = false
		case quoted:
			escaped = c == '\\'
			quoted = c != '"'
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			if depth > 0 && !strings.ContainsRune("[:,", rune(before)) {
				return false
			}
			depth++
		case c == '}' || c == ']':
			depth--
		case depth == 0:
			return false // a scalar, which is looked at as a whole, or garbage
		}
		if depth == 0 && !quoted {
			return i == len(text)-1
		}
		if !strings.ContainsRune(" \t\r\n", rune(c)) {
			before = c
		}
	}
	return false
}
