package framing_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/feedsource/feedsource/test/vectors"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

func dockerInput(stamped bool) framingtest.Input {
	return framingtest.Input{Framer: func() framing.Framer { return framing.NewDocker(stamped) }, Limit: limit, Moves: true}
}

// The header of a frame of fewer than 256 bytes ends with its length.
const (
	head0 = "\x00\x00\x00\x00\x00\x00\x00"
	head1 = "\x01\x00\x00\x00\x00\x00\x00"
	head2 = "\x02\x00\x00\x00\x00\x00\x00"
	head3 = "\x03\x00\x00\x00\x00\x00\x00"
)

var dockerCases = []framingtest.Case{
	{Name: "empty body", Body: ""},
	{Name: "a line", Body: head1 + "\x03ok\n", Want: []string{`bytes "ok\n" type=stdout`}},
	{Name: "all streams", Body: head0 + "\x01a" + head1 + "\x01b" + head2 + "\x01c" + head1 + "\x01d",
		Want: []string{`bytes "a" type=stdin`, `bytes "b" type=stdout`, `bytes "c" type=stderr`, `bytes "d" type=stdout`}},
	{Name: "length of 10, which is LF", Body: head1 + "\nnine char\n", Want: []string{`bytes "nine char\n" type=stdout`}},
	{Name: "length of two bytes", Body: "\x02\x00\x00\x00\x00\x00\x01\x2c" + hundred + hundred + hundred, Want: []string{`bytes "` + hundred + hundred + hundred + `" type=stderr`}},
	{Name: "frame without a payload", Body: head1 + "\x00" + head1 + "\x01a", Want: []string{"keep-alive", `bytes "a" type=stdout`}},
	{Name: "character cut in two", Body: head1 + "\x02h\xc3" + head1 + "\x02\xa9!", Want: []string{`bytes "h" type=stdout`, `bytes "é!" type=stdout`}},
	{Name: "character cut in four", Body: head1 + "\x01\xf0" + head1 + "\x01\x9f" + head1 + "\x01\x98" + head1 + "\x02\x80.", Want: []string{`bytes "😀." type=stdout`}},
	{Name: "characters of two streams cut", Body: head1 + "\x02a\xc3" + head2 + "\x02b\xe2" + head1 + "\x01\xa9" + head0 + "\x01c" + head2 + "\x02\x82\xac",
		Want: []string{`bytes "a" type=stdout`, `bytes "b" type=stderr`, `bytes "é" type=stdout`, `bytes "c" type=stdin`, `bytes "€" type=stderr`}},
	{Name: "character cut, and a frame without a payload", Body: head1 + "\x01\xc3" + head1 + "\x00" + head1 + "\x01\xa9", Want: []string{"keep-alive", `bytes "é" type=stdout`}},
	{Name: "half a character with the next frame", Body: head1 + "\x02a\xe2" + head1 + "\x01b", Want: []string{`bytes "a" type=stdout`, `bytes "\xe2b" type=stdout`}},
	{Name: "half a character behind half a character", Body: head1 + "\x02\xe2\x82" + head1 + "\x02\xe2\x82" + head1 + "\x01\xac", Want: []string{`bytes "\xe2\x82" type=stdout`, `bytes "€" type=stdout`}},
	{Name: "half a character at the end", Body: head1 + "\x02a\xe2", Want: []string{`bytes "a" type=stdout`, `bytes "\xe2" type=stdout`}},
	{Name: "half characters of all streams at the end", Body: head0 + "\x03\xf0\x9f\x98" + head1 + "\x03\xf0\x9f\x99" + head2 + "\x03\xf0\x9f\x9a",
		Want: []string{`bytes "\xf0\x9f\x98" type=stdin`, `bytes "\xf0\x9f\x99" type=stdout`, `bytes "\xf0\x9f\x9a" type=stderr`}},
	{Name: "half a character ahead of an end in a frame", Body: head1 + "\x02a\xe2" + head2 + "\x05b", Want: []string{`bytes "a" type=stdout`, `bytes "\xe2" type=stdout`, "truncated b"}},
	{Name: "half a character ahead of an end in a header", Body: head1 + "\x02a\xe2" + head2, Want: []string{`bytes "a" type=stdout`, `bytes "\xe2" type=stdout`, "truncated " + head2}},
	{Name: "bytes that are no text", Body: head1 + "\x03\xff\xfe\x80" + head1 + "\x01\x80", Want: []string{`bytes "\xff\xfe\x80" type=stdout`, `bytes "\x80" type=stdout`}},
	{Name: "record of the limit", Limit: 8, Body: head1 + "\x0812345678", Want: []string{`bytes "12345678" type=stdout`}},
	{Name: "record over the limit", Limit: 8, Body: head1 + "\x09123456789" + head1 + "\x01a", Want: []string{"length-too-large " + head1 + "\t", `bytes "a" type=stdout`}},
	{Name: "half a character that makes a record too large", Limit: 8, Body: head1 + "\x02a\xc3" + head1 + "\x08\xa92345678" + head1 + "\x01a",
		Want: []string{`bytes "a" type=stdout`, "too-large é234567", `bytes "a" type=stdout`}},
	{Name: "half a character and a record over the limit", Limit: 8, Body: head1 + "\x02a\xc3" + head1 + "\x09123456789" + head1 + "\x01\xa9",
		Want: []string{`bytes "a" type=stdout`, "length-too-large " + head1 + "\t", `bytes "é" type=stdout`}},
	{Name: "end in a record over the limit", Limit: 8, Body: head1 + "\x091234", Want: []string{"length-too-large " + head1 + "\t"}},
	{Name: "length of 4 GiB", Body: "\x01\x00\x00\x00\xff\xff\xff\xff" + hundred, Want: []string{"length-too-large \x01\x00\x00\x00\xff\xff\xff\xff"}},
	{Name: "end behind a header", Body: head1 + "\x01", Want: []string{"truncated "}},
	{Name: "text of a container with a TTY", Body: "$ ls\r\n" + hundred, Want: []string{"bad-frame $"}},
	{Name: "fifth stream", Body: head1 + "\x01a\x04\x00\x00\x00\x00\x00\x00\x01a" + head1 + "\x01a", Want: []string{`bytes "a" type=stdout`, "bad-frame \x04"}},
	{Name: "reserved bytes", Body: "\x01\x00\x00\x07\x00\x00\x00\x01a" + head1 + "\x01a", Want: []string{"bad-frame \x01\x00\x00\x07"}},
	{Name: "what the daemon says is no record", Body: head1 + "\x01a" + head3 + "\x05oops\n" + head1 + "\x01b", Want: []string{`bytes "a" type=stdout`}},
}

