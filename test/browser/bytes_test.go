package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

func TestRecordsOfBytes(t *testing.T) {
	harness.InPageOnly(t, "its fetch is a function")
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := harness.Call[[]any](page, "bytes.js", "data", nil)
	assert.Equal(t, []any{
		"Uint8Array", true, []any{239.0, 187.0, 191.0, 255.0}, "\ufeff\ufffd",
		`{"n":1}`, 1.0, true, 0.0, "", nil, nil,
		"Blob", 7.0, `{"n":1}`, "ArrayBuffer", 7.0,
	}, got, "bytes of their own, a byte order mark that is content, and a record of nothing")

	header := harness.Call[[]any](page, "bytes.js", "headers", nil)
	assert.Equal(t, []any{
		[]any{[]any{7.0, 6.0, 0.0, 9.0}, "AB", true},
		[]any{[]any{7.0, 6.0, 0.0, 9.0}, "CD", true},
		[]any{[]any{8.0, 4.0, 0.0, 10.0}, "", true},
	}, header)

	fields := harness.Call[[]string](page, "bytes.js", "fields", nil)
	assert.Equal(t, []string{"a", "1", "b", "2 3", "__proto__", "5"}, fields, "in their order, and of two the first")

	parsed := harness.Call[[]any](page, "bytes.js", "parse", nil)
	assert.Equal(t, []any{6.0, "not-json 9", "malformed: nine"}, parsed)

	views := harness.Call[[]any](page, "bytes.js", "views", nil)
	assert.Equal(t, []any{[]any{3.0, true, true, "1,2,3"}, true, "malformed", true, "1,2,3"}, views)
}

func TestCompressedEnvelopeInPieces(t *testing.T) {
	harness.InPageOnly(t, "its fetch is a function")
	page := open(t, harness.NewSite(t), "/module.html")
	assert.Equal(t, []string{`{"n":1}`, "complete"}, harness.Call[[]string](page, "bytes.js", "inPieces", nil))
}

// varints is texts of less than 128 bytes as delimited messages of Protocol Buffers.
func varints(texts ...string) string {
	var b strings.Builder
	for _, text := range texts {
		b.WriteByte(byte(len(text)))
		b.WriteString(text)
	}
	return b.String()
}

// Bytes come through every link, and are gone on with from their own cursors.
func TestRecordsOfBytesInAWorker(t *testing.T) {
	site := harness.NewSite(t)
	for _, options := range []harness.Args{{}, {"worker": true}, {"share": true}} {
		page := open(t, site, "/module.html")
		rec := (&recorder{}).
			answer(200, "application/vnd.google.protobuf; encoding=delimited", varints(`{"n":1}`, `{"n":2}`)+"\x07{\"n\"").
			answer(200, "application/vnd.google.protobuf; encoding=delimited", varints(`{"n":3}`, `{"n":4}`))
		got := harness.Call[[]string](page, "bytes.js", "loops", harness.Args{"url": harness.Serve(t, rec), "options": options})
		assert.Equal(t, []string{"Uint8Array 1 1", "Uint8Array 2 2", "Uint8Array 3 3", "Uint8Array 4 4"}, got, options)
		assert.Equal(t, "2", rec.list()[1].Header.Get("Last-Event-ID"))
	}
}
