package jsonptr_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{`""`, ""},
		{`"abc"`, "abc"},
		{`"1050118621198921728"`, "1050118621198921728"},
		{`"null"`, "null"},
		{`"a b&c=é😀"`, "a b&c=é😀"},
		{`"\"\\\/\b\f\n\r\t"`, "\"\\/\b\f\n\r\t"},
		{`"a\u0062c"`, "abc"},
		{`"\u00e9\u00C9"`, "éÉ"},
		{`"\u0000"`, "\x00"},
		{`"\u2028\u007f"`, "\u2028\x7f"},
		{`"\uffff\ufffe"`, "\uffff\ufffe"},
		{`"\ud7ff\ue000"`, "\ud7ff\ue000"},
		{`"\ud800\udc00"`, "\U00010000"},
		{`"\udbff\udfff"`, "\U0010ffff"},
		{`"x\uD83D\uDE00y"`, "x😀y"},

		{`"\ud83d"`, "\ufffd"},
		{`"\ude00"`, "\ufffd"},
		{`"\ud83dx"`, "\ufffdx"},
		{`"\ud83d\n"`, "\ufffd\n"},
		{`"\ud83d\u0041"`, "\ufffdA"},
		{`"\ude00\ud83d"`, "\ufffd\ufffd"},
		{`"\ud83d\ud83d\ude00"`, "\ufffd😀"},
		{"\"a\xffb\"", "a\ufffdb"},
		{"\"\xed\xa0\xbd\"", "\ufffd\ufffd\ufffd"}, // a surrogate in bytes is no UTF-8
		{"\"\xf0\x9f\x98\"", "\ufffd\ufffd\ufffd"},

		{"0", "0"},
		{"-0", "-0"},
		{"9007199254740993", "9007199254740993"}, // 2⁵³+1, which a double cannot hold
		{"18446744073709551615", "18446744073709551615"},
		{"1.50", "1.50"},
		{"-1E+05", "-1E+05"},
		{"1e400", "1e400"},
		{"true", "true"},
		{"false", "false"},
		{`[1, "a"]`, `[1, "a"]`},
		{`{"a": "\u0062"}`, `{"a": "\u0062"}`},
		{"[]", "[]"},
		{"{}", "{}"},
	} {
		got, ok := jsonptr.Text([]byte(c.raw))
		if !ok || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.raw, got, ok, c.want)
		}
		if all, ok := jsonptr.AppendText([]byte("id="), []byte(c.raw)); !ok || string(all) != "id="+c.want {
			t.Errorf("%s appended: %q, %v", c.raw, all, ok)
		}
	}
}

func TestNoText(t *testing.T) {
	for _, raw := range []string{
		"", "null", "nul", "nullx", " ", ` "a"`, `"a" `, " 1", "1 ",
		`"`, `"a`, `"\"`, `"a"b"`, `"\`, `"\u`, `"\u"`, `"\u00"`, `"\u004"`, `"\u004g"`, `"\u+041"`,
		`"\q"`, `"\'"`, `"\x41"`, `"\U00000041"`, `"abc\ud83d\u12"`, `"\ud83d\uzzzz"`,
		"\"\n\"", "\"\x00\"", "\"a\tb\"", "\"\x1f\"",
		"tru", "truee", "True", "undefined", "NaN", "-Infinity", "abc",
		"-", "+1", "01", "-01", "1.", ".5", "1.e5", "1e", "1e+", "1e5.0", "0x10", "1_000", "1\n",
		"[", "{", "[}", "{]", "]", "}", "[1", `{"a":1`, ",", ":",
	} {
		if got, ok := jsonptr.Text([]byte(raw)); ok || got != "" {
			t.Errorf("%q: %q, %v", raw, got, ok)
		}
		if all, ok := jsonptr.AppendText([]byte("id="), []byte(raw)); ok || string(all) != "id=" {
			t.Errorf("%q appended: %q, %v", raw, all, ok)
		}
	}
}

// TestStringsAsEncodingJSON compares strings of escapes, half escapes and bytes of
// all kinds. On what JSON forbids the two must agree too.
func TestStringsAsEncodingJSON(t *testing.T) {
	pieces := []string{
		"a", "é", "😀", " ", "/", `\\`, `\"`, `\/`, `\b`, `\f`, `\n`, `\r`, `\t`, `\u0000`, `\u0061`, `\u00E9`, `\ufffd`,
		`\ud83d`, `\ude00`, `\ud83d\ude00`, `\uDBFF\uDFFF`, "\xff", "\xc3", "\xa9", "\xf0\x9f",
		`\`, `"`, `\u`, `\u12`, `\x`, "\n", "\x00", "\x7f",
	}
	random := rand.New(rand.NewPCG(1, 2))
	valid := 0
	for range 200_000 {
		usable := len(pieces)
		if random.IntN(4) > 0 {
			usable -= 8 // without those that are wrong alone
		}
		var b strings.Builder
		for range random.IntN(6) {
			b.WriteString(pieces[random.IntN(usable)])
		}
		raw := `"` + b.String() + `"`
		var want string
		err := json.Unmarshal([]byte(raw), &want)
		got, ok := jsonptr.Text([]byte(raw))
		if ok != (err == nil) || ok && got != want {
			t.Fatalf("%q: %q, %v; encoding/json: %q, %v", raw, got, ok, want, err)
		}
		if ok {
			valid++
		}
	}
	if valid < 100_000 {
		t.Errorf("only %d strings were valid", valid)
	}
}

// TestScalarsAsEncodingJSON compares texts that nearly are numbers or literals.
func TestScalarsAsEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	whole := parse(t, "")
	for range 300_000 {
		alphabet := "-+00123.eE"
		if random.IntN(4) == 0 {
			alphabet = "truefalsn"
		}
		raw := make([]byte, 1+random.IntN(6))
		for i := range raw {
			raw[i] = alphabet[random.IntN(len(alphabet))]
		}
		want := json.Valid(raw)
		if _, ok := jsonptr.Text(raw); ok != (want && string(raw) != "null") {
			t.Fatalf("%q: text %v, encoding/json %v", raw, ok, want)
		}
		if _, ok := whole.Find(raw); ok != want {
			t.Fatalf("%q: found %v, encoding/json %v", raw, ok, want)
		}
	}
}
