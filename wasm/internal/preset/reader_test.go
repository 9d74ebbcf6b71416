package preset

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/feedsource/feedsource/test/recordings"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/sse"
)

// A reader reads one service's bodies by its preset.
type reader struct {
	options options
	show    members
	stamped bool
	id      string
	high    string // of a connection
	count   int
	seen    []string
	pieces  []string // of Docker's, the stamps of a connection
	replies []string // the rules to which something is said
}

func newReader(o options, show members) reader {
	if o.Keepalive != nil && o.Keepalive.Pong != nil {
		pong := o.Keepalive.Pong
		o.Signals = append(slices.Clone(o.Signals), rule{At: &pong.At, Is: pong.Is, Then: "keepalive"})
	}
	return reader{options: o, show: show}
}

func isNumber(id string) bool { return id != "" && strings.Trim(id, "0123456789") == "" }

func isBelow(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

func (r *reader) read(body []byte, contentType string) []recordings.Seen {
	r.high, r.pieces = "", nil
	table := framing.NewTable(1 << 20)
	table.IDs.Set([]byte(r.id))
	framer := r.framer(body, contentType)
	stream := framing.NewStream(framer, table)
	copy(stream.Reserve(len(body)), body)
	stream.Commit(len(body))
	list, ended := r.rows(stream, framer, nil)
	if !ended {
		stream.End(true)
		list, _ = r.rows(stream, framer, list)
	}
	if r.idsOfFormat() && !ended {
		r.id = string(table.IDs.Current())
	}
	return list
}

// idsOfFormat reports whether cursors are what the format has for them.
func (r *reader) idsOfFormat() bool { return r.options.ID == nil && r.options.Resume.Cursor == "" }

func (r *reader) framer(body []byte, contentType string) framing.Framer {
	f := r.options.Format
	if f == framing.Auto {
		f = framing.FormatOf(contentType)
	}
	if f == framing.Auto {
		f, _ = framing.Sniff(body)
	}
	if framer, ok := framing.New(f, framing.Source{ContentType: contentType, Stamped: r.stamped}); ok {
		return framer
	}
	return &sse.Parser{Marks: func(eventType []byte) bool { return r.signal(string(eventType), nil) != recordings.Record }}
}

// fates are those of rows that are no records.
var fates = map[framing.Kind]string{framing.KeepAlive: "keepalive", framing.Comment: "keepalive", framing.Sign: "keepalive", framing.Bookmark: "keepalive", framing.Malformed: "malformed"}

// rows says what the rows of a batch mean, up to the one that ends the connection.
func (r *reader) rows(stream *framing.Stream, framer framing.Framer, list []recordings.Seen) ([]recordings.Seen, bool) {
	types := strings.Split(string(stream.Types.Joined()), "\n")
	var named []int
	if f, ok := framer.(interface{ Named() []int }); ok {
		named = f.Named()
	}
	for i, row := range stream.Rows {
		if row.Kind() != framing.Data && row.Type() == 0 {
			list = append(list, recordings.Seen{Fate: fates[row.Kind()]})
			continue
		}
		if r.idsOfFormat() {
			r.id = string(stream.IDs.At(int(row.Aux)))
		}
		data := stream.Buffer()[row.Off : row.Off+row.Len]
		if row.IsBytes() {
			_, data = stream.Head.Split(data)
		}
		seen := r.judge(types[row.Type()], r.unwrap(data), slices.Contains(named, i))
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

// unwrap is what a record holds in base64, if it has a member for that.
func (r *reader) unwrap(data []byte) []byte {
	if d := r.options.Decode; d != nil && d.Base64 != nil {
		text, ok := members{*d.Base64}.find(data)
		if held, err := base64.StdEncoding.DecodeString(text); ok && err == nil {
			return held
		}
	}
	return data
}

func (r *reader) judge(kind string, data []byte, named bool) recordings.Seen {
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
	if r.duplicate(data, named) {
		return recordings.Seen{Fate: recordings.Duplicate}
	}
	text, ok := r.show.find(data)
	if !ok {
		text = string(data)
	}
	return recordings.Seen{Fate: fate, Type: kind, ID: r.id, Text: text}
}

// signal is the word of the first rule that a record meets. A greeting that is answered is a sign
// of life.
func (r *reader) signal(kind string, data []byte) string {
	for _, rule := range r.options.Signals {
		if !rule.matches(kind, data) {
			continue
		}
		if rule.Reply != "" || rule.Then == "ready" {
			r.replies = append(r.replies, string(rule.Reply))
		}
		switch {
		case rule.Then == "ready":
			return "keepalive"
		case rule.Deliver != nil:
			return recordings.Silent + rule.Then
		}
		return rule.Then
	}
	return recordings.Record
}

// closed is the word of the first rule for a close code; empty if there is none.
func (o options) closed(code int) string {
	for _, rule := range o.Signals {
		if rule.Close != nil && rule.Close.low <= code && code <= rule.Close.high {
			return rule.Then
		}
	}
	return ""
}

func (r rule) matches(kind string, data []byte) bool {
	if r.Close != nil {
		return false
	}
	if r.And != nil {
		if text, ok := (members{r.And.At}).find(data); !ok || !isAny(text, r.And.Is) {
			return false
		}
	}
	text, ok := string(data), true
	if r.At != nil {
		text, ok = members{*r.At}.find(data)
	}
	switch {
	case !ok, r.Type != "" && r.Type != kind:
		return false
	case r.Range != nil:
		n, err := strconv.ParseFloat(text, 64)
		return err == nil && n >= r.Range[0] && n <= r.Range[1]
	}
	return r.Is == nil && r.At == nil || isAny(text, r.Is)
}

func isAny(text string, words texts) bool {
	return slices.Contains(words, text) || len(words) == 0 && text != "" && text != "false"
}

func (r *reader) duplicate(data []byte, named bool) bool {
	if r.options.Dedupe == nil {
		return false
	}
	var key string
	for _, m := range r.options.Dedupe.Key {
		part, ok := r.id, named
		switch {
		case m.text != ownID:
			part, ok = members{m}.find(data)
		case r.stamped: // the pieces of a long line have one stamp
			r.pieces = append(r.pieces, part)
			part += strings.Repeat("'", strings.Count(strings.Join(r.pieces, " ")+" ", part+" "))
		}
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
func (m members) find(data []byte) (string, bool) {
	for _, one := range m {
		if raw, ok := one.Find(data); ok {
			if text, ok := jsonptr.Text(raw); ok {
				return text, true
			}
		}
	}
	return "", false
}
