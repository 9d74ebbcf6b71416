package preset

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/recordings"
)

// Every preset is put to what its service sends: the records, their cursors, which of
// them came before, and what the rules make of them. This reads the options by itself,
// for the data's sake; test/browser does the same with the engine.
func TestPresetsReadWhatServicesSend(t *testing.T) {
	byName := map[string]options{}
	for _, s := range services(t) {
		byName[s.name] = s.Options
	}
	tested, found := map[string]bool{}, map[string]bool{}
	for _, r := range recordings.All() {
		t.Run(r.Preset+" "+r.Name, func(t *testing.T) {
			require.Contains(t, byName, r.Preset)
			tested[r.Preset] = true
			reader := newReader(byName[r.Preset], parse(t, r.Show))
			reader.stamped = strings.Contains(r.Path, "timestamps=1")
			for i, answer := range r.Answers {
				body := readAnswer(t, &reader, r, i+1, answer)
				for _, p := range membersOf(reader.options) {
					found[r.Preset+p.text] = found[r.Preset+p.text] || holds(body, p)
				}
			}
		})
	}
	assert.Len(t, tested, len(byName), "a preset without a recording")
	for name, there := range found {
		assert.True(t, there, "no record has %s", name)
	}
}

// readAnswer has a reader read the n-th answer, and returns its body.
func readAnswer(t *testing.T, reader *reader, r recordings.Recording, n int, want recordings.Answer) []byte {
	t.Helper()
	if r.IsWebSocket() {
		return listen(t, reader, r, n, want)
	}
	head, body, err := r.Response(n)
	require.NoError(t, err)
	assert.Equal(t, want.Seen, reader.read(body, head.Header.Get("Content-Type")), "answer %d", n)
	return body
}

// membersOf are the pointers to what the records hold besides cursors and identities.
func membersOf(o options) members {
	var list members
	if o.Lag != nil {
		list = append(list, o.Lag.Time)
	}
	if o.Decode != nil {
		for _, m := range []*member{o.Decode.Data, o.Decode.Encoding, o.Decode.Base64} {
			if m != nil {
				list = append(list, *m)
			}
		}
	}
	return list
}

// holds reports whether p leads anywhere in a body, wherever a record begins in it.
func holds(body []byte, p member) bool {
	for i, c := range body {
		if c == '{' {
			if _, ok := (members{p}).find(body[i:]); ok {
				return true
			}
		}
	}
	return false
}

func parse(t *testing.T, list []string) members {
	t.Helper()
	parsed := make(members, len(list))
	for i, s := range list {
		require.NoError(t, parsed[i].UnmarshalJSON([]byte(strconv.Quote(s))))
	}
	return parsed
}
