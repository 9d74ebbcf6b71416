package framing_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/vectors"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// judgedFormat is one whose bodies say how they end.
type judgedFormat struct {
	name    string
	in      framingtest.Input
	noise   string                      // what would end or spoil a record, for a framer that looks twice
	long    func(payload string) string // a body of one record, if that cannot be spoiled otherwise
	want    framing.Kind                // of the record with noise in it
	records string                      // a piece of a body that can come again and again
	rows    int                         // that a piece gives
}

var judgedFormats = []judgedFormat{
	{
		name: "envelope", in: envelopeInput, noise: "\x02\x80\x04",
		long: func(payload string) string { return enveloped(0, payload) }, want: framing.Data,
		records: tick + tock + enveloped(1, "zip") + enveloped(0, strings.Repeat("a", 1001)), rows: 4,
	},
	{
		name: "envelope in base64", in: webTextInput,
		records: inBase64(tick+tock, 7), rows: 2,
	},
	{
		name: "aws-eventstream", in: amazonInput, noise: "\x00\xff",
		long: func(payload string) string { return sealed("", payload) }, want: framing.Malformed, // by its checksum
		records: hello + sealed("", "bare") + flipped(hello, len(hello)-1) + sealed("\x05abc", "") + sealed("", strings.Repeat("a", 1001)), rows: 5,
	},
	{
		name: "multipart", in: multipartInput("b"), noise: "\r\n-b",
		long: func(payload string) string { return "--b\r\n\r\n" + payload + "\r\n--b" }, want: framing.Data,
		records: "--b\r\n" + plainType + "one\r\n--b\r\n" + sized(3) + "two\r\n--b\r\n" + sized(2) + "three\r\n--b\r\n\r\n" + strings.Repeat("a\r\n", 400), rows: 5,
	},
	{
		name: "multipart, counted", in: multipartInput("b"),
		records: "--b\r\n" + sized(3) + "two\r\n", rows: 1,
	},
}

// TestEachByteOfARecordIsLookedAtOnce is TestEachByteIsLookedAtOnce for records of bytes.
func TestEachByteOfARecordIsLookedAtOnce(t *testing.T) {
	const size = 1 << 18
	for _, f := range judgedFormats {
		if f.long == nil {
			continue
		}
		body := f.long(strings.Repeat("a", size))
		for _, piece := range []int{1, 2, 7, 64} {
			s := framing.NewStream(framingtest.Forget(f.in.Framer(), f.noise), framing.NewTable(2*size))
			moved := framingtest.Send(s, body[:len(body)-2], piece)
			if n := len(s.Rows); n != 0 {
				t.Fatalf("%s, pieces of %d bytes: %d rows before the end", f.name, piece, n)
			}
			framingtest.Send(s, body[len(body)-2:], 2)
			if len(s.Rows) != 1 || s.Rows[0].Kind() != f.want || s.Rows[0].Len < size {
				t.Fatalf("%s, pieces of %d bytes: rows %v", f.name, piece, s.Rows)
			}
			if moved > 4*size {
				t.Errorf("%s, pieces of %d bytes: %d bytes moved", f.name, piece, moved)
			}
		}
	}
}

// TestRandomBytes: a million bytes that mean nothing, and what a body begins with before them.
// That the buffer stays within a small multiple of the limit is checked at every batch.
func TestRandomBytes(t *testing.T) {
	random := rand.New(rand.NewPCG(41, 42))
	noise := make([]byte, 1_000_000)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	for _, f := range judgedFormats {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			for _, head := range []string{"", f.records, f.records[:len(f.records)/2]} {
				body := append([]byte(head), noise...)
				for _, piece := range []int{61, 4096, len(body)} {
					f.in.WithLimit(300).Read(t, body, framingtest.Every(piece, len(body)))
				}
			}
		})
	}
}

// TestNothingIsAllocatedPerRecordOfBytes: once a stream is warm, records cost no memory.
func TestNothingIsAllocatedPerRecordOfBytes(t *testing.T) {
	for _, f := range judgedFormats {
		s := framing.NewStream(f.in.Framer(), framing.NewTable(limit))
		send := func() {
			copy(s.Reserve(len(f.records)), f.records)
			s.Commit(len(f.records))
		}
		send()
		for range 100 {
			send()
		}
		if len(s.Rows) != f.rows {
			t.Errorf("%s: %d rows", f.name, len(s.Rows))
		}
		if n := testing.AllocsPerRun(100, send); n != 0 {
			t.Errorf("%s: %v allocations per batch", f.name, n)
		}
	}
}

// golden are the cases of a table, for a golden file.
func goldenJudged(group, format, contentType string, list []judgedCase) (cases []vectors.Case) {
	for _, c := range list {
		g := c.Golden("torture, "+group, format, limit)
		g.ContentType = contentType
		cases = append(cases, g)
	}
	return cases
}

// TestGoldenEnvelope keeps what this package makes of envelopes, for the engine in Chromium to be
// compared with. So do those of the other formats.
func TestGoldenEnvelope(t *testing.T) {
	const webText = "application/grpc-web-text+proto"
	cases := goldenJudged("envelope", "envelope", "application/connect+json", envelopeCases)
	cases = append(cases, goldenJudged("envelope in base64", "envelope", webText, webTextCases)...)
	framingtest.Golden(t, "golden/envelope.txt", cases, func(c vectors.Case) framingtest.Input {
		if c.ContentType == webText {
			return webTextInput.WithLimit(c.Limit)
		}
		return envelopeInput.WithLimit(c.Limit)
	})
}

func TestGoldenEventStream(t *testing.T) {
	cases := goldenJudged("aws-eventstream", "aws-eventstream", "application/vnd.amazon.eventstream", amazonCases)
	framingtest.Golden(t, "golden/aws-eventstream.txt", cases, func(c vectors.Case) framingtest.Input { return amazonInput.WithLimit(c.Limit) })
}

func TestGoldenMultipart(t *testing.T) {
	var cases []vectors.Case
	boundaries := map[string]string{}
	for _, table := range multipartTables {
		contentType := fmt.Sprintf("multipart/mixed; boundary=%q", table.boundary)
		boundaries[contentType] = table.boundary
		cases = append(cases, goldenJudged("multipart with boundary "+table.boundary, "multipart", contentType, table.cases)...)
	}
	framingtest.Golden(t, "golden/multipart.txt", cases, func(c vectors.Case) framingtest.Input {
		return multipartInput(boundaries[c.ContentType]).WithLimit(c.Limit)
	})
}
