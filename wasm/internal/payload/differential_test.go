package payload_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// A sender makes up messages and encodes them, mostly as their chain says.
type sender struct{ *rand.Rand }

func (s sender) pick(list ...string) string { return list[s.IntN(len(list))] }

// word is a string of what must be escaped, or takes more than a byte.
func (s sender) word() string {
	alphabet := []rune("aé😀\"\\/{}[]:,\n\x00\x1f\u2028=+ 1")
	runes := make([]rune, s.IntN(12))
	for i := range runes {
		runes[i] = alphabet[s.IntN(len(alphabet))]
	}
	return string(runes)
}

func (s sender) value(deep int) any {
	switch n := s.IntN(8); {
	case n == 0:
		return []any{nil, true, false}[s.IntN(3)]
	case n == 1:
		return s.IntN(1000) - 500
	case n <= 4 || deep == 0:
		return s.word()
	case n == 5:
		list := make([]any, s.IntN(4))
		for i := range list {
			list[i] = s.value(deep - 1)
		}
		return list
	}
	object := map[string]any{}
	for range s.IntN(4) {
		object[s.word()] = s.value(deep - 1)
	}
	return object
}

// encode takes a payload through some steps. Between them it is a string, as JSON has
// no bytes; what chance makes of that is not always what the chain says.
func (s sender) encode() (data any, chain string) {
	data = s.value(3)
	var steps []string
	for range 1 + s.IntN(4) {
		step := s.pick("json", "json", "json", "utf-8", "utf-8", "base64", "base64", "base64", "vcdiff", "")
		switch text, isText := data.(string); {
		case step == "json":
			data = s.json(data)
		case step == "base64" && isText:
			data = s.base64([]byte(text))
		}
		steps = append(steps, step)
		if step == "json" && s.IntN(2) == 0 {
			steps = append(steps, "utf-8", "base64")
			data = s.base64([]byte(data.(string)))
		}
	}
	return data, strings.Join(steps, "/")
}

func (s sender) json(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return s.pick("", " ", "\n") + string(text) + s.pick("", "\t", "", "", "", "", "", "", "", "}")
}

func (s sender) base64(data []byte) string {
	encoding := []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding}[s.IntN(4)]
	return encoding.EncodeToString(data) + s.pick("", "", "", "", "", "", "", "", "", "", "=", "A", "\n")
}

// quote writes a JSON string, with escapes where they must be and elsewhere at will.
func (s sender) quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	often := 1 + s.IntN(20)
	for _, r := range text {
		switch {
		case r < 0x10000 && (r < ' ' || r == '"' || r == '\\' || s.IntN(often) == 0):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func (s sender) message() string {
	data, chain := s.encode()
	raw := ""
	if text, isText := data.(string); isText {
		raw = s.quote(text)
	} else {
		raw = s.json(data)
	}
	list := []string{`"data": ` + raw, `"encoding":` + s.quote(chain) + " ", `"id":` + s.quote(s.word()), `"timestamp":1700000000120`}
	s.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return "{" + strings.Join(list, ",") + "}"
}

// TestMessages compares with encoding/json and encoding/base64.
func TestMessages(t *testing.T) {
	s := sender{rand.New(rand.NewPCG(7, 8))}
	changed := 0
	for range 20_000 {
		message := s.message()
		check(t, "", []byte(message))
		check(t, "data", []byte(`{"event":"message","data":`+message+`}`))
		if undone(t, members(t, "/data", "/encoding"), message) != message {
			changed++
		}
	}
	if changed < 7_000 {
		t.Errorf("only %d messages had anything to undo", changed)
	}
}

// FuzzUndo gives Undo any record, and any payload with any chain.
func FuzzUndo(f *testing.F) {
	for _, record := range []string{
		`{"encoding":"json/utf-8/base64","data":"eyJhIjoxfQ=="}`, `{"data":"{\"n\":1}","encoding":"json"}`, `{"data":{},"encoding":"json"}`,
		`{"event":"message","data":{"data":"\"\\ud83d\\ude00\"","encoding":"utf-8/json"}}`, `{"encoding":"\u006ason","data":"[tru]"}`, `{"data":"{}`,
	} {
		f.Add([]byte(record), "json/utf-8/base64")
	}
	s := sender{rand.New(rand.NewPCG(1, 2))}
	for range 50 {
		_, chain := s.encode()
		f.Add([]byte(s.message()), chain)
	}
	f.Fuzz(func(t *testing.T, record []byte, chain string) {
		check(t, "", record)
		check(t, "data", record)
		check(t, "", fmt.Appendf(nil, `{"encoding":%s,"data":%s}`, s.quote(chain), record))
		check(t, "", fmt.Appendf(nil, `{"encoding":%s,"data":%s}`, s.quote(chain), s.quote(string(record))))
	})
}
