package feeds

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const question = `{"input": "Why?", "stream": true, "background": true}`

// answerEvents decodes an event stream, and checks that each event has the type that it says.
func answerEvents(t *testing.T, body string) (events []map[string]any) {
	t.Helper()
	for block := range strings.SplitSeq(strings.TrimSuffix(body, "\n\n"), "\n\n") {
		name, data, found := strings.Cut(block, "\ndata: ")
		require.True(t, found, block)
		var event map[string]any
		require.NoError(t, json.Unmarshal([]byte(data), &event))
		require.Equal(t, "event: "+event["type"].(string), name)
		events = append(events, event)
	}
	return events
}

func deltas(events []map[string]any) string {
	var text strings.Builder
	for _, event := range events {
		if delta, ok := event["delta"].(string); ok {
			text.WriteString(delta)
		}
	}
	return text.String()
}

func outputText(response any) any {
	output := member(response, "output").([]any)
	return member(output[0], "content").([]any)[0].(map[string]any)["text"]
}

func TestOpenAIAnswersWordByWord(t *testing.T) {
	_, u := listen(t, frozen())
	r := send(t, "POST", u+"/v1/responses?rate=0", question)
	require.NoError(t, r.err)
	assert.Equal(t, "text/event-stream; charset=utf-8", r.header.Get("Content-Type"))
	events := answerEvents(t, r.body)
	last := len(events) - 1
	for n, event := range events {
		assert.EqualValues(t, n, event["sequence_number"])
	}
	assert.Equal(t, "response.created", events[0]["type"])
	assert.Equal(t, "in_progress", member(events[0], "response", "status"))
	assert.Equal(t, "response.output_text.delta", events[1]["type"])
	assert.Equal(t, "response.completed", events[last]["type"])
	assert.Equal(t, member(events[0], "response", "id"), member(events[last], "response", "id"))
	assert.True(t, strings.HasPrefix(deltas(events), "You asked: “Why?”\n\n"))
	assert.Equal(t, deltas(events), outputText(events[last]["response"]))
}

func TestOpenAIAnswerGoesOnWithoutItsReader(t *testing.T) {
	c := newClock()
	_, u := listen(t, Options{Now: c.now})
	r := open(t, "POST", u+"/v1/responses?rate=10", question)
	first := make([]byte, 1024)
	n, err := r.Body.Read(first)
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	id := member(answerEvents(t, string(first[:n]))[0], "response", "id").(string)
	kept := u + "/v1/responses/" + id

	c.advance(500 * time.Millisecond)
	begun := values(t, read(t, kept))[0]
	assert.Equal(t, "in_progress", member(begun, "status"))
	assert.Equal(t, "You asked: “Why?”\n\nI am a ", outputText(begun))

	c.advance(time.Hour)
	whole := answerEvents(t, read(t, kept+"?stream=true"))
	rest := answerEvents(t, read(t, kept+"?stream=true&starting_after=7"))
	assert.Equal(t, whole[8:], rest)
	assert.Equal(t, outputText(values(t, read(t, kept))[0]), deltas(whole))
	assert.Empty(t, read(t, kept+"?stream=true&starting_after=1000"))
}

func TestOpenAICutGoesOn(t *testing.T) {
	_, u := listen(t, frozen())
	r := send(t, "POST", u+"/v1/responses?rate=0&cut=2000", question)
	require.ErrorIs(t, r.err, io.ErrUnexpectedEOF)
	got := answerEvents(t, r.body[:strings.LastIndex(r.body, "\n\n")+2])
	id := member(got[0], "response", "id").(string)
	whole := answerEvents(t, read(t, u+"/v1/responses/"+id+"?stream=true"))
	rest := answerEvents(t, read(t, u+"/v1/responses/"+id+"?stream=true&starting_after="+strconv.Itoa(len(got)-1)))
	assert.Equal(t, whole, append(got, rest...))
}

func TestOpenAIRefuses(t *testing.T) {
	s, u := listen(t, frozen())
	for _, body := range []string{"", "{", `{"stream": true}`, `{"input": "Why?"}`, `{"input": 1, "stream": true}`,
		`{"stream": true, "input": "` + strings.Repeat("x", maxQuestion) + `"}`} {
		r := send(t, "POST", u+"/v1/responses", body)
		assert.Equal(t, http.StatusBadRequest, r.status)
		assert.Contains(t, member(values(t, r.body)[0], "error", "message"), `"stream": true`)
	}
	r := send(t, "POST", u+"/v1/responses?rate=0", `{"input": "Why?", "stream": true}`)
	id := member(answerEvents(t, r.body)[0], "response", "id").(string)
	assert.Equal(t, http.StatusNotFound, ask(t, "GET", u+"/v1/responses/"+id).status, "not in the background, so not kept")

	for range maxAnswers + 1 {
		r = send(t, "POST", u+"/v1/responses?rate=0", question)
	}
	assert.Len(t, s.answers, maxAnswers)
	id = member(answerEvents(t, r.body)[0], "response", "id").(string)
	assert.Equal(t, http.StatusOK, ask(t, "GET", u+"/v1/responses/"+id).status, "the latest are kept")
}
