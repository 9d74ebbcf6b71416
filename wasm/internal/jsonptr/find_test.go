package jsonptr_test

import (
	"strings"
	"testing"
)

// A findCase is a text, a pointer, and the bytes it points to; none if it points
// to nothing.
type findCase struct{ name, doc, pointer, want string }

var findCases = []findCase{
	{"member", `{"id":1,"seq":"2"}`, "/seq", `"2"`},
	{"absent member", `{"id":1}`, "/seq", ""},
	{"empty object", `{}`, "/a", ""},
	{"empty object with white space", "{ \n}", "/a", ""},
	{"empty name", `{"":1}`, "/", "1"},
	{"name that begins like it", `{"idx":1,"i":2,"id":3}`, "/id", "3"},
	{"name in a string before", `{"a":"\"id\":1","id":2}`, "/id", "2"},
	{"name in a value before", `{"a":{"id":1},"id":2}`, "/id", "2"},
	{"name only further down", `{"a":{"id":1}}`, "/id", ""},
	{"name as a value", `{"a":"id","b":1}`, "/id", ""},
	{"brackets in strings", `{"a":"]}{[","b":["}","\\"],"c":{"]":"\"}"},"id":1}`, "/id", "1"},
	{"case counts", `{"ID":1}`, "/id", ""},
	{"all JSON white space", "\r\n\t {\r\n\t \"a\"\r\n\t :\r\n\t [\r\n\t 1\r\n\t ,\r\n\t 2\r\n\t ]\r\n\t ,\r\n\t \"b\"\r\n\t :\r\n\t 3\r\n\t }\r\n\t ", "/a/1", "2"},
	{"no other white space", "{\"a\":\u00a01}", "/a", ""},
	{"no form feed", "{\"a\"\f:1}", "/a", ""},
	{"through a number", `{"a":1}`, "/a/b", ""},
	{"through a string", `{"a":"{\"b\":1}"}`, "/a/b", ""},
	{"through null", `{"a":null}`, "/a/b", ""},
	{"null is a value", `{"a":null}`, "/a", "null"},
	{"number of 64 bits", `{"id":18446744073709551615}`, "/id", "18446744073709551615"},
	{"number as written", `{"v":-1.50E+01}`, "/v", "-1.50E+01"},
	{"bare scalar", ` 12 `, "", "12"},
	{"bare string", `"a b"`, "", `"a b"`},
	{"nothing", ``, "", ""},
	{"white space only", " \n", "", ""},
	{"nothing for a name", ``, "/a", ""},

	{"escaped name", `{"\u0069d":1}`, "/id", "1"},
	{"escaped name, big digits", `{"\u004A\u004a":1}`, "/JJ", "1"},
	{"name of an escape", `{"\u0069d":1}`, `/\u0069d`, ""},
	{"name with a backslash", `{"\\u0069d":1}`, `/\u0069d`, "1"},
	{"short escapes", `{"\"\\\/\b\f\n\r\t":1}`, "/\"\\~1\b\f\n\r\t", "1"},
	{"needless escape of a slash", `{"a\/b":1}`, "/a~1b", "1"},
	{"NUL in a name", `{"a\u0000b":1,"a":2}`, "/a\x00b", "1"},
	{"pair in a name", `{"\ud83d\ude00":1}`, "/😀", "1"},
	{"plain against pair", `{"😀":1}`, "/😀", "1"},
	{"half a pair in a name", `{"\ud83d":1}`, "/\ufffd", "1"},
	{"other half of a pair in a name", `{"\ude00":1}`, "/\ufffd", "1"},
	{"no UTF-8 in a name", "{\"\xff\":1}", "/\ufffd", "1"},
	{"one U+FFFD for each bad byte", "{\"\xff\xff\":1}", "/\ufffd", ""},
	{"composed is not decomposed", `{"e\u0301":1}`, "/é", ""},
	{"escaped name is longer", `{"\u0069dx":1}`, "/id", ""},
	{"escaped name is shorter", `{"\u0069":1}`, "/id", ""},

	{"last of two", `{"a":1,"a":2}`, "/a", "2"},
	{"last of two, one escaped", `{"a":1,"\u0061":2}`, "/a", "2"},
	{"last is null", `{"a":1,"a":null}`, "/a", "null"},
	{"last replaces the whole", `{"a":{"b":1},"a":{"c":2}}`, "/a/b", ""},
	{"last is no container", `{"a":{"b":1},"a":2}`, "/a/b", ""},
	{"last at each level", `{"a":0,"a":{"b":1,"b":[2,3],"b":[4]}}`, "/a/b/0", "4"},
}