var stampedCases = []framingtest.Case{
	{Name: "two lines", Body: head1 + "\x222024-05-01T10:00:00.123456789Z ok\n" + head2 + "\x222024-05-01T10:00:00.123456790Z no\n",
		Want: []string{`bytes "ok\n" type=stdout id=1714557600.123456789`, `bytes "no\n" type=stderr id=1714557600.123456790`}},
	{Name: "other forms of time", Body: head1 + "\x162024-05-01T10:00:00Z a" + head1 + "\x182024-05-01T10:00:00.5Z b" + head1 + "\x1b2024-05-01T10:00:00+02:00 c" + head1 + "\x231969-12-31T23:59:59.25-00:30 a line",
		Want: []string{`bytes "a" type=stdout id=1714557600.000000000`, `bytes "b" type=stdout id=1714557600.500000000`,
			`bytes "c" type=stdout id=1714550400.000000000`, `bytes "a line" type=stdout id=1799.250000000`}},
	{Name: "no stamp", Body: head1 + "\x222024-05-01T10:00:00.123456789Z ok\n" + head1 + "\x03ok\n" + head1 + "\x222024-05-01 10:00:00.123456789Z no\n",
		Want: []string{`bytes "ok\n" type=stdout id=1714557600.123456789`, `bytes "ok\n" type=stdout id=1714557600.123456789`,
			`bytes "2024-05-01 10:00:00.123456789Z no\n" type=stdout id=1714557600.123456789`}},
	{Name: "stamp of ten digits", Body: head1 + "\x212024-05-01T10:00:00.1234567890Z a", Want: []string{`bytes "2024-05-01T10:00:00.1234567890Z a" type=stdout`}},
	{Name: "character cut in two", Body: head1 + "\x172024-05-01T10:00:00Z a\xc3" + head1 + "\x172024-05-01T10:00:01Z \xa9b",
		Want: []string{`bytes "a" type=stdout id=1714557600.000000000`, `bytes "éb" type=stdout id=1714557601.000000000`}},
	{Name: "a part of a character alone has no record", Body: head1 + "\x162024-05-01T10:00:00Z \xc3" + head2 + "\x01a" + head1 + "\x162024-05-01T10:00:01Z \xa9",
		Want: []string{`bytes "a" type=stderr`, `bytes "é" type=stdout id=1714557601.000000000`}},
	{Name: "line of nothing", Body: head1 + "\x152024-05-01T10:00:00Z " + head1 + "\x00",
		Want: []string{`bytes "" type=stdout id=1714557600.000000000`, "keep-alive id=1714557600.000000000"}},
	{Name: "line of the limit", Limit: 4, Body: head1 + "\x192024-05-01T10:00:00Z abcd", Want: []string{`bytes "abcd" type=stdout id=1714557600.000000000`}},
	{Name: "line over the limit", Limit: 4, Body: head1 + "\x1a2024-05-01T10:00:00Z abcde" + head1 + "\x01a",
		Want: []string{"too-large abcd", `bytes "a" type=stdout id=1714557600.000000000`}},
	{Name: "line far over the limit", Limit: 4, Body: head1 + "\x292024-05-01T10:00:00Z 01234567890123456789" + head1 + "\x01a", Want: []string{"too-large " + head1[:4], `bytes "a" type=stdout`}},
	{Name: "end in a stamp", Body: head1 + "\x222024-05-01T10:0", Want: []string{"truncated 2024-05-01T10:0"}},
}

