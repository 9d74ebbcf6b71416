package jsonptr_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// parse compiles a pointer that a test knows to be right.
func parse(t testing.TB, s string) jsonptr.Pointer {
	t.Helper()
	p, err := jsonptr.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestRFC6901Section5 has the document and the table of the standard.
func TestRFC6901Section5(t *testing.T) {
	const doc = `{
      "foo": ["bar", "baz"],
      "": 0,
      "a/b": 1,
      "c%d": 2,
      "e^f": 3,
      "g|h": 4,
      "i\\j": 5,
      "k\"l": 6,
      " ": 7,
      "m~n": 8
   }`
	for _, c := range []struct{ pointer, want string }{
		{"", doc},
		{"/foo", `["bar", "baz"]`},
		{"/foo/0", `"bar"`},
		{"/", "0"},
		{"/a~1b", "1"},
		{"/c%d", "2"},
		{"/e^f", "3"},
		{"/g|h", "4"},
		{"/i\\j", "5"},
		{"/k\"l", "6"},
		{"/ ", "7"},
		{"/m~0n", "8"},
	} {
		if got, ok := parse(t, c.pointer).Find([]byte(doc)); !ok || string(got) != c.want {
			t.Errorf("%q: %q, %v; want %q", c.pointer, got, ok, c.want)
		}
	}
}

func TestTokens(t *testing.T) {
	const doc = `{"~1":"tilde one","/":"slash","~":"tilde","~0~1":"both","a":{"":{"":"deep"}},"\ufffd":"replacement","é/😀":"far"}`
	for _, c := range []struct{ pointer, want string }{
		{"/~01", `"tilde one"`}, // and not "/", which two replacements in the wrong order make of it
		{"/~1", `"slash"`},
		{"/~0", `"tilde"`},
		{"/~00~01", `"both"`},
		{"/a//", `"deep"`},
		{"/a/", `{"":"deep"}`},
		{"/\ufffd", `"replacement"`},
		{"/é~1😀", `"far"`},
		{"/%7E", ""}, // percent-encoding belongs to URI fragments only (section 6)
		{"/~01/", ""},
	} {
		if got, ok := parse(t, c.pointer).Find([]byte(doc)); ok != (c.want != "") || string(got) != c.want {
			t.Errorf("%q: %q, %v; want %q", c.pointer, got, ok, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	long := strings.Repeat("é", 60)
	for _, c := range []struct{ pointer, want string }{
		{"id", `"id" is not a JSON pointer: it must be empty or start with "/"`},
		{"#/id", `"#/id" is not a JSON pointer: it must be empty or start with "/"`},
		{" /id", `" /id" is not a JSON pointer: it must be empty or start with "/"`},
		{"$.id", `"$.id" is not a JSON pointer: it must be empty or start with "/"`},
		{"/a~", `"/a~" is not a JSON pointer: "~" must be written as "~0", and "~1" stands for "/"`},
		{"/~2/b", `"/~2/b" is not a JSON pointer: "~" must be written as "~0", and "~1" stands for "/"`},
		{"/a/~0~", `"/a/~0~" is not a JSON pointer: "~" must be written as "~0", and "~1" stands for "/"`},
		{"/~~0", `"/~~0" is not a JSON pointer: "~" must be written as "~0", and "~1" stands for "/"`},
		{"/\xff", `"/\xff" is not a JSON pointer: it is not UTF-8`},
		{long, `"` + long[:80] + `…" is not a JSON pointer: it must be empty or start with "/"`},
		{"x" + long, `"x` + long[:78] + `…" is not a JSON pointer: it must be empty or start with "/"`},
	} {
		_, err := jsonptr.Parse(c.pointer)
		var syntax *jsonptr.SyntaxError
		if !errors.As(err, &syntax) || syntax.Pointer != c.pointer || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.pointer, err, c.want)
		}
	}
}

func TestIndices(t *testing.T) {
	const list = `["a", "b",["c"] ,{"0":"d"},4,5,6,7,8,9,"k"]`
	for _, c := range []struct{ doc, pointer, want string }{
		{list, "/0", `"a"`},
		{list, "/1", `"b"`},
		{list, "/2/0", `"c"`},
		{list, "/3/0", `"d"`}, // in an object "0" is a name
		{list, "/9", "9"},
		{list, "/10", `"k"`},
		{list, "/11", ""},
		{list, "/-", `"k"`},
		{list, "/", ""},
		{list, "/01", ""},
		{list, "/00", ""},
		{list, "/-0", ""},
		{list, "/-1", ""},
		{list, "/+1", ""},
		{list, "/1.0", ""},
		{list, "/1e0", ""},
		{list, "/ 1", ""},
		{list, "/0x1", ""},
		{list, "/١", ""}, // a digit, but not an ASCII one
		{list, "/9223372036854775807", ""},
		{list, "/9223372036854775808", ""},
		{list, "/18446744073709551616", ""}, // 2⁶⁴ is not 0
		{list, "/" + strings.Repeat("9", 400), ""},
		{list, "/0/0", ""},
		{list, "/4/0", ""},
		{`[]`, "/0", ""},
		{`[ ]`, "/-", ""},
		{`[[1],{"a":[2 , 3 ] } ] `, "/-/a/-", "3"},
		{`[1,2`, "/-", ""},
		{`[1,2}`, "/-", ""},
		{`[1,]`, "/-", ""},
		{` [ ] `, "/0", ""},
		{`[[]]`, "/0/0", ""},
		{`[[[[7]]]]`, "/0/0/0/0", "7"},
		{`{"-":1,"01":2,"18446744073709551616":3}`, "/-", "1"},
		{`{"-":1,"01":2,"18446744073709551616":3}`, "/01", "2"},
		{`{"-":1,"01":2,"18446744073709551616":3}`, "/18446744073709551616", "3"},
	} {
		if got, ok := parse(t, c.pointer).Find([]byte(c.doc)); ok != (c.want != "") || string(got) != c.want {
			t.Errorf("%q in %s: %q, %v; want %q", c.pointer, c.doc, got, ok, c.want)
		}
	}
}

// TestZeroPointer: a Pointer that nobody compiled is that of the whole text.
func TestZeroPointer(t *testing.T) {
	var p jsonptr.Pointer
	if got, ok := p.Find([]byte(" {\"a\": 1}\r\n")); !ok || string(got) != `{"a": 1}` {
		t.Errorf("%q, %v", got, ok)
	}
}

func TestMember(t *testing.T) {
	const text = `{"a/b~":[5,"six"],"0":7}`
	for name, want := range map[string]string{"a/b~": `[5,"six"]`, "0": `7`, "b": ``, "": ``} {
		if raw, ok := jsonptr.Member(name).Find([]byte(text)); string(raw) != want || ok != (want != "") {
			t.Errorf("%s: %q, %t; want %q", name, raw, ok, want)
		}
	}
}

func TestElements(t *testing.T) {
	for text, want := range map[string][]string{
		` [5, "s,]" ,{"a":[1]}, [] ] x`: {"5", `"s,]"`, `{"a":[1]}`, "[]"},
		`[]`:                            nil, `{"0":1}`: nil, `5`: nil, ``: nil, `[1,,2]`: {"1"}, `[1`: {"1"}, `[1,"`: {"1"},
	} {
		var got []string
		for raw := range jsonptr.Elements([]byte(text)) {
			got = append(got, string(raw))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for range jsonptr.Elements([]byte("[1,2]")) {
		break
	}
}
