package jsonptr_test

import (
	"strings"
	"testing"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

func TestFindDoesNotAllocate(t *testing.T) {
	for _, s := range samples {
		doc := []byte(s.doc)
		for _, pointer := range append(strays, "", s.cases[0].pointer, "/object/metadata/absent", "/entities/urls/0/url") {
			p := parse(t, pointer)
			if n := testing.AllocsPerRun(20, func() { p.Find(doc) }); n != 0 {
				t.Errorf("%q in %s: %v allocations", pointer, s.name, n)
			}
		}
	}
	escaped := []byte(`{"\u0069\ud83d\ude00":"\u0061"}`)
	p := parse(t, "/i😀")
	if n := testing.AllocsPerRun(20, func() { p.Find(escaped) }); n != 0 {
		t.Errorf("escaped name: %v allocations", n)
	}
}

func TestTextAllocations(t *testing.T) {
	dst := make([]byte, 0, 200)
	for _, raw := range []string{`"1050118621198921728"`, `"a\u00e9\ud83d\ude00\n"`, "12", "null", `[1,2]`, `"\q"`} {
		if n := testing.AllocsPerRun(20, func() { jsonptr.AppendText(dst, []byte(raw)) }); n != 0 {
			t.Errorf("append %s: %v allocations", raw, n)
		}
		if n := testing.AllocsPerRun(20, func() { jsonptr.Text([]byte(raw)) }); n > 1 {
			t.Errorf("%s: %v allocations for one string", raw, n)
		}
	}
}

// TestTimeIsLinear: each text would take hours if any of its bytes were looked at
// again for each other one.
func TestTimeIsLinear(t *testing.T) {
	const size = 1 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	started := time.Now()
	for _, c := range []findCase{
		{"backslashes", `{"b":"` + fill(`\\`) + `","a":1}`, "/a", "1"},
		{"quotes", `{"b":"` + fill(`\"`) + `","a":1}`, "/a", "1"},
		{"open string", `{"b":"` + fill(`\\`), "/a", ""},
		{"brackets", `{"b":` + fill("[") + fill("]") + `,"a":1}`, "/a", "1"},
		{"open brackets", fill(`{"a":[`), "/b", ""},
		{"white space", `{"a"` + fill(" \n") + `:` + fill("\t\r") + `1` + fill(" ") + `}`, "/a", "1"},
		{"the same name", `{` + fill(`"a":0,`) + `"a":1}`, "/a", "1"},
		{"names nearly alike", `{` + fill(`"aaaaaaaaaaaaaaab":0,`) + `"aaaaaaaaaaaaaaaa":1}`, "/aaaaaaaaaaaaaaaa", "1"},
		{"a long name", `{"` + fill(`\u0061`) + `":1}`, "/" + strings.Repeat("a", size/6), "1"},
		{"elements", `[` + fill("0,") + `1]`, "/524288", "1"},
		{"digits", `{"b":` + fill("1") + `,"a":1}`, "/a", "1"},
		{"a long number", fill("1"), "", fill("1")},
	} {
		got, ok := parse(t, c.pointer).Find([]byte(c.doc))
		if ok != (c.want != "") || ok && string(got) != c.want {
			t.Errorf("%s: %.20q, %v; want %.20q", c.name, got, ok, c.want)
		}
	}
	if spent := time.Since(started); spent > time.Minute {
		t.Errorf("took %v", spent)
	}
}

func BenchmarkFind(b *testing.B) {
	for _, c := range []struct{ name, doc, pointer string }{
		{"tweet, second member", tweet, "/id_str"},
		{"tweet, last member", tweet, "/timestamp_ms"},
		{"tweet, absent", tweet, "/Index"},
		{"tweet, third level", tweet, "/entities/hashtags/0/text"},
		{"pod", pod, "/object/metadata/resourceVersion"},
	} {
		b.Run(c.name, func(b *testing.B) {
			doc, p := []byte(c.doc), parse(b, c.pointer)
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				p.Find(doc)
			}
		})
	}
}

func BenchmarkText(b *testing.B) {
	dst := make([]byte, 0, 200)
	for name, raw := range map[string]string{"plain": `"1050118621198921728"`, "escaped": `"\u003ca href=\"http:\/\/twitter.com\"\u003e"`} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				jsonptr.AppendText(dst, []byte(raw))
			}
		})
	}
}
