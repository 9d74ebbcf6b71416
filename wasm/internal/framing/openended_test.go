package framing_test

import (
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// lost are bodies of which nobody can tell where the next record begins, up to the byte that
// shows it.
var lost = []struct {
	name string
	in   framingtest.Input
	body string
	why  string
}{
	{"varint", varintInput, "\x01a" + strings.Repeat("\x80", 10), "over 64 bits"},
	{"length that counts its header", fixedInput(countsFrame), "T\x00\x00\x00\x06fT\x00\x00\x00\x05f", "less than that"},
	{"docker", dockerInput(false), head1 + "\x01a$", "TTY"},
	{"CBOR", cborInput, "\x01\x82\x00\xff", "no value has"},
	{"CBOR, simple value", cborInput, "\x01\x82\x00\xf8\x18", "no value has"},
	{"CBOR, too deep", cborInput, "\x01" + strings.Repeat("\x9f", 129), "so deep"},
	{"MessagePack", msgpackInput, "\x01\x82\x00\xc1", "no value has"},
	{"docker, reserved bytes", dockerInput(true), head1 + "\x01a\x01\x00\x07", "TTY"},
}

// TestLost: the verdict comes with the byte that shows it, and nothing behind that is framed or
// kept.
func TestLost(t *testing.T) {
	for _, c := range lost {
		t.Run(c.name, func(t *testing.T) {
			for _, size := range []int{1, 3, len(c.body)} {
				f := c.in.Framer().(framing.Judge)
				s := framing.NewStream(f, framing.NewTable(limit))
				framingtest.Send(s, c.body[:len(c.body)-1], size)
				if f.Verdict() != nil {
					t.Fatalf("lost before it was: %+v", f.Verdict())
				}
				framingtest.Send(s, c.body[len(c.body)-1:], size)
				v := f.Verdict()
				if v == nil || v.Outcome != framing.Lost || !strings.Contains(v.Message, c.why) {
					t.Fatalf("%+v", v)
				}
				if n := len(s.Rows); n == 0 || s.Rows[n-1].Kind() != framing.Malformed {
					t.Errorf("rows %v", s.Rows)
				}
				framingtest.Send(s, c.body, size)
				keep, end := s.Held()
				s.End(true)
				if len(s.Rows) != 0 || keep != end || f.Finite() {
					t.Errorf("%d rows, and %d bytes kept", len(s.Rows), end-keep)
				}
			}
		})
	}
}
