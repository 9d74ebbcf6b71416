package framing_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// megabyte is the size of the records here.
const megabyte = 1 << 20

// claims are what a framer of bytes is told of records of a MiB.
var claims = []struct {
	name string
	in   framingtest.Input
	// record is one of a MiB, and small one of a few bytes.
	record, small string
}{
	{"varint", varintInput, "\x80\x80\x40" + strings.Repeat("a", megabyte), "\x03abc"},
	{"u32be", fixedInput(layout("u32be")), "\x00\x10\x00\x00" + strings.Repeat("a", megabyte), "\x00\x00\x00\x03abc"},
	{"u64le", fixedInput(layout("u64le")), "\x00\x00\x10\x00\x00\x00\x00\x00" + strings.Repeat("a", megabyte), "\x03\x00\x00\x00\x00\x00\x00\x00abc"},
	{"docker", dockerInput(false), "\x01\x00\x00\x00\x00\x10\x00\x00" + strings.Repeat("a", megabyte), head1 + "\x03abc"},
	{"docker with stamps", dockerInput(true), "\x01\x00\x00\x00\x00\x10\x00\x15" + stampOfDocker + strings.Repeat("a", megabyte), head1 + "\x18" + stampOfDocker + "abc"},
	{"CBOR string", cborInput, "\x5a\x00\x10\x00\x00" + strings.Repeat("a", megabyte), "\x43abc"},
	{"CBOR string in pieces", cborInput, "\x7f" + strings.Repeat("\x61a", megabyte/2) + "\xff", "\x43abc"},
	{"CBOR array", cborInput, "\x9a\x00\x10\x00\x00" + strings.Repeat("\x01", megabyte), "\x43abc"},
	{"CBOR array of maps and tags", cborInput, "\x9a\x00\x06\x00\x00" + strings.Repeat("\xa1\x01\xc1\x80", 6<<16), "\x43abc"},
	{"CBOR endless map", cborInput, "\xbf" + strings.Repeat("\x01", megabyte) + "\xff", "\x43abc"},
	{"MessagePack string", msgpackInput, "\xdb\x00\x10\x00\x00" + strings.Repeat("a", megabyte), "\xa3abc"},
	{"MessagePack array", msgpackInput, "\xdd\x00\x10\x00\x00" + strings.Repeat("\x01", megabyte), "\xa3abc"},
}

const stampOfDocker = "2024-05-01T10:00:00Z "

// TestBytesAreLookedAtOnce takes away the bytes of a record as soon as they were framed; see
// [framingtest.Forget]. What the stream moves to make room is a small multiple of the body.
func TestBytesAreLookedAtOnce(t *testing.T) {
	for _, c := range claims {
		t.Run(c.name, func(t *testing.T) {
			for _, piece := range []int{1, 7, 64} {
				s := framing.NewStream(framingtest.Forget(c.in.Framer(), "\xff\x00"), framing.NewTable(2*megabyte))
				last := len(c.record) - 1
				moved := framingtest.Send(s, c.record[:last], piece)
				if len(s.Rows) != 0 {
					t.Fatalf("pieces of %d bytes: rows %v before the end", piece, s.Rows)
				}
				framingtest.Send(s, c.record[last:], 1)
				if len(s.Rows) != 1 || s.Rows[0].Kind() != framing.Data || s.Rows[0].Len < megabyte {
					t.Fatalf("pieces of %d bytes: rows %v", piece, s.Rows)
				}
				if moved > 4*megabyte {
					t.Errorf("pieces of %d bytes: %d bytes moved", piece, moved)
				}
			}
		})
	}
}

// TestClaimsCostNoMemory: a record over the limit is told of once, is not kept, and the next one
// is there.
func TestClaimsCostNoMemory(t *testing.T) {
	for _, c := range claims {
		t.Run(c.name, func(t *testing.T) {
			body := []byte(c.small + c.record + c.small)
			for _, piece := range []int{1, 13, 500, len(body)} {
				got := c.in.WithLimit(64).Read(t, body, framingtest.Every(piece, len(body)))
				if len(got) != 3 || got[0] != got[2] || !strings.Contains(got[1], "too-large") {
					t.Fatalf("pieces of %d bytes: %.100q", piece, got)
				}
			}
		})
	}
}

// TestNoise: a million random bytes, of which some are put in the way of each framer. That the
// buffer stays within a small multiple of the limit is checked at every batch.
func TestNoise(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	noise := make([]byte, 1_000_000)
	for i := range noise {
		noise[i] = byte(random.IntN(256)) >> random.IntN(8) // small numbers are most telling
	}
	for _, c := range claims {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for from, read := 0, 0; read < len(noise); from += 7919 { // many bodies: one may be lost at once
				body := noise[from%len(noise):]
				body = body[:min(len(body), 50_000)]
				read += len(body)
				framingtest.Uncut(t, c.in.WithLimit(1+from%300), body, uint64(from))
			}
		})
	}
}

// TestBytesAreNotAllocatedPerRecord: once a stream is warm, records cost no memory.
func TestBytesAreNotAllocatedPerRecord(t *testing.T) {
	for _, c := range claims {
		s := framing.NewStream(c.in.Framer(), framing.NewTable(limit))
		body := strings.Repeat(c.small, 3)
		send := func() { framingtest.Send(s, body, 2*len(c.small)+1) }
		send()
		if len(s.Rows) == 0 {
			t.Errorf("%s: no rows", c.name)
		}
		for range 100 {
			send()
		}
		if n := testing.AllocsPerRun(100, send); n != 0 {
			t.Errorf("%s: %v allocations per batch", c.name, n)
		}
	}
}
