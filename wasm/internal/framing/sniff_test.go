package framing_test

import (
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

var sniffCases = []struct {
	head string
	want framing.Format // "" while undecided
}{
	{"", ""},
	{" \r\n\t", ""},
	{"\xef\xbb", ""},
	{"\xef\xbb\xbf", ""},
	{"\xef\xbb\xbf \n", ""},
	{"\xef\xbb\xbf{", framing.JSONText},
	{"\xef\xbbdata:", framing.TextLines},
	{"\x1e", framing.JSONSeq},
	{"\r\n\x1e{}", framing.JSONSeq},
	{"[", framing.JSONArray},
	{"\n\n[1,2]", framing.JSONArray},
	{"{\"a\":1}\n", framing.JSONText},
	{"\"a\"", framing.JSONText},
	{":", framing.SSE},
	{"dat", ""},
	{"data", ""},
	{"data:x", framing.SSE},
	{"data\n\n", framing.SSE},
	{"data\r", framing.SSE},
	{"event: x", framing.SSE},
	{"id", ""},
	{"id:1", framing.SSE},
	{"id\n", framing.SSE},
	{"idle\n", framing.TextLines},
	{" id:1", framing.TextLines},
	{"\n\t: x", framing.TextLines},
	{" \n: x", framing.SSE},
	{"\xef\xbb\xbf data:", framing.TextLines},
	{"retry:", framing.SSE},
	{"\xef\xbb\xbfretry:", framing.SSE},
	{"retry now", framing.TextLines},
	{"Data:x", framing.TextLines},
	{"data :x", framing.TextLines},
	{"2", ""},
	{"28", ""},
	{"28\r", ""},
	{"28\r\n", ""},
	{"28\r\n{", framing.LengthFmt},
	{"\r\n\r\n28\r\n[", framing.LengthFmt},
	{"28\r\n\r", framing.TextLines},
	{"28\r{", framing.TextLines},
	{"28\n", framing.TextLines},
	{"28 ", framing.TextLines},
	{"1234567890\r\n", ""},
	{"1234567890\r\n{", framing.LengthFmt},
	{"12345678901", framing.TextLines},
	{"12345678901\r\n{", framing.TextLines},
	{"1c\r\n{", framing.TextLines},
	{"-1", framing.TextLines},
	{"<html>", framing.TextLines},
	{"true\n", framing.TextLines},
	{"\xff\xfe", framing.TextLines},
}

// TestSniff also offers every prefix and any continuation: once there is an answer
// it stays, and while there is none both an SSE line and text are still possible.
func TestSniff(t *testing.T) {
	for _, c := range sniffCases {
		got, ok := framing.Sniff([]byte(c.head))
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q is %q, %v; want %q", c.head, got, ok, c.want)
		}
		var first framing.Format
		for n := range len(c.head) + 1 {
			now, ok := framing.Sniff([]byte(c.head[:n]))
			if first != "" && now != first {
				t.Errorf("%q is %q and %q is %q", c.head[:n-1], first, c.head[:n], now)
			}
			if ok {
				first = now
			}
		}
		answers := map[framing.Format]bool{}
		for _, tail := range []string{"{", "\r\n{", "\n{", ":", "a:", "\xbfdata:", "\xbb\xbfdata:", "ta:", "x", "\x1e", " "} {
			long, ok := framing.Sniff([]byte(c.head + tail))
			if ok {
				answers[long] = true
			}
			if c.want != "" && long != c.want {
				t.Errorf("%q is %q and %q is %q", c.head, c.want, c.head+tail, long)
			}
		}
		if c.want == "" && len(answers) < 2 {
			t.Errorf("%q is undecided and can only become %v", c.head, answers)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for contentType, want := range map[string]framing.Format{
		"text/event-stream":                   framing.SSE,
		" Text/Event-Stream ; charset=UTF-8 ": framing.SSE,
		"text/event-stream;":                  framing.SSE,
		"text/event-streamX":                  framing.Auto,
		"text/event-stream, text/html":        framing.Auto,
		"application/x-ndjson":                framing.NDJSON,
		"application/ndjson; charset=utf-8":   framing.NDJSON,
		"application/jsonl":                   framing.NDJSON,
		"text/jsonl":                          framing.NDJSON,
		"application/json-seq":                framing.JSONSeq,
		"application/json":                    framing.Auto,
		"text/plain":                          framing.Auto,
		"":                                    framing.Auto,

		"application/vnd.amazon.eventstream":                             framing.EventStreamFmt,
		"application/vnd.docker.multiplexed-stream":                      framing.DockerFmt,
		"application/vnd.docker.raw-stream":                              framing.Text,
		"application/connect+json":                                       framing.EnvelopeFmt,
		"application/connect+proto; charset=utf-8":                       framing.EnvelopeFmt,
		"application/grpc-web":                                           framing.EnvelopeFmt,
		"application/grpc-web-text+proto":                                framing.EnvelopeFmt,
		"application/grpc":                                               framing.Auto,
		"multipart/x-mixed-replace;boundary=frame":                       framing.MultipartFmt,
		"application/cbor-seq":                                           framing.CBORSeqFmt,
		"application/senml+cbor-seq":                                     framing.CBORSeqFmt,
		"application/msgpack":                                            framing.MessagePackFmt,
		"application/vnd.kubernetes.protobuf;stream=watch":               "u32be",
		"application/vnd.kubernetes.protobuf":                            framing.Auto,
		"application/vnd.google.protobuf; proto=a.B; encoding=delimited": framing.VarintFmt,
		`application/vnd.kubernetes.protobuf; stream="Watch"`:            "u32be",
		"application/x-protobuf; Delimited=true":                         framing.VarintFmt,
		"application/x-protobuf":                                         framing.Auto,
	} {
		if got := framing.FormatOf(contentType); got != want {
			t.Errorf("%q is %q, want %q", contentType, got, want)
		}
	}
}

func TestEssence(t *testing.T) {
	for contentType, want := range map[string]string{
		"":                               "",
		";charset=utf-8":                 "",
		"TEXT/HTML":                      "text/html",
		"\t text/html \r\n; q=\"a;b\"":   "text/html",
		"html":                           "",
		"text/html, text/plain; q=1":     "text/plain",
		"text/html, */*, plain, ,":       "text/html",
		"text/html; a=\",b/c,\\\",d/e\"": "text/html",
		"text/html; a=\"b/c, d/e":        "text/html",
	} {
		if got := framing.Essence(contentType); got != want {
			t.Errorf("%q has essence %q, want %q", contentType, got, want)
		}
	}
}

// TestFormats: every format has a framer, but for the two that New leaves to others.
func TestFormats(t *testing.T) {
	for _, f := range framing.Formats() {
		framer, ok := framing.New(f, framing.Source{})
		if other := f == framing.Auto || f == framing.SSE; ok == other || (framer == nil) != other {
			t.Errorf("%q: framer %v, %v", f, framer, ok)
		}
	}
	if _, ok := framing.New("xml", framing.Source{}); ok {
		t.Error("an unknown format has a framer")
	}
	for i, word := range framing.Words() {
		if word != framing.Reason(i).Word() || word == "" || strings.ToLower(word) != word {
			t.Errorf("reason %d is %q", i, word)
		}
	}
}
