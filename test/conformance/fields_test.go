package conformance

import (
	"strings"

	"github.com/feedsource/feedsource/test/harness"
)

func fieldRules() []rule {
	return group("Fields", "9.2.6",
		says("what stands behind the colon is the value", "data:a\n\n", "message: a"),
		says("one space behind the colon is taken off", "data: a\n\ndata:  b\n\ndata:   \n\n", "message: a", "message:  b", "message:   ").as("format-leading-space"),
		says("a tab behind the colon stays", "data:\ta\n\ndata: \tb\n\n", "message: \ta", "message: \tb").as("format-leading-space"),
		says("spaces at the end stay", "data: a \n\n", "message: a "),
		says("further colons are part of the value", "data: a: b:c\n\ndata::\n\n", "message: a: b:c", "message: :"),
		says("a line without a colon is a field without a value", "data\n\n", "message: "),
		says("names are taken as they are: no other case", "Data: a\nDATA: b\ndata: c\nEvent: t\nID: 1\n\n", "message: c").hears("t").as("format-field-parsing"),
		says("a space in front of a name makes it another", " data: a\ndata: b\n\n", "message: b").as("format-field-parsing"),
		says("a space behind a name makes it another", "data : a\ndata: b\n\n", "message: b"),
		says("NULL makes a name another", "\x00data: a\ndata\x00: b\ndata: c\n\n", "message: c").as("format-field-parsing"),
		says("names that begin or end like a known one", "da: a\ndataa: b\nxdata: c\nda-ta: d\ndata_: e\ndata: f\n\n", "message: f").as("format-field-parsing"),
		says("names that there are not", "foo: a\nbar\n{\"data\": 1}\nhttp://x\ndata: b\nbaz:\n\n", "message: b").as("format-field-unknown"),
		says("one field after the other, in any order", "id: 1\nfoo\ndata: a\nevent: t\n:\nretry: 5\ndata: b\n\n", "t: a\nb #1").hears("t"),
		says("a whole stream of oddities", "data:\x00\ndata:  1\rDATA: 2\ndata\x00:3\r\ndata:4\n\x00data: 5\nda-ta:6\rdata_7\ndata:8\rdata:\r\n data:9\ndata: 10\n\n",
			"message: \x00\n 1\n4\n8\n\n10").as("format-field-parsing"),
	)
}

func dataRules() []rule {
	big := strings.Repeat("0123456789abcde\n", 1<<16) // 1 MiB
	line := strings.ReplaceAll(big, "\n", "é")
	huge := strings.Repeat("x", 17<<20)
	return group("data", "9.2.6",
		says("lines are joined with LF", "data: a\ndata: b\ndata:\ndata: c\n\n", "message: a\nb\n\nc").as("format-field-data"),
		says("one field without a value is an event with the empty string", "data\n\ndata:\n\ndata: \n\n", "message: ", "message: ", "message: ").as("format-field-data"),
		says("only the last LF is taken off", "data\ndata\n\ndata:\ndata\ndata:\n\n", "message: \n", "message: \n\n").as("format-field-data"),
		says("an event without data is not dispatched", "event: message\nid: 1\n\nretry: 5\n\nfoo: a\n\ndata: b\n\n", "message: b #1").as("event-data"),
		says("data does not carry over to the next event", "data: a\n\n:\n\ndata: b\n\n", "message: a", "message: b").as("event-data"),
		says("text that looks like fields of its own", "data: data: a\ndata: id: 1\n\n", "message: data: a\nid: 1"),
		says("1000 lines", strings.Repeat("data: a\n", 1000)+"\n", "message: "+strings.TrimSuffix(strings.Repeat("a\n", 1000), "\n")),
		says("1000 events", strings.Repeat("data: a\n\n", 1000), repeat("message: a", 1000)...),
		answers("a line of 1 MiB", stream("data: "+line+"\n\ndata: b\n\n")).does(digest).
			sees("1114112", "b"),
		answers("1 MiB in lines of 15 bytes", stream("data: "+strings.ReplaceAll(big, "\n", "\ndata: ")+"\n\ndata: b\n\n")).does(digest).
			sees("1048576", "b"),
		answers("a line of 17 MiB: the standard has no limit", stream("data: "+huge+"\n\ndata: b\n\n")).does(digest).
			sees("17825792", "b").
			but(strict, "A record is 16 MiB at most, so that memory stays bounded; a longer one is left out without a word.", "b").
			but(ours, "A record is maxRecordBytes at most, 16 MiB unless the page says otherwise, so that memory stays bounded; a longer one is a malformed event instead.", "malformed too-large", "b").
			stallsIn(harness.WebKit, "It was not tried: a line of 1 MiB takes two seconds, in which the page stands still, and one that is longer the square of that."),
	)
}

// digest notes of a long message its size in UTF-8.
const digest = `
	const es = make(), lines = [];
	es.addEventListener('malformed', (e) => lines.push(e.type + ' ' + e.reason));
	es.addEventListener('message', ({ data }) => lines.push(data.length > 99 ? new TextEncoder().encode(data).length : data));
	await heard(es, 'error');
	return lines;`

func repeat(line string, times int) []string {
	lines := make([]string, times)
	for i := range lines {
		lines[i] = line
	}
	return lines
}

