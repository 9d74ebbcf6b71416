package payload_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/payload"
)

// decoded is what encoding/json makes of text, with numbers as they are written.
func decoded(text []byte) (v any, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&v) != nil {
		return nil, false
	}
	_, err := decoder.Token()
	return v, err == io.EOF
}

// A stage is a payload on its way: a string, []byte, or another decoded value.
type stage struct {
	data  any
	size  int // as JSON
	steps []string
}

// stages are all stages of a payload that the chain leads through, written without
// anything of the package.
func stages(data any, size int, chain string) []stage {
	list := []stage{{data, size, strings.Split(chain, "/")}}
	for {
		last := list[len(list)-1]
		n := len(last.steps)
		if n == 0 {
			return list
		}
		next, size, ok := reverse(last, last.steps[n-1])
		if !ok {
			return list
		}
		list = append(list, stage{next, size, last.steps[:n-1]})
	}
}

// reverse undoes one step.
func reverse(s stage, step string) (data any, size int, ok bool) {
	text, isText := s.data.(string)
	raw, isRaw := s.data.([]byte)
	switch {
	case step == "base64" && isText:
		data, ok := lenient(text)
		return data, 1 << 40, ok
	case step == "utf-8" && isText:
		return text, written(text), true
	case step == "utf-8" && isRaw && utf8.Valid(raw):
		return string(raw), written(string(raw)), true
	case step == "json" && isText:
		v, ok := decoded([]byte(text))
		if s, isText := v.(string); isText {
			return s, written(s), ok
		}
		return v, len(strings.TrimSpace(text)), ok
	case step == "json" && !isRaw:
		return s.data, s.size, true
	}
	return nil, 0, false
}

// lenient reads base64 in either alphabet, with all of its padding or none.
func lenient(s string) ([]byte, bool) {
	s = strings.NewReplacer("-", "+", "_", "/", "\r", "*", "\n", "*").Replace(s)
	encoding := base64.RawStdEncoding
	if strings.HasSuffix(s, "=") {
		encoding = base64.StdEncoding
	}
	data, err := encoding.DecodeString(s)
	return append([]byte{}, data...), err == nil
}

// written is how long s is as a JSON string without needless escapes, of which
// encoding/json makes two.
func written(s string) int {
	s = strings.NewReplacer("\u2028", "   ", "\u2029", "   ").Replace(s)
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(s) != nil {
		panic("encoding/json takes any string")
	}
	return b.Len() - len("\n")
}

// check holds what Undo makes of record, which holds its message under a member named
// under, if that is not empty, against the stages.
func check(t *testing.T, under string, record []byte) {
	t.Helper()
	at := ""
	if under != "" {
		at = "/" + under
	}
	m := members(t, at+"/data", at+"/encoding")
	was, valid := decoded(record)
	want := expected(t, m, record, was, under)
	got := undone(t, m, string(record))
	require.Len(t, got, len(record), "%q", record)
	if !valid {
		return
	}
	now, valid := decoded([]byte(got))
	require.True(t, valid, "%q became %q", record, got)
	if want == nil {
		require.Equal(t, string(record), got)
		return
	}
	message := inner(was, under)
	message["data"] = want.data
	message["encoding"] = nil
	if chain := strings.Join(want.steps, "/"); chain != "" {
		message["encoding"] = chain
	}
	require.Equal(t, was, now, "%q became %q", record, got)
}

// inner is the message in a decoded record, nil if there is none.
func inner(v any, under string) map[string]any {
	message, _ := v.(map[string]any)
	if under != "" {
		message, _ = message[under].(map[string]any)
	}
	return message
}

// expected is the last stage that has a place in the record, nil if that is none but
// the first.
func expected(t *testing.T, m payload.Members, record []byte, v any, under string) *stage {
	t.Helper()
	message := inner(v, under)
	chain, ok := message["encoding"].(string)
	data, has := message["data"]
	if !ok || !has {
		return nil
	}
	rawData, _ := m.Data.Find(record)
	rawChain, _ := m.Encoding.Find(record)
	if written(chain) > len(rawChain) {
		return nil
	}
	list := stages(data, len(rawData), chain)
	for i := len(list) - 1; i > 0; i-- {
		if list[i].size <= len(rawData) {
			return &list[i]
		}
	}
	return nil
}
