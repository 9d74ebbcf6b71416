package jsonptr_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// A writer makes up JSON texts in every layout that JSON allows: white space
// anywhere, names and strings escaped at will, and names that come twice.
type writer struct {
	strings.Builder
	*rand.Rand
}

func (w *writer) space() {
	if w.IntN(4) == 0 {
		w.WriteString([]string{" ", "\n", "\r\n", "\t", "  \n\t"}[w.IntN(5)])
	}
}

func (w *writer) value(deep int) {
	w.space()
	defer w.space()
	n := w.IntN(9)
	if deep == 0 {
		n = w.IntN(5)
	}
	switch n {
	case 0:
		w.WriteString([]string{"null", "true", "false"}[w.IntN(3)])
	case 1:
		fmt.Fprint(w, w.Uint64())
	case 2:
		fmt.Fprintf(w, []string{"%g", "%e", "%.3f", "%E"}[w.IntN(4)], w.NormFloat64()*1e9)
	case 3, 4:
		w.word("ab/~01é😀\"\\{}[],:\n\x00\u2028")
	case 5, 6:
		w.list('[', ']', deep, func() {})
	default:
		w.list('{', '}', deep, func() {
			w.space()
			w.word("ab01/~é") // few letters and few of them: names meet again
			w.space()
			w.WriteByte(':')
		})
	}
}

// list writes some values between two brackets, each after what before writes.
func (w *writer) list(open, shut byte, deep int, before func()) {
	w.WriteByte(open)
	w.space()
	for i := range w.IntN(6) {
		if i > 0 {
			w.WriteByte(',')
		}
		before()
		w.value(deep - 1)
	}
	w.WriteByte(shut)
}

// word writes a string of up to three letters of the alphabet.
func (w *writer) word(alphabet string) {
	letters := []rune(alphabet)
	w.WriteByte('"')
	for range w.IntN(4) {
		r := letters[w.IntN(len(letters))]
		switch {
		case r < ' ' || r == '"' || r == '\\' || w.IntN(5) == 0:
			w.escape(r)
		default:
			w.WriteRune(r)
		}
	}
	switch w.IntN(40) {
	case 0:
		w.WriteString(`\ud83d`)
	case 1:
		w.WriteByte(0xff)
	}
	w.WriteByte('"')
}

func (w *writer) escape(r rune) {
	form := []string{`\u%04x`, `\u%04X`}[w.IntN(2)]
	if r >= 0x10000 {
		fmt.Fprintf(w, form, 0xd800+(r-0x10000)>>10)
		r = 0xdc00 + r&0x3ff
	}
	fmt.Fprintf(w, form, r)
}

// strays point to what mostly is not there.
var strays = []string{"/a/b/c/d/e/f", "/", "//", "/a/", "/0", "/00", "/-", "/1/-", "/99", "/~0", "/~1", "/\ufffd", "/a\ufffd"}

// TestPointersToEveryValue compares with encoding/json.
func TestPointersToEveryValue(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	values := 0
	for range 4000 {
		w := writer{Rand: random}
		w.value(5)
		doc := []byte(w.String())
		whole, ok := decoded(doc)
		if !ok {
			t.Fatalf("the test wrote invalid JSON: %q", doc)
		}
		walk(whole, "", func(pointer string) {
			values++
			check(t, doc, pointer, whole, true)
			for _, stray := range []string{"/x", "/0", "/-", "/"} {
				check(t, doc, pointer+stray, whole, true)
			}
		})
		for _, stray := range strays {
			check(t, doc, stray, whole, true)
		}
	}
	if values < 25_000 {
		t.Errorf("only %d values", values)
	}
}

// mutate changes, adds, removes or swaps a few bytes.
func mutate(random *rand.Rand, doc []byte) []byte {
	const noise = "{}[]\",:\\ \nu0d8-1.etrfn\x00\xff"
	doc = append([]byte(nil), doc...)
	for range 1 + random.IntN(3) {
		if len(doc) == 0 {
			return doc
		}
		i, c := random.IntN(len(doc)), noise[random.IntN(len(noise))]
		switch random.IntN(5) {
		case 0:
			doc[i] = c
		case 1:
			doc = append(doc[:i], append([]byte{c}, doc[i:]...)...)
		case 2:
			doc = append(doc[:i], doc[i+1:]...)
		case 3:
			doc = doc[:i]
		case 4:
			j := random.IntN(len(doc))
			doc[i], doc[j] = doc[j], doc[i]
		}
	}
	return doc
}

// TestMutatedTexts asks broken texts for every value of the sound one. Those that
// are JSON all the same must still agree with encoding/json.
func TestMutatedTexts(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	valid := 0
	for range 1500 {
		w := writer{Rand: random}
		w.value(3)
		sound := []byte(w.String())
		before, _ := decoded(sound)
		for range 10 {
			doc := mutate(random, sound)
			whole, ok := decoded(doc)
			if ok {
				valid++
			}
			walk(before, "", func(pointer string) { check(t, doc, pointer, whole, ok) })
			for _, stray := range strays {
				check(t, doc, stray, whole, ok)
			}
		}
	}
	if valid < 1000 {
		t.Errorf("only %d mutated texts were valid", valid)
	}
}

// TestCutTexts: whatever hangs off an object that is cut off is not found.
func TestCutTexts(t *testing.T) {
	for _, s := range samples {
		doc := []byte(strings.TrimSpace(s.doc))
		for _, c := range s.cases {
			for n := range len(doc) {
				if raw, ok := parse(t, c.pointer).Find(doc[:n]); ok {
					t.Fatalf("%s of %s, cut at %d: found %q", c.pointer, s.name, n, raw)
				}
			}
		}
	}
}