func TestDocker(t *testing.T) {
	framingtest.Run(t, dockerInput(false), dockerCases)
	t.Run("stamped", func(t *testing.T) { framingtest.Run(t, dockerInput(true), stampedCases) })
}

// TestSystemerr: what the daemon says went wrong is the end, even if it is cut short.
func TestSystemerr(t *testing.T) {
	for body, want := range map[string]string{
		head1 + "\x01a" + head3 + "\x05oops\n" + head1 + "\x01b": "oops",
		head3 + "\x05no\xe2\x82\xac":                             "no€",
		head3 + "\x09oops":                                       "oops",
		head3 + "\x09oops\xe2":                                   "oops",
		head3 + "\x00":                                           "",
		"\x03\x00\x00\x00\xff\xff\xff\xff" + strings.Repeat("a", 5000): strings.Repeat("a", limit),
	} {
		for _, size := range []int{1, 7, len(body)} {
			f := framing.NewDocker(false)
			s := framing.NewStream(f, framing.NewTable(limit))
			framingtest.Send(s, body, size)
			s.End(true)
			if v := f.Verdict(); v == nil || v.Outcome != framing.Failed || v.Code != "systemerr" || v.Message != want {
				t.Errorf("%.40q in pieces of %d: %+v", body, size, v)
			}
			if len(s.Rows) != 0 {
				t.Errorf("%.40q in pieces of %d: rows at the end: %v", body, size, s.Rows)
			}
		}
	}
}

