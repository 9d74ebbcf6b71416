package conformance

import "strings"

func lineRules() []rule {
	return group("Lines", "9.2.6",
		says("LF ends a line", "data: a\ndata: b\n\n", "message: a\nb"),
		says("CR ends a line", "data: a\rdata: b\r\r", "message: a\nb"),
		says("CRLF ends a line, and is one line end", "data: a\r\ndata: b\r\n\r\n", "message: a\nb"),
		says("all three in one event", "data: a\rdata: b\ndata: c\r\n\r", "message: a\nb\nc").as("format-newlines"),
		says("all three between events", "data: a\n\ndata: b\r\rdata: c\r\n\r\ndata: d\r\n\ndata: e\r\r\n",
			"message: a", "message: b", "message: c", "message: d", "message: e").as("format-newlines"),
		says("LF CR is two line ends", "data: a\n\rdata: b\n\r", "message: a", "message: b"),
		says("CR CRLF is two line ends", "data: a\r\r\ndata: b\r\r\n", "message: a", "message: b"),
		says("CRLF CR is two line ends", "data: a\r\n\rdata: b\r\n\r", "message: a", "message: b"),
		says("nothing else ends a line: VT, FF, NEL, LS, PS", "data: a\vb\fc\u0085d\u2028e\u2029f\n\n", "message: a\vb\fc\u0085d\u2028e\u2029f"),
		says("blank lines alone are no events", "\n\r\r\n\n\ndata: a\n\n\n\n\r\r\n", "message: a"),
		says("an empty body has no events", ""),
		answers("an event is there as soon as its blank line is, though the connection stays open",
			stream(":\n").then("data: a\n\n", "data: b\n\n").hold()).of("9.2.5").
			does(`
				const es = make(), lines = [];
				await heard(es, 'open');
				for (let n = 0; n < 2; n++) {
					proceed();
					lines.push(line(await heard(es, 'message')));
				}
				return lines;`).
			sees("message: a", "message: b"),
		answers("CR CR ends an event without waiting for an LF that may follow",
			stream("data: a\r\r").hold()).of("9.2.5").
			does(`return [line(await heard(make(), 'message'))];`).
			sees("message: a"),
		answers("CRLF CR ends an event without waiting, and the LF that comes later ends nothing more",
			stream("data: a\r\n\r").then("\ndata: b\n\n").hold()).of("9.2.5").
			does(`
				const es = make(), lines = [line(await heard(es, 'message'))];
				proceed();
				return [...lines, line(await heard(es, 'message'))];`).
			sees("message: a", "message: b"),
	)
}

func markRules() []rule {
	const mark = "\ufeff"
	return group("Byte order mark", "9.2.6",
		says("one in front is taken off", mark+"data: a\n\ndata: b\n\n", "message: a", "message: b").as("format-bom"),
		says("of two in front the second is content", mark+mark+"data: a\n\ndata: b\n\n", "message: b").as("format-bom-2"),
		says("in front of a later line it is content", mark+"data: a\n\n"+mark+"data: b\n\ndata: c\n\n", "message: a", "message: c").as("format-bom"),
		says("in front of a comment it is taken off", mark+": c\ndata: a\n\n", "message: a"),
		says("in data it is content", "data:"+mark+"a"+mark+"\n\n", "message: "+mark+"a"+mark),
		says("behind a blank line it is content", "\n"+mark+"data: a\n\ndata: b\n\n", "message: b"),
		says("alone it is an empty stream", mark),
		says("half of one is no mark", "\xef\xbbdata: a\n\ndata: b\n\n", "message: b"),
		says("that of UTF-16 is no mark", "\xff\xfedata: a\n\ndata: b\n\n", "message: b"),
		answers("every connection may begin with one",
			stream(mark+"retry: 1\ndata: a\n\n"), stream(mark+"data: b\n\n")).fails(2).
			sees("open 1", "message: a", "error 0", "open 1", "message: b", "error 0"),
	)
}

