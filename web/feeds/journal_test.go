package feeds

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	entries  = "/journal/entries"
	asJSON   = "Accept: application/json"
	asEvents = "Accept: text/event-stream"
)

// journalNumbers are the numbers of entries, which their messages end in.
func journalNumbers(t *testing.T, body string) (list []string) {
	t.Helper()
	for _, entry := range values(t, body) {
		_, number, found := strings.Cut(member(entry, "MESSAGE").(string), "#")
		require.True(t, found)
		list = append(list, number)
	}
	return list
}

func TestJournalRanges(t *testing.T) {
	_, u := listen(t, frozen())
	cursor := journalMake(frozen().withDefaults(), logKey{"journal", "system", 1}, 990).Cursor
	for asked, want := range map[string][]string{
		"entries=:-2":               {"998", "999"},
		"entries=:-3:2":             {"997", "998"},
		"entries=" + cursor + "::1": {"990"},
		"entries=" + cursor + ":8":  {"998", "999"},
		"entries=:0:1":              {"0"},
	} {
		assert.Equal(t, want, journalNumbers(t, read(t, u+entries, asJSON, "Range: "+asked)), asked)
	}
	assert.Len(t, journalNumbers(t, read(t, u+entries, asJSON)), 1000)
	for _, asked := range []string{"bytes=0-1", "entries=s=x;i=zz", "entries=s=x;i=9999", "entries=:x"} {
		assert.Equal(t, http.StatusBadRequest, ask(t, "GET", u+entries, asJSON, "Range: "+asked).status, asked)
	}
}

func TestJournalIsFollowed(t *testing.T) {
	_, u := listen(t, frozen())
	assert.Equal(t, []string{"1000", "1001"}, journalNumbers(t, read(t, u+entries+"?follow&rate=0&count=2", asJSON)))
	behind := journalNumbers(t, read(t, u+entries+"?follow&rate=0&count=4", asJSON, "Range: entries=:-1"))
	assert.Equal(t, []string{"1001", "1002", "1003", "1004"}, behind, "the range goes on into what is yet to come")
}

func TestJournalForms(t *testing.T) {
	_, u := listen(t, frozen())
	assert.Regexp(t, `^data: \{"__CURSOR":.*\}\n\n$`, read(t, u+entries, asEvents, "Range: entries=:-1"))
	assert.Regexp(t, `^\w{3} \d\d \d\d:\d\d:\d\d demo \w+\[\d+\]: .* #999\n$`, read(t, u+entries, "Range: entries=:-1"))
}