// TestNamed: the records that have a stamp, in each batch.
func TestNamed(t *testing.T) {
	f := framing.NewDocker(true)
	s := framing.NewStream(f, framing.NewTable(3))
	stamped := head1 + "\x162024-05-01T10:00:00Z a"
	for _, c := range []struct {
		chunk string
		want  []int
	}{
		{head1 + "\x01a" + stamped + head1 + "\x00" + stamped, []int{1, 3}},
		{stamped + head1 + "\x01", []int{0}},
		{"a", nil},
		{stamped[:20], nil},
		{stamped[20:], []int{0}},
		{head1 + "\x19" + stamped[8:29] + "abcd" + stamped, []int{1}}, // the first is too large
	} {
		framingtest.Send(s, c.chunk, len(c.chunk))
		if !slices.Equal(f.Named(), c.want) {
			t.Errorf("%q: rows %v, not %v", c.chunk, f.Named(), c.want)
		}
	}
	if s.End(true); len(f.Named()) != 0 {
		t.Errorf("rows %v at the end", f.Named())
	}
}

// TestStampIsThatOfTime: the time package reads the same stamps, to the same times.
func TestStampIsThatOfTime(t *testing.T) {
	const sample = "2024-02-29T23:59:07.012345678+05:30"
	stamps := []string{
		"2023-02-28T00:00:00Z", "2000-02-29T00:00:00.1Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "1970-01-01T00:00:00.000Z",
		"1969-12-31T23:59:59.9Z", "2024-05-01T10:00:00.Z", "2024-05-01T10:00:00", "2024-05-01T10:00:00.1+0200", "2024-13-01T10:00:00Z",
	}
	for i := range sample {
		for _, c := range "09+-:.TZ x/" {
			stamps = append(stamps, sample[:i]+string(c)+sample[i+1:])
		}
	}
	for _, text := range stamps {
		line := text + " x"
		body := binary.BigEndian.AppendUint64(nil, 1<<56|uint64(len(line)))
		got := dockerInput(true).Records(t, string(body)+line)
		want := fmt.Sprintf("bytes %q type=stdout", line)
		if at, err := time.Parse(time.RFC3339Nano, text); err == nil && !strings.Contains(text, ",") {
			want = fmt.Sprintf("bytes \"x\" type=stdout id=%d.%09d", at.Unix(), at.Nanosecond())
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestDockerKeepsCharactersWhole: whatever writes bring of a text, all of it comes out, and no
// character is cut.
func TestDockerKeepsCharactersWhole(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for range 300 {
		texts := [3]string{}
		for i := range texts {
			for range random.IntN(20) {
				texts[i] += string([]rune("aé€😀\n")[random.IntN(5)])
			}
		}
		var body []byte
		for rest := texts; rest != [3]string{}; {
			i := random.IntN(3)
			n := random.IntN(min(len(rest[i]), 5) + 1)
			body = append(append(body, byte(i), 0, 0, 0, 0, 0, 0, byte(n)), rest[i][:n]...)
			rest[i] = rest[i][n:]
		}
		got := [3]string{}
		for _, record := range dockerInput(false).Placed(t, body, framingtest.Random(random.Uint64(), len(body))) {
			if record.Kind == vectors.KeepAlive {
				continue
			}
			if !utf8.ValidString(record.Text) {
				t.Errorf("half a character: %q", record)
			}
			got[slices.Index([]string{"stdin", "stdout", "stderr"}, record.Type)] += record.Text
		}
		if got != texts {
			t.Errorf("\n got %q\nwant %q", got, texts)
		}
	}
}

// FuzzDocker runs each body with stamps and without.
func FuzzDocker(f *testing.F) {
	for _, list := range [][]framingtest.Case{dockerCases, stampedCases} {
		for i, c := range list {
			f.Add([]byte(c.Body), uint64(i), uint16(c.Limit))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, seed uint64, limit uint16) {
		for _, stamped := range []bool{false, true} {
			framingtest.Uncut(t, dockerInput(stamped).WithLimit(1+int(limit)%512), body, seed)
		}
	})
}