func TestFind(t *testing.T) {
	for _, c := range findCases {
		t.Run(c.name, func(t *testing.T) { checkFind(t, c) })
	}
}

// malformedCases must not be found: the text is malformed on the way.
var malformedCases = []findCase{
	{"object cut after the value", `{"a":1`, "/a", ""},
	{"object cut after the comma", `{"a":1,`, "/a", ""},
	{"object cut in a later name", `{"a":1,"b`, "/a", ""},
	{"object cut in a later string", `{"a":1,"b":"x`, "/a", ""},
	{"object cut in an escape", `{"a":1,"b":"x\`, "/a", ""},
	{"object cut in a later object", `{"a":1,"b":{"c":2}`, "/a", ""},
	{"object cut after a later name", `{"a":1,"b"`, "/a", ""},
	{"object cut after a colon", `{"a":1,"b":`, "/a", ""},
	{"object cut after the bracket", `{`, "/a", ""},
	{"outer object cut", `{"a":{"b":1}`, "/a/b", ""},
	{"value missing", `{"a":}`, "/a", ""},
	{"value missing before a comma", `{"a":,"b":1}`, "/a", ""},
	{"colon missing", `{"a" 1}`, "/a", ""},
	{"comma for a colon", `{"a",1}`, "/a", ""},
	{"equals sign for a colon", `{"a"=1}`, "/a", ""},
	{"semicolon for a comma", `{"a":1;"b":2}`, "/a", ""},
	{"two colons", `{"a"::1}`, "/a", ""},
	{"comma missing", `{"a":1 "b":2}`, "/a", ""},
	{"comma at the end", `{"a":1,}`, "/a", ""},
	{"comma at the beginning", `{,"a":1}`, "/a", ""},
	{"name without quotes", `{a:1}`, "/a", ""},
	{"name in single quotes", `{'a':1}`, "/a", ""},
	{"later name without quotes", `{"a":1,b:2}`, "/a", ""},
	{"wrong bracket", `{"a":1]`, "/a", ""},
	{"value in single quotes", `{"a":'1'}`, "/a", ""},
	{"comment", `{"a":/*1*/2}`, "/a", ""},
	{"byte order mark", "\ufeff{\"a\":1}", "/a", ""},
	{"NUL", "{\"a\":1\x00}", "/a", ""},
	{"name with a raw line end", "{\"a\nb\":1}", "/a\nb", ""},
	{"name with an unknown escape", `{"\x61":1}`, "/a", ""},
	{"name with a short escape", `{"\u61":1}`, "/a", ""},
	{"name with an escape of no digits", `{"\u00g1":1}`, "/a", ""},
	{"name that ends in an escape", `{"a\`, "/a", ""},
	{"malformed name against NUL", `{"\q":1}`, "/\x00", ""},
	{"element missing", `[,1]`, "/0", ""},
	{"array cut after a comma", `[1,`, "/1", ""},
	{"array with a comma at the end", `[1,]`, "/1", ""},
	{"array without a comma", `[1 2]`, "/1", ""},
	{"array with a colon", `[1:2]`, "/1", ""},
	{"array cut in the element", `[{"a":1`, "/0", ""},
	{"string cut", `"abc`, "", ""},
	{"string cut behind a backslash", `"abc\"`, "", ""},
	{"only a quote", `"`, "", ""},
	{"only a bracket", `[`, "", ""},
	{"only a closing bracket", `]`, "", ""},
	{"object that never closes", `{"a":{"b":[}`, "/a/b", ""},
	{"leading zero", `{"a":01}`, "/a", ""},
	{"number without digits", `{"a":-}`, "/a", ""},
	{"number with a bare dot", `{"a":1.}`, "/a", ""},
	{"number with a bare exponent", `{"a":1e+}`, "/a", ""},
	{"word", `{"a":undefined}`, "/a", ""},
	{"NaN", `{"a":NaN}`, "/a", ""},
	{"literal in capitals", `{"a":True}`, "/a", ""},
	{"literal cut", `tru`, "", ""},
	{"literal too long", `nulls`, "", ""},
}

func TestMalformedOnTheWay(t *testing.T) {
	for _, c := range malformedCases {
		t.Run(c.name, func(t *testing.T) { checkFind(t, c) })
	}
}

// unnoticedCases are malformed where nobody looks. That they are found is a promise
// to no one; the cases show what the speed costs.
var unnoticedCases = []findCase{
	{"behind the end", `{"a":1} garbage`, "/a", "1"},
	{"behind the element", `[1,2,`, "/1", "2"},
	{"in a skipped number", `{"b":0x7F,"a":1}`, "/a", "1"},
	{"in a skipped string", "{\"b\":\"\\q\n\",\"a\":1}", "/a", "1"},
	{"in a skipped object", `{"b":{,,:},"a":1}`, "/a", "1"},
	{"skipped brackets of two kinds", `{"b":[1},"a":1}`, "/a", "1"},
	{"brackets of two kinds in the value", `{"a":[1 2}}`, "/a", "[1 2}"},
	{"string with a bad escape", `{"a":"\q"}`, "/a", `"\q"`},
}

func TestUnnoticed(t *testing.T) {
	for _, c := range unnoticedCases {
		t.Run(c.name, func(t *testing.T) { checkFind(t, c) })
	}
}

func checkFind(t *testing.T, c findCase) {
	t.Helper()
	got, ok := parse(t, c.pointer).Find([]byte(c.doc))
	if ok != (c.want != "") || string(got) != c.want && ok {
		t.Errorf("%q in %q: %q, %v; want %q", c.pointer, c.doc, got, ok, c.want)
	}
}

// TestResultIsPartOfTheText: no copy, and no room after it in which an append could
// write over the text.
func TestResultIsPartOfTheText(t *testing.T) {
	doc := []byte(`{"a":[1,2],"b":3}`)
	got, ok := parse(t, "/a").Find(doc)
	if !ok || &got[0] != &doc[5] || cap(got) != len(got) {
		t.Errorf("%q, %v, room for %d", got, ok, cap(got))
	}
}

// TestDeepNesting: neither the stack nor the time may grow with what a server nests.
func TestDeepNesting(t *testing.T) {
	const deep = 100_000
	open, shut := strings.Repeat("[", deep), strings.Repeat("]", deep)
	objects := strings.Repeat(`{"a":`, deep)
	for _, c := range []findCase{
		{"skipped", `{"a":` + open + shut + `,"b":1}`, "/b", "1"},
		{"found", `{"a":` + open + shut + `}`, "/a", open + shut},
		{"never closed", `{"a":` + open + `,"b":1}`, "/b", ""},
		{"closed too often", `{"a":` + open + shut + shut + `,"b":1}`, "/b", ""},
		{"objects", objects + "1" + strings.Repeat("}", deep), "/a/a/b", ""},
		{"objects never closed", objects, "/a/a/a", ""},
		{"a pointer as deep", open + "1" + shut, strings.Repeat("/0", deep), "1"},
		{"a pointer deeper still", open + "1" + shut, strings.Repeat("/0", deep+1), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := parse(t, c.pointer).Find([]byte(c.doc))
			if ok != (c.want != "") || ok && string(got) != c.want {
				t.Errorf("%d bytes, %v; want %d bytes", len(got), ok, len(c.want))
			}
		})
	}
}
