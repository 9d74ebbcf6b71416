package framing_test

import (
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// Moves: what lies between the messages is overwritten.
var messageInput = framingtest.Input{Framer: func() framing.Framer { return framing.NewMessages() }, Limit: limit, Moves: true}

// One message each, as the host passes them on.
const (
	textOf3  = "\x01\x00\x00\x00\x03"
	bytesOf3 = "\x02\x00\x00\x00\x03"
)

var messageCases = []framingtest.Case{
	{Name: "nothing", Body: ""},
	{Name: "text and bytes", Body: textOf3 + "日" + bytesOf3 + "\xff\x00\n" + textOf3 + "a\nb", Want: []string{"data 日", `bytes "\xff\x00\n"`, "data a\nb"}},
	{Name: "messages of nothing", Body: "\x01\x00\x00\x00\x00\x02\x00\x00\x00\x00" + textOf3 + "abc", Want: []string{"data ", `bytes ""`, "data abc"}},
	{Name: "messages of the limit", Limit: 3, Body: textOf3 + "abc" + bytesOf3 + "abc", Want: []string{"data abc", `bytes "abc"`}},
	{Name: "messages over the limit", Limit: 2, Body: textOf3 + "abc" + bytesOf3 + "abc\x01\x00\x00\x00\x01d", Want: []string{"too-large ab", "too-large ab", "data d"}},
	{Name: "text over the limit, cut within a character", Limit: 2, Body: textOf3 + "日\x01\x00\x00\x00\x01d", Want: []string{"too-large ", "data d"}},
	{Name: "end in a message", Body: textOf3 + "ab", Want: []string{"truncated ab"}},
	{Name: "end in a message over the limit", Limit: 2, Body: textOf3 + "ab", Want: []string{"too-large ab"}},
	{Name: "end in a length", Body: textOf3 + "abc\x01\x00", Want: []string{"data abc"}},
}

func TestMessages(t *testing.T) { framingtest.Run(t, messageInput, messageCases) }

func FuzzMessages(f *testing.F) { framingtest.Fuzz(f, messageInput, messageCases) }

// Texts are decoded at once where no message is bytes: what lies between them is text as well.
func TestTextsAreOneText(t *testing.T) {
	s := framing.NewStream(framing.NewMessages(), framing.NewTable(limit))
	body := textOf3 + "\u65e5\x01\x00\x00\x00\x80" + string(make([]byte, 128))
	copy(s.Reserve(len(body)), body)
	s.Commit(len(body))
	if want := textOf3; s.HasBytes() || len(s.Rows) != 2 || string(s.Buffer()[:5]) == want || string(s.Buffer()[8:13]) != "     " {
		t.Errorf("%v %q", s.Rows, s.Buffer())
	}
}
