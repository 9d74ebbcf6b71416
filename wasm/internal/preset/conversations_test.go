package preset

import (
	"cmp"
	"encoding/binary"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/recordings"
	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// listen has a reader read what the server says by the n-th WebSocket of a recording, checks what
// the page says to it, and what its close code means. It returns the body.
func listen(t *testing.T, reader *reader, r recordings.Recording, n int, want recordings.Answer) (body []byte) {
	t.Helper()
	lines, err := r.Conversation(n)
	require.NoError(t, err)
	require.True(t, reader.options.isWebSocket())
	heard, closed := []string{}, ""
	for _, line := range lines {
		switch line.Kind {
		case recordings.Said:
			body = append(body, reader.options.message(line.Text)...)
		case recordings.Heard:
			heard = append(heard, line.Text)
		case recordings.Closed:
			code, _, _ := strings.Cut(line.Text, " ")
			number, err := strconv.Atoi(code)
			require.NoError(t, err)
			closed = reader.options.closed(number)
		}
	}
	reader.replies = nil
	assert.Equal(t, want.Seen, reader.read(body, ""), "conversation %d", n)
	said := []string{}
	for i, text := range append([]string{cmp.Or(r.Greet, string(reader.options.Greet))}, reader.replies...) {
		if i > 0 && text == "" {
			text = r.Subscribe
		}
		if text != "" {
			said = append(said, strings.ReplaceAll(text, "{attempt}", strconv.Itoa(n)))
		}
	}
	assert.Equal(t, heard, said, "conversation %d", n)
	assert.Equal(t, want.Closed, closed, "conversation %d", n)
	return body
}

// message is a message as the framing has it: with its kind and length in front where it is a
// record, else a piece of a body.
func (o options) message(text string) []byte {
	if o.Format != framing.MessageFmt {
		return []byte(text)
	}
	const isText = 1
	return append(binary.BigEndian.AppendUint32([]byte{isText}, uint32(len(text))), text...)
}
