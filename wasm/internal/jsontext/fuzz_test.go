package jsontext

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzIsScalar asks encoding/json the same.
func FuzzIsScalar(f *testing.F) {
	for _, s := range []string{"0", "-0.5e+3", "01", "1.", "1e", "true", "nulll", `"a"`, "[]", " 1", "-"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		want := json.Valid(raw) && !bytes.ContainsAny(raw, "\"[{ \t\r\n")
		if got := IsScalar(raw); got != want {
			t.Fatalf("%q: %v, encoding/json says %v", raw, got, want)
		}
	})
}

// FuzzValid asks encoding/json the same; that reads no more than 10,000 levels.
func FuzzValid(f *testing.F) {
	for _, s := range []string{
		"", " ", "0", " {} ", `{"a":[1,-2.5e3,true,null,"\u00e9\n\"\\"]}`, `{"a"::1}`, `{"a":1,}`, "[1,]", "[,]", "[1}", `{"a"}`, "{1:2}", "[1 2]", "{} {}",
		`"\x"`, `"\u12g4"`, `"\u12`, "\"\x01\"", "\"\x7f\xff\"", "[[[[]]]]", "[01]", "[+1]", "[tru]", "\x00", "{}\x00", `{"a":"b" "c"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 10_000 {
			return
		}
		scratch := []byte("[{")
		room, got := Valid(text, scratch)
		if want := json.Valid(text); got != want {
			t.Fatalf("%q: %v, encoding/json says %v", text, got, want)
		}
		if string(room) != "[{" {
			t.Fatalf("%q: scratch is %q", text, room)
		}
	})
}
