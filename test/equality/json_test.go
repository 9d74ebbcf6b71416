package equality

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/proof"
	"github.com/feedsource/feedsource/test/vectors"
)

// A judgement is what judge of read.js found out.
type judgement struct {
	Parses    bool   // JSON.parse reads the text
	Whole     bool   // a record is the text and nothing else
	Records   int    // that were delivered
	Refused   int    // of those, which JSON.parse does not read
	Malformed int    // bytes that were told to be no record
	Wrong     string // where event.json was not as JSON.parse
}

// A text that is JSON arrives whole and with the value that JSON.parse gives it; of what
// is no JSON, the page is told.
func TestJSON(t *testing.T) {
	suite := proof.New(t, "json", "JSON and what is not",
		"Texts that are JSON by RFC 8259, are not, or may be read or not, each as a record of five formats. What is JSON must arrive whole, and event.json be what JSON.parse gives. Of what is not, the page must be told: by a malformed event when it arrives, or when it reads event.json. Where two texts stand in place of one, a format that takes them delivers both; json and json-array pass over commas between records.",
		vectors.Carriers...)
	texts, err := vectors.JSON()
	require.NoError(t, err)
	type place struct {
		text   vectors.Text
		format string
	}
	var places []place
	var readings []reading
	for _, text := range texts {
		for _, format := range vectors.Carriers {
			if c, ok := text.In(format); ok {
				r := readingOf(c, ways[2])
				r.Text = []byte(text.Text)
				places, readings = append(places, place{text, format}), append(readings, r)
			}
		}
	}
	for i, got := range ask[judgement](t, "judgeAll", readings) {
		text := places[i].text
		of := proof.Case{Group: text.Group, Name: string(text.Verdict) + ": " + text.Name, Source: "RFC 8259"}
		suite.Run(of, places[i].format, func(t *testing.T) string {
			got.hold(t, text.Verdict)
			return got.note(text.Verdict)
		})
	}
	suite.Figure("texts", float64(len(texts)), "")
}

func (j judgement) hold(t *testing.T, v vectors.Verdict) {
	t.Helper()
	assert.Empty(t, j.Wrong)
	if v == vectors.Reject {
		assert.False(t, j.Parses, "JSON.parse reads it")
		assert.False(t, j.Whole && j.Refused == 0, "it passed for JSON")
		return
	}
	assert.True(t, j.Parses || v == vectors.Either, "JSON.parse does not read it")
	assert.True(t, j.Whole, "it did not arrive whole")
	assert.Equal(t, 1, j.Records)
	assert.Zero(t, j.Malformed)
	assert.Equal(t, !j.Parses, j.Refused == 1)
}

// note says what became of a text that is not simply read.
func (j judgement) note(v vectors.Verdict) string {
	var list []string
	if j.Malformed > 0 {
		list = append(list, "malformed when it arrives")
	}
	if j.Refused > 0 {
		list = append(list, "malformed when event.json is read")
	}
	switch {
	case v == vectors.Accept:
	case v == vectors.Either && j.Parses:
		list = append(list, "read")
	case j.Records > j.Refused:
		list = append(list, fmt.Sprintf("records that are JSON: %d", j.Records-j.Refused))
	case j.Records+j.Malformed == 0:
		list = append(list, "no record")
	}
	return strings.Join(list, "; ")
}
