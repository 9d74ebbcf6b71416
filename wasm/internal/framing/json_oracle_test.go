package framing_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// value makes a JSON value that is at most deep levels deep.
func value(random *rand.Rand, deep int) any {
	n := random.IntN(8)
	if deep == 0 {
		n = random.IntN(5)
	}
	switch n {
	case 0:
		return []any{nil, true, false}[random.IntN(3)]
	case 1:
		return random.IntN(1000) - 500
	case 2:
		return random.NormFloat64() * 1e20
	case 3, 4:
		return word(random)
	case 5:
		list := make([]any, random.IntN(5))
		for i := range list {
			list[i] = value(random, deep-1)
		}
		return list
	}
	object := map[string]any{}
	for range random.IntN(5) {
		object[word(random)] = value(random, deep-1)
	}
	return object
}

// word is a string of what a scanner could take for structure.
func word(random *rand.Rand) string {
	alphabet := []rune("{}[]\"\\,:\n\r\x1eé\u2028\U0001f600a ")
	runes := make([]rune, random.IntN(8))
	for i := range runes {
		runes[i] = alphabet[random.IntN(len(alphabet))]
	}
	return string(runes)
}

// text is a JSON text in the layout of encoding/json, on one line or on several.
func text(t *testing.T, random *rand.Rand) string {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(random.IntN(2) == 0)
	if err := encoder.Encode(value(random, 4)); err != nil {
		t.Fatal(err)
	}
	compact := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if random.IntN(2) == 0 {
		return string(compact)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, compact, "", []string{"", " ", "\t"}[random.IntN(3)]); err != nil {
		t.Fatal(err)
	}
	return pretty.String()
}

// TestTextsComeOutAsTheyWere compares the scan by depth with encoding/json, which
// wrote the texts: each must come out exactly, in each form.
func TestTextsComeOutAsTheyWere(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	space := func() string { return []string{"", " ", "\n", "\r\n", "\t", "\n\n "}[random.IntN(6)] }
	for range 1000 {
		var together, sequence, array, lines strings.Builder
		var want []string
		array.WriteString(space() + "[")
		for i := range random.IntN(8) {
			s := text(t, random)
			want = append(want, "data "+s)
			together.WriteString(s + space())
			if c := s[len(s)-1]; c != '}' && c != ']' && c != '"' {
				together.WriteByte(" \n,"[random.IntN(3)]) // a scalar must be ended
			}
			sequence.WriteString("\x1e" + s + "\n")
			if i > 0 {
				array.WriteString(space() + ",")
			}
			array.WriteString(space() + s)
			lines.WriteString(space() + s + "\r\n")
		}
		array.WriteString(space() + "]" + space())
		for body, in := range map[string]framingtest.Input{
			together.String(): jsonInput, sequence.String(): seqInput, array.String(): arrayInput, lines.String(): jsonLines(framing.CRLF),
		} {
			got := framingtest.Uncut(t, in.WithLimit(1<<20), []byte(body), random.Uint64())
			got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "keep-alive") })
			if !slices.Equal(got, want) {
				t.Fatalf("%q\n got %q\nwant %q", body, got, want)
			}
		}
	}
}
