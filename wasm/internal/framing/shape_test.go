package framing

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var shapes = []struct {
	name, record string
	shape        *Shape
}{
	{"objects by LF", "{\"a\":[1,2]}\n", NewShape("{", 0, '}', "\n")},
	{"objects by CR", "{\"a\":[1,2]}\r", NewShape("{", 0, '}', "\r")},
	{"objects by CRLF", "{\"a\":[1,2]}\r\n", NewShape("{", 0, '}', "\r\n")},
	{"any end", "[x\n\n", NewShape("[", 0, 0, "\n\n")},
	{"an event's data", "data: {}\n\n", NewShape("data: ", 6, 0, "\n\n")},
	{"eight bytes", "12345678\t\n", NewShape("12345678", 0, 0, "\n")},
}

// shapely are the pieces of texts that are of a shape, or nearly.
var shapely = []string{
	"{", "{", "}", "}", "{}", "[", "[", "\n", "\n", "\n\n", "\n\n", "}\n", "}\r", "}\r\n", "}\n{", "}\r{", "}\r\n{", "\r", "\r\n", "\t", "\x08", "\x0b", "\x0c", "\x0e", "\x0f", "\x10", "\x07", "\x00", "\x01", "\x7f", "\x80", "\x88", "\x8a", "\x8d", "\x8e", "\xff", "12345678", "1234567",
	"a", "bc", "text of some length", "a text that is longer than sixteen bytes, and then some more of it",
}

func shapelyText(random *rand.Rand, pieces []string, record string) []byte {
	var text []byte
	for range random.IntN(24) {
		piece := record
		if random.IntN(2) == 0 {
			piece = pieces[random.IntN(len(pieces))]
		}
		text = append(text, piece...)
	}
	return text
}

// TestTakeIsWalk compares what this platform runs with the plain loop. It says most
// where the one is assembly: GOOS=js GOARCH=wasm go test.
func TestTakeIsWalk(t *testing.T) {
	for _, s := range shapes {
		random := rand.New(rand.NewPCG(1, 2))
		taken := 0
		for range 30_000 {
			text := shapelyText(random, shapely, s.record)
			start := random.IntN(len(text)+1) * random.IntN(2)
			from := start
			for from < len(text) && !isLineEnd(text[from]) && random.IntN(4) > 0 {
				from++
			}
			limit, room := 1+random.IntN(60), random.IntN(9)
			var want, got [9]Row // one more than there is room for
			n, next, seen := s.shape.walk(text, start, from, want[:room], limit, 7)
			n2, next2, seen2 := s.shape.take(text, start, from, got[:room], limit, 7)
			if want != got || n != n2 || next != next2 || seen != seen2 {
				t.Fatalf("%s: %q from %d, %d, limit %d, room %d:\n%d rows, next %d, seen %d: %v\nnot %d rows, next %d, seen %d: %v",
					s.name, text, start, from, limit, room, n2, next2, seen2, got, n, next, seen, want)
			}
			taken += n
		}
		require.Greater(t, taken, 5_000, "%s: the texts are of no use", s.name)
	}
}

// TestTakeGoesOn: the loop is entered again when its rows are full.
func TestTakeGoesOn(t *testing.T) {
	text := strings.Repeat("{\"abc\":1}\n", 1000)
	table := NewTable(100)
	next, seen := shapes[0].shape.Take([]byte(text+"{\"ab"), 0, 0, table)
	require.Len(t, table.Rows, 1000)
	require.Equal(t, len(text), next)
	require.Equal(t, len(text), seen, "eight bytes are needed to recognize a record")
}