func textRules() []rule {
	const (
		lost  = "\ufffd"
		about = "Chromium closes a stream that claims another charset than UTF-8, where the standard has the parameter ignored."
	)
	return group("UTF-8", "9.2.6",
		says("characters of one to four bytes", "data: aé€😀\n\n", "message: aé€😀").as("format-utf-8"),
		says("NULL is content", "data: a\x00b\x00\n\n", "message: a\x00b\x00").as("format-null-character"),
		says("NULL alone is content", "data:\x00\n\n", "message: \x00").as("format-null-character"),
		says("a byte that cannot be is U+FFFD", "data: a\xffb\xfec\n\n", "message: a"+lost+"b"+lost+"c"),
		says("a character cut by the line end is one U+FFFD", "data: a\xf0\x9f\x98\ndata: \xe2\x82\n\n", "message: a"+lost+"\n"+lost),
		says("a character does not go on behind a line end", "data: \xc3\ndata:\xa9\n\n", "message: "+lost+"\n"+lost),
		says("a sequence cut short leaves what follows", "data: \xe2\x82a\xc3(\n\n", "message: "+lost+"a"+lost+"("),
		says("overlong forms are not decoded", "data: \xc0\x80,\xe0\x80\x80\n\n", "message: "+lost+lost+","+lost+lost+lost),
		says("surrogates are not decoded", "data: \xed\xa0\x80\n\n", "message: "+lost+lost+lost),
		says("numbers beyond Unicode are not decoded", "data: \xf4\x90\x80\x80\n\n", "message: "+lost+lost+lost+lost),
		says("continuation bytes alone are U+FFFD each", "data: \x80\xbf\n\n", "message: "+lost+lost),
		says("bad bytes in one event leave the others alone", "data: é\n\ndata: \xff\n\ndata: 😀\n\n", "message: é", "message: "+lost, "message: 😀"),
		says("bad bytes in a type", "event: t\xff\ndata: a\n\n", "t"+lost+": a").hears("t"+lost),
		says("bad bytes in an ID", "id: \xff\ndata: a\n\n", "message: a #"+lost),
		says("bad bytes in a field's name make it another", "data\xff: a\n\ndata: b\n\n", "message: b"),
		says("a type in other letters", "event: événement\ndata: a\n\n", "événement: a").hears("événement"),
		answers("UTF-8 it is, whatever the charset says", typed(eventStream+";charset=windows-1252", "data: ok…\n\n")).
			sees("open 1", "message: ok…", "error 0").as("format-utf-8").
			but(native, about, "error 2"),
		answers("a charset that there is not changes nothing", typed(eventStream+"; charset=\"x-bogus\"", "data: é\n\n")).
			sees("open 1", "message: é", "error 0").
			but(native, about, "error 2"),
		answers("charset=utf-8 may be said", typed(eventStream+"; charset=utf-8", "data: é\n\n")).of("9.2.5").
			sees("open 1", "message: é", "error 0"),
	)
}

func commentRules() []rule {
	long := strings.Repeat("x", 3000)
	return group("Comments", "9.2.6",
		says("a line that begins with a colon says nothing", ": data: a\ndata: b\n:\n\n", "message: b").as("format-comments"),
		says("comments between data lines", "data: a\n:c\n\r:\r\ndata:b\n:data:c\rdata:d\n:\n\n", "message: a", "message: b\nd").as("format-comments"),
		says("long ones", ":"+long+"\ndata: a\n:"+long+"\rdata: b\n:"+long+"\n\n", "message: a\nb").as("format-comments"),
		says("comments alone are no event", ": a\n\n:b\n:c\n\ndata: d\n\n", "message: d"),
		says("a second colon does not make it a field", "::data: a\n:\n:data\n\ndata: b\n\n", "message: b"),
		says("NULL and bad bytes in one", ":\x00\xff\xf0\ndata: a\n\n", "message: a"),
		says("no event of theirs reaches the page", ": ping\n\ndata: a\n\n", "message: a").hears("comment", ""),
		says("one every so often keeps a connection alive, and is not heard", ":\n\n:\n\n:\n\ndata: a\n\n", "message: a").of("9.2.7"),
	)
}

func endRules() []rule {
	next := []string{"open 1", "message: a", "error 0", "open 1", "message: c", "error 0"}
	unfinished := func(name, rest string) rule {
		return answers(name, stream("retry: 1\ndata: a\n\n"+rest), stream("data: c\n\n")).fails(2).
			hears("t").sees(next...)
	}
	held := func(name, url string) rule {
		return about(name, `
			const body = 'retry: 1\ndata: a\n\ndata: {}\n';
			return log(make(`+url+`), [], Class === FS.FeedSource ? 1 : 2);`, "open 1", "message: a", "error 0", "open 1", "message: a", "error 0").
			but(ours, "What a URL holds itself is the same for ever: it is read once, and whole JSON in its last event needs no blank line.",
				"open 1", "message: a", "message: {}", "error 2")
	}
	return group("The end of a body", "9.2.6",
		held("a data: URL is a server like any other", "'data:text/event-stream,' + encodeURIComponent(body)"),
		held("a blob: URL is one too", "URL.createObjectURL(new Blob([body], { type: 'text/event-stream' }))"),
		unfinished("a line without its end is lost", "data: b"),
		unfinished("an event without its blank line is lost", "data: b\n").as("format-data-before-final-empty-line"),
		unfinished("with CR as well", "data: b\r"),
		unfinished("with CRLF as well", "data: b\r\n"),
		unfinished("a type without its blank line is lost", "event: t\n"),
		unfinished("half a field's name is not completed by the next body", "da"),
		unfinished("an ID without its blank line is lost", "id: 5\ndata: b\n").asks("Last-Event-Id", "", ""),
		unfinished("half a character at the end is lost", "data: \xf0\x9f"),
		answers("an event that the connection cut is lost",
			stream("retry: 1\ndata: a\n\ndata: b\n").then("").torn(), stream("data: c\n\n")).fails(2).does(untilHeard).
			sees(next...),
	)
}
