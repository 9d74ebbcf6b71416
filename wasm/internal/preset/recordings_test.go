package preset

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/recordings"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/sse"
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
			reader := reader{options: byName[r.Preset], show: parse(t, r.Show)}
			for i, answer := range r.Answers {
				head, body, err := r.Response(i + 1)
				require.NoError(t, err)
				assert.Equal(t, answer.Seen, reader.read(body, head.Header.Get("Content-Type")), "answer %d", i+1)
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

// membersOf are the pointers to what the records hold besides cursors and identities.
func membersOf(o options) pointers {
	var list pointers
	if o.Lag != nil {
		list = append(list, o.Lag.Time)
	}
	if o.Decode != nil {
		list = append(list, o.Decode.Data, o.Decode.Encoding)
	}
	return list
}

// holds reports whether p leads anywhere in a body, wherever a record begins in it.
func holds(body []byte, p pointer) bool {
	for i, c := range body {
		if c == '{' {
			if _, ok := (pointers{p}).find(body[i:]); ok {
				return true
			}
		}
	}
	return false
}

func parse(t *testing.T, list []string) pointers {
	t.Helper()
	parsed := make(pointers, len(list))
	for i, s := range list {
		require.NoError(t, parsed[i].UnmarshalJSON([]byte(strconv.Quote(s))))
	}
	return parsed
}

// A reader reads one service's bodies by its preset.
type reader struct {
	options options
	show    pointers
	id      string
	high    string // of a connection
	count   int
	seen    []string
}

func isNumber(id string) bool { return id != "" && strings.Trim(id, "0123456789") == "" }

func isBelow(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

func (r *reader) read(body []byte, contentType string) []recordings.Seen {
	r.high = ""
	table := framing.NewTable(1 << 20)
	table.IDs.Set([]byte(r.id))
	stream := framing.NewStream(r.framer(body, contentType), table)
	copy(stream.Reserve(len(body)), body)
	stream.Commit(len(body))
	list, ended := r.rows(stream, table, nil)
	if !ended {
		stream.End(true)
		list, _ = r.rows(stream, table, list)
	}
	if r.options.ID == nil && r.options.Resume.Cursor == "" && !ended {
		r.id = string(table.IDs.Current())
	}
	return list
}

func (r *reader) framer(body []byte, contentType string) framing.Framer {
	f := r.options.Format
	if f == framing.Auto {
		f = framing.FormatOf(contentType)
	}
	if f == framing.Auto {
		f, _ = framing.Sniff(body)
	}
	if framer, ok := framing.New(f, framing.Source{ContentType: contentType}); ok {
		return framer
	}
	return &sse.Parser{Marks: func(eventType []byte) bool { return r.signal(string(eventType), nil) != recordings.Record }}
}

// fates are those of rows that are no records.
var fates = map[framing.Kind]string{framing.KeepAlive: "keepalive", framing.Comment: "keepalive", framing.Sign: "keepalive", framing.Bookmark: "keepalive", framing.Malformed: "malformed"}

// rows says what the rows of a batch mean, up to the one that ends the connection.
func (r *reader) rows(stream *framing.Stream, table *framing.Table, list []recordings.Seen) ([]recordings.Seen, bool) {
	types := strings.Split(string(table.Types.Joined()), "\n")
	for _, row := range stream.Rows {
		if row.Kind() != framing.Data && row.Type() == 0 {
			list = append(list, recordings.Seen{Fate: fates[row.Kind()]})
			continue
		}
		if r.options.ID == nil && r.options.Resume.Cursor == "" {
			r.id = string(table.IDs.At(int(row.Aux)))
		}
		seen := r.judge(types[row.Type()], stream.Buffer()[row.Off:row.Off+row.Len])
		list = append(list, seen)
		if word := strings.TrimPrefix(seen.Fate, recordings.Silent); slices.Contains(words[:6], word) {
			if word == "gap" {
				r.id = ""
			}
			return list, true
		}
	}
	return list, false
}

func (r *reader) judge(kind string, data []byte) recordings.Seen {
	fate := r.signal(kind, data)
	if fate == "keepalive" {
		return recordings.Seen{Fate: fate}
	}
	if id, ok := r.options.ID.find(data); ok && id != "" && !(isNumber(id) && isNumber(r.high) && isBelow(id, r.high)) {
		r.id, r.high = id, id
	}
	if r.options.Resume.Cursor == "count" && !strings.HasPrefix(fate, recordings.Silent) {
		r.count++
		r.id = strconv.Itoa(r.count)
	}
	if r.duplicate(data) {
		return recordings.Seen{Fate: recordings.Duplicate}
	}
	text, ok := r.show.find(data)
	if !ok {
		text = string(data)
	}
	return recordings.Seen{Fate: fate, Type: kind, ID: r.id, Text: text}
}

func (r *reader) signal(kind string, data []byte) string {
	for _, rule := range r.options.Signals {
		if rule.matches(kind, data) {
			if rule.Deliver != nil {
				return recordings.Silent + rule.Then
			}
			return rule.Then
		}
	}
	return recordings.Record
}

func (r rule) matches(kind string, data []byte) bool {
	if r.And != nil {
		if text, ok := (pointers{r.And.At}).find(data); !ok || len(r.And.Is) > 0 && !slices.Contains(r.And.Is, text) {
			return false
		}
	}
	text, ok := string(data), true
	if r.At != nil {
		text, ok = pointers{*r.At}.find(data)
	}
	switch {
	case !ok, r.Type != "" && r.Type != kind:
		return false
	case r.Range != nil:
		n, err := strconv.ParseFloat(text, 64)
		return err == nil && n >= r.Range[0] && n <= r.Range[1]
	}
	if r.Is == nil {
		return r.At == nil || text != "" && text != "false"
	}
	return slices.Contains(r.Is, text)
}

func (r *reader) duplicate(data []byte) bool {
	if r.options.Dedupe == nil {
		return false
	}
	var key string
	for _, p := range r.options.Dedupe.Key {
		part, ok := pointers{p}.find(data)
		if !ok {
			return false
		}
		key += part + "\x00"
	}
	if slices.Contains(r.seen, key) {
		return true
	}
	r.seen = append(r.seen, key)
	return false
}

// find is the first member that there is, as text.
func (p pointers) find(data []byte) (string, bool) {
	for _, one := range p {
		if raw, ok := one.Find(data); ok {
			if text, ok := jsonptr.Text(raw); ok {
				return text, true
			}
		}
	}
	return "", false
}
