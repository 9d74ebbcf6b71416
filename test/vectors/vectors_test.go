package vectors

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLiteral(t *testing.T) {
	for line, want := range map[string][2]string{
		"":                           {"", ""},
		`"a"`:                        {"a", ""},
		`"a\x00" name`:               {"a\x00", "name"},
		"`a\\n` \"\\n\"   name here": {"a\\n\n", "name here"},
		`"["*3 "]"*3 deep`:           {"[[[]]]", "deep"},
		`"ab"*0 x`:                   {"", "x"},
	} {
		text, rest, err := literal(line)
		require.NoError(t, err, line)
		assert.Equal(t, want, [2]string{text, rest}, line)
	}
	for _, line := range []string{`"a`, `"\q"`, `"a"*x`} {
		_, _, err := literal(line)
		assert.Error(t, err, line)
	}
}

// What is written is read as it was, whatever bytes there are in it.
func TestRecordsAreReadAsTheyWere(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", `"`, "`", `\`, "\n", "\t", "\x00", "\xff", "é", "😀", "\u2028", "\u3000", " ", strings.Repeat("[", 50), strings.Repeat(`{"a":`, 30)}
	text := func() (s string) {
		for range random.IntN(6) {
			s += pieces[random.IntN(len(pieces))]
		}
		return s
	}
	for range 5000 {
		want := Record{Kind: "data", At: random.IntN(100) - 1, Text: text(), Type: text(), ID: text()}
		line := want.line()
		require.Equal(t, 1, strings.Count(line, "\n"), "a line")
		kind, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		got, err := record(kind, rest)
		require.NoError(t, err, line)
		require.Equal(t, want, got, line)
	}
}

func TestLongRunsAreShort(t *testing.T) {
	assert.Less(t, len(quote(strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000))), 30)
	assert.Less(t, len(quote(strings.Repeat(`{"a":`, 100_000))), 30)
}

// Every file can be read, and no two cases of one have the same name.
func TestFilesCanBeRead(t *testing.T) {
	for _, file := range append([]string{"golden/framing.txt", "golden/sse.txt", "golden/auto.txt", "golden/varint.txt", "golden/fixed.txt", "golden/docker.txt", "golden/cbor-seq.txt", "golden/msgpack.txt"}, Files...) {
		cases, err := Read(file)
		require.NoError(t, err)
		require.NotEmpty(t, cases)
		names := map[string]bool{}
		for _, c := range cases {
			require.NotEmpty(t, c.Format, c.Title())
			if !strings.HasPrefix(file, "golden") {
				require.NotEmpty(t, c.Source, c.Title())
				require.False(t, names[c.Title()], c.Title())
			}
			names[c.Title()] = true
		}
	}
}

func TestWords(t *testing.T) {
	assert.Equal(t, []string{"data x type=t id=7", "keep-alive", `keep-alive " "`, "truncated 1"}, Words([]Record{
		{Kind: Data, Text: "x", Type: "t", ID: "7"}, {Kind: KeepAlive}, {Kind: KeepAlive, Text: " "}, {Kind: "truncated", Text: "1"},
	}))
}
