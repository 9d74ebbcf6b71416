package jsonptr_test

import (
	"bytes"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// FuzzFind asks any text for anything. Of JSON, encoding/json must give the same
// answer, to the pointer at hand and to those to the values that are there.
func FuzzFind(f *testing.F) {
	for _, cases := range [][]findCase{findCases, malformedCases, unnoticedCases} {
		for _, c := range cases {
			f.Add([]byte(c.doc), c.pointer)
		}
	}
	for _, s := range samples {
		f.Add([]byte(s.doc), s.cases[0].pointer)
	}
	f.Fuzz(func(t *testing.T, doc []byte, pointer string) {
		before := bytes.Clone(doc)
		whole, valid := decoded(doc)
		if _, err := jsonptr.Parse(pointer); err == nil {
			check(t, doc, pointer, whole, valid)
		}
		for _, stray := range strays {
			check(t, doc, stray, whole, valid)
		}
		if valid {
			left := 200 // values and short pointers enough for one text
			walk(whole, "", func(pointer string) {
				if left -= 1 + len(pointer)/100; left > 0 {
					check(t, doc, pointer, whole, true)
				}
			})
		}
		if !bytes.Equal(doc, before) {
			t.Fatal("the text was changed")
		}
	})
}

// FuzzText: no panic, and what lies before in dst stays.
func FuzzText(f *testing.F) {
	for _, raw := range []string{`"a\u0062\ud83d\ude00"`, `"\ud83d\u00"`, "-1.5e+3", "null", "true", `[1]`, `"`} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, ok := jsonptr.Text(raw)
		all, also := jsonptr.AppendText([]byte("id="), raw)
		if ok != also || string(all) != "id="+text || !ok && text != "" {
			t.Fatalf("%q: %q, %v; appended %q, %v", raw, text, ok, all, also)
		}
		v, valid := decoded(raw)
		if !valid || len(bytes.TrimSpace(raw)) != len(raw) {
			return
		}
		if want, has := plainText(v, raw); ok != has || text != want {
			t.Fatalf("%q: %q, %v; encoding/json %q, %v", raw, text, ok, want, has)
		}
	})
}