func typeRules() []rule {
	return group("event", "9.2.6",
		says("it is the type of the event, which onmessage does not hear", "event: t\ndata: a\n\ndata: b\n\n", "t: a", "message: b").hears("t").as("format-field-event"),
		says("a type that nobody listens to is heard by nobody", "event: t\ndata: a\n\ndata: b\n\n", "message: b"),
		says("without a value it is message", "event\ndata: a\n\nevent:\ndata: b\n\nevent: \ndata: c\n\n", "message: a", "message: b", "message: c").as("format-field-event-empty"),
		says("message may be said", "event: message\ndata: a\n\n", "message: a"),
		says("the last of an event counts", "event: t\ndata: a\nevent: u\n\n", "u: a").hears("t", "u"),
		says("the last counts if it is empty", "event: t\nevent\ndata: a\n\n", "message: a").hears("t"),
		says("it may stand behind the data", "data: a\nevent: t\n\n", "t: a").hears("t"),
		says("it ends with its event", "event: t\ndata: a\n\ndata: b\n\n", "t: a", "message: b").hears("t"),
		says("it ends with an event without data", "event: t\n\ndata: a\n\n", "message: a").hears("t"),
		says("spaces beyond the first are part of it", "event:  t \ndata: a\n\n", " t : a").hears("t", " t "),
		says("its case counts", "event: T\ndata: a\n\nevent: t\ndata: b\n\n", "t: b").hears("t"),
		says("colons are part of it", "event: a:b\ndata: a\n\n", "a:b: a").hears("a:b"),
		says("NULL is part of it", "event: t\x00\ndata: a\n\n", "t\x00: a").hears("t\x00", "t"),
		says("names that objects have of their own", "event: __proto__\ndata: a\n\nevent: constructor\ndata: b\n\nevent: toString\ndata: c\n\n",
			"__proto__: a", "constructor: b", "toString: c").hears("__proto__", "constructor", "toString"),
		says("open from the server is an event with data", "event: open\ndata: a\n\n", "open: a"),
		says("error from the server is an event with data, and no failure", "event: error\ndata: a\n\ndata: b\n\n", "error: a", "message: b"),
		says("types that FeedSource has of its own", "event: keepalive\ndata: a\n\nevent: malformed\ndata: b\n\nevent: gap\ndata: c\n\nevent: stall\ndata: d\n\nevent: lag\ndata: e\n\nevent: warning\ndata: f\n\n",
			"keepalive: a", "malformed: b", "gap: c", "stall: d", "lag: e", "warning: f").
			hears("keepalive", "malformed", "gap", "stall", "lag", "warning"),
		says("many types, each with its event", "event: a\ndata: 1\n\nevent: b\ndata: 2\n\nevent: a\ndata: 3\n\ndata: 4\n\nevent: c\ndata: 5\n\nevent: b\ndata: 6\n\n",
			"a: 1", "b: 2", "a: 3", "message: 4", "c: 5", "b: 6").hears("a", "b", "c"),
		says("comments, where keepalive is listened to", ": a\n\ndata: b\n\n", "message: b").hears("keepalive").
			but(ours, "A comment is told as a keepalive event to whoever listens for it; nothing else changes.",
				"open 1", "keepalive: a", "message: b", "error 0"),
	)
}

func idRules() []rule {
	return group("id", "9.2.6",
		says("it is the last event ID of the event", "id: 1\ndata: a\n\n", "message: a #1").as("format-field-id"),
		says("it stays until another comes", "id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\ndata: d\n\n", "message: a #1", "message: b #1", "message: c #2", "message: d #2").as("format-field-id-3"),
		says("without a value it is no ID again", "id: 1\ndata: a\n\nid\ndata: b\n\ndata: c\n\nid: 2\ndata: d\n\nid:\ndata: e\n\n",
			"message: a #1", "message: b", "message: c", "message: d #2", "message: e").as("format-field-id-3"),
		says("one with a NULL is ignored", "id: 1\ndata: a\n\nid: 2\x003\ndata: b\n\nid: \x00\ndata: c\n\n", "message: a #1", "message: b #1", "message: c #1").as("format-field-id-null"),
		says("one with a NULL does not undo the one before it", "id: 1\nid: \x00\ndata: a\n\n", "message: a #1").as("format-field-id-null"),
		says("the last of an event counts", "id: 1\ndata: a\nid: 2\n\n", "message: a #2"),
		says("it may stand behind the data", "data: a\nid: 1\n\n", "message: a #1"),
		says("it counts though its event has no data", "id: 1\n\ndata: a\n\n", "message: a #1"),
		says("it counts for named events", "id: 1\nevent: t\ndata: a\n\nevent: t\ndata: b\n\n", "t: a #1", "t: b #1").hears("t"),
		says("spaces beyond the first, and colons, are part of it", "id:  1: 2 \ndata: a\n\n", "message: a # 1: 2 "),
		says("other letters", "id: 日本…😀\ndata: a\n\n", "message: a #日本…😀").as("format-field-id-2"),
		says("it need not be a number", "id: {\"a\":1}\ndata: a\n\n", "message: a #{\"a\":1}"),
	)
}
