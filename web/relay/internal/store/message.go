package store

import (
	"net/url"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// What a message says of its record.
const (
	kindHeader   = "Feed-Kind"
	typeHeader   = "Feed-Type"
	cursorHeader = "Feed-Cursor"
	runHeader    = "Feed-Run"
	writerHeader = "Feed-Writer"
)

// message writes a record. Type and cursor are upstream's, and a header has no room for all that they can hold.
func message(subject string, r record.Record, run uint64, writer string) *nats.Msg {
	m := nats.NewMsg(subject)
	m.Data = r.Data
	set := func(name, value string) {
		if value != "" {
			m.Header.Set(name, value)
		}
	}
	set(kindHeader, string(r.Kind))
	set(typeHeader, url.QueryEscape(r.Type))
	set(cursorHeader, url.QueryEscape(r.Cursor))
	set(writerHeader, writer)
	switch {
	case run != 0:
		m.Header.Set(runHeader, strconv.FormatUint(run, 10))
	case r.Cursor != "" && r.Kind != record.Gap && r.Kind != record.Mark:
		m.Header.Set(jetstream.MsgIDHeader, url.QueryEscape(r.Cursor))
	}
	return m
}

// read is what message wrote.
func read(header nats.Header, data []byte) (r record.Record, run uint64) {
	r = record.Record{Kind: record.Kind(header.Get(kindHeader)), Data: data}
	r.Type, _ = url.QueryUnescape(header.Get(typeHeader))
	r.Cursor, _ = url.QueryUnescape(header.Get(cursorHeader))
	run, _ = strconv.ParseUint(header.Get(runHeader), 10, 64)
	return r, run
}
