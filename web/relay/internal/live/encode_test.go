package live

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

func entry(r record.Record) *Entry {
	r.Sequence, r.Stored = 7, time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	return NewEntry("6921a3f0b2c4", r)
}

func TestEventsOfAnEventStream(t *testing.T) {
	const id = "id: 6921a3f0b2c4.7\n"
	for name, c := range map[string]struct {
		record record.Record
		want   string
	}{
		"plain":       {record.Record{Data: []byte(`{"a":1}`)}, `data: {"a":1}` + "\n\n"},
		"empty":       {record.Record{}, "data: \n\n"},
		"typed":       {record.Record{Type: "chat", Data: []byte("a")}, "event: chat\ndata: a\n\n"},
		"message":     {record.Record{Type: "message", Data: []byte("a")}, "data: a\n\n"},
		"lines":       {record.Record{Data: []byte("a\nb\r\nc\rd\n")}, "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"},
		"bytes":       {record.Record{Kind: record.Bytes, Data: []byte("ab")}, "data: data:application/octet-stream;base64,YWI=\n\n"},
		"no UTF-8":    {record.Record{Data: []byte{0xff}}, "data: data:application/octet-stream;base64,/w==\n\n"},
		"forged type": {record.Record{Type: "a\ndata: x\r\rid: 1", Data: []byte("b")}, "event: a data: x  id: 1\ndata: b\n\n"},
		"no bytes":    {record.Record{Kind: record.Bytes}, "data: data:application/octet-stream;base64,\n\n"},
		"gap":         {record.Record{Kind: record.Gap, Type: record.GapType, Data: []byte("{}")}, "event: relay-gap\ndata: {}\n\n"},
		"forged gap":  {record.Record{Type: record.GapType, Data: []byte("{}")}, "event: upstream-relay-gap\ndata: {}\n\n"},
	} {
		e := entry(c.record)
		assert.Equal(t, id+c.want, string(e.Frame(SSE)), name)
		assert.Equal(t, id+c.want, string(e.Frame(SSE)), name)
	}
}

func TestLinesOfNDJSON(t *testing.T) {
	text := "a\r\n\"b\" <\u2028>"
	for name, r := range map[string]record.Record{
		"text":  {Type: "chat", Data: []byte(text)},
		"empty": {Data: []byte{}},
		"bytes": {Kind: record.Bytes, Data: []byte{0, 0xff}},
	} {
		frame := string(entry(r).Frame(NDJSON))
		require.Equal(t, 1, strings.Count(frame, "\n"), name)
		var got Line
		require.NoError(t, json.Unmarshal([]byte(frame), &got))
		assert.Equal(t, "6921a3f0b2c4.7", got.ID)
		assert.Equal(t, "2026-11-28T12:00:00Z", got.At.Format(time.RFC3339Nano))
		if r.Kind == record.Bytes {
			assert.Equal(t, r.Data, got.Bytes)
			assert.Nil(t, got.Data)
			continue
		}
		assert.Equal(t, string(r.Data), *got.Data)
	}
	for want, r := range map[string]record.Record{
		`"type":"message","data":""`:     {},
		`"type":"message","base64":""`:   {Kind: record.Bytes},
		`"type":"relay-gap","data":"{}"`: {Kind: record.Gap, Type: record.GapType, Data: []byte("{}")},
		`"type":"upstream-relay-gap"`:    {Type: record.GapType, Data: []byte("{}")},
		`"type":"upstream-relay-gap",`:   {Kind: record.Bytes, Type: record.GapType, Data: []byte{1}},
	} {
		assert.Contains(t, string(entry(r).Frame(NDJSON)), want)
	}
}
