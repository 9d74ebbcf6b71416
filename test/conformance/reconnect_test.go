package conformance

import "github.com/feedsource/feedsource/test/harness"

// quick makes the next connection follow soon.
const quick = "retry: 1\n\n"

func stateRules() []rule {
	return group("readyState", "9.2.2",
		about("over its life: 0 when made, 1 at open and at messages, 2 when closed", `
			const es = make(), lines = [es.readyState];
			lines.push(line(await heard(es, 'open')), es.readyState);
			await heard(es, 'message');
			lines.push(es.readyState);
			es.close();
			return [...lines, es.readyState];`, "0", "open 1", "1", "1", "2").as("eventsource-readyState"),
		about("nothing happens inside the constructor", `
			let seen = 0;
			const es = make();
			for (const type of ['open', 'message', 'error']) es.addEventListener(type, () => seen++);
			const lines = [es.readyState, seen];
			await heard(es, 'error');
			return [...lines, seen];`, "0", "0", "3").of("9.2.3"),
		answers("0 between connections, and open anew with each", stream(quick+"data: a\n\n"), stream("data: b\n\n"), status(204, "")).of("9.2.3").fails(3).
			sees("open 1", "message: a", "error 0", "open 1", "message: b", "error 0", "error 2").as("eventsource-reconnect"),
		answers("2 when the feed has failed, without another request", status(404, "")).of("9.2.3").
			does(`
				const es = make(), lines = [line(await heard(es, 'error'))];
				await meanwhile();
				return [...lines, es.readyState];`).
			sees("error 2", "2").asks(":path", ""),
		answers("a feed that has failed dispatches one error", status(404, "")).of("9.2.3").
			does(`
				const es = make(), lines = [];
				es.onerror = (e) => lines.push(line(e));
				await heard(es, 'error');
				await meanwhile();
				return lines;`).
			sees("error 2"),
	)
}

// untilHeard has the server cut the connection when the page has heard a message: bytes
// that come with the cut may be lost, whoever reads them.
const untilHeard = `
	const es = make();
	es.addEventListener('message', proceed, { once: true });
	return log(es);`

func reconnectRules() []rule {
	both := []string{"open 1", "message: a", "error 0", "open 1", "message: b", "error 0", "error 2"}
	second := []answer{stream("data: b\n\n"), status(204, "")}
	after := func(name string, first answer) rule {
		return answers(name, append([]answer{first}, second...)...).fails(3).sees(both...)
	}
	lasting := func(name string, wait string) rule {
		return answers(name, stream("retry: "+wait+"\n\n"), stream("")).does(`
			const es = make();
			await heard(es, 'error');
			const from = performance.now();
			await heard(es, 'open');
			return [performance.now() - from > ` + wait + ` - 2];`).sees("true")
	}
	return group("Connecting again", "9.2.3",
		after("after the server has ended the body", stream(quick+"data: a\n\n")).as("eventsource-reconnect"),
		after("after the connection was cut", stream(quick+"data: a\n\n").then("").torn()).does(untilHeard),
		after("after a body cut ahead of its length", stream(quick+"data: a\n\n").with("Content-Length", "100").then("").torn()).does(untilHeard),
		answers("after a connection that brought no answer", stream(quick), redirect(302, "NOWHERE/"), stream("data: a\n\n")).fails(3).
			sees("open 1", "error 0", "error 0", "open 1", "message: a", "error 0"),
		answers("again and again", stream(quick+"data: a\n\n"), stream("data: b\n\n"), stream("data: c\n\n")).fails(3).
			sees("open 1", "message: a", "error 0", "open 1", "message: b", "error 0", "open 1", "message: c", "error 0"),
		answers("each time after the reconnection time", stream("retry: 20\n\n"), stream(""), stream("")).does(`
			const es = make(), lines = [];
			for (let n = 0; n < 2; n++) {
				const { error } = await heard(es, 'error');
				const from = performance.now();
				await heard(es, 'open');
				lines.push(error?.retryInMs ?? performance.now() - from > 18);
			}
			return lines;`).sees("true", "true").
			but(ours, "The time that a server sets is taken between 250 ms and 10 min, and doubles with every failure until a link has been of use: who comes back in a hot loop brings a server down.", "250", "500"),
		answers("a status other than 200 ends it", stream(quick+"data: a\n\n"), status(404, "")).fails(2).
			sees("open 1", "message: a", "error 0", "error 2").as("eventsource-close"),
		answers("204 ends it, as a server may wish", stream(quick+"data: a\n\n"), status(204, "")).fails(2).of("9.2.1").
			sees("open 1", "message: a", "error 0", "error 2").asks(":path", "", ""),
		lasting("not before the reconnection time is over", "60"),
		lasting("a longer time is waited for as well", "400"),
		answers("not at once where the server has set no time", stream("data: a\n\n")).
			does(`
				const es = make();
				await heard(es, 'error');
				await meanwhile();
				return [es.readyState];`).sees("0").asks(":path", ""),
		answers("not when the page has closed the feed meanwhile", stream(quick)).
			does(`
				const es = make();
				await heard(es, 'error');
				es.close();
				await meanwhile();
				return [es.readyState];`).sees("2").asks(":path", ""),
		answers("with the same request", stream(quick), stream("")).fails(2).sees("open 1", "error 0", "open 1", "error 0").
			asks("Cache-Control", "no-cache", "no-cache"),
	)
}

func lastEventIDRules() []rule {
	ids := func(name, first string, sent ...string) rule {
		list := []answer{stream(quick + first)}
		for range sent[2:] {
			list = append(list, stream("data: b\n\n"))
		}
		return answers(name, append(list, status(204, ""))...).fails(len(sent)).
			does(`await log(make()); return [];`).sees().asks("Last-Event-Id", sent...)
	}
	const latinOne = "Header values outside ASCII are sent as UTF-8 of Latin-1."
	const kept = "By the standard's words a connection begins with an empty last event ID buffer, so that its first event takes the ID back; Chromium keeps the ID until another comes, and so do these."
	keeping := []string{"open 1", "message: a #1", "error 0", "open 1", "message: b #1", "message: c #2", "error 0", "open 1", "message: d #2", "error 0"}
	return group("Last-Event-ID", "9.2.4",
		ids("it is sent when there is one, and again", "id: 1\ndata: a\n\n", "", "1", "1").as("format-field-id"),
		ids("not when there is none", "data: a\n\n", "", "").as("format-field-id"),
		ids("the last of a stream", "id: 1\ndata: a\n\nid: 2\ndata: b\n\ndata: c\n\n", "", "2"),
		ids("not when it was taken back", "id: 1\ndata: a\n\nid\ndata: b\n\n", "", ""),
		ids("that of an event without data", "id: 1\ndata: a\n\nid: 2\n\n", "", "2"),
		ids("taken back by an event without data", "id: 1\ndata: a\n\nid:\n\n", "", ""),
		ids("not that of an unfinished event", "id: 1\ndata: a\n\nid: 2\ndata: b\n", "", "1"),
		ids("not one with a NULL", "id: 1\ndata: a\n\nid: 2\x00\ndata: b\n\n", "", "1"),
		ids("its letters are sent as the bytes of UTF-8", "id: é…日本😀\ndata: a\n\n", "", "é…日本😀").as("format-field-id-2").notIn(harness.WebKit, latinOne),
		ids("it is sent as it was understood: bad bytes as U+FFFD", "id: a\xffb\ndata: a\n\n", "", "a\ufffdb").notIn(harness.WebKit, latinOne),
		ids("it may be long", "id: "+longID+"\ndata: a\n\n", "", longID),
		ids("it may look like anything", "id: a, b; c=\"d\" {e} 100% \\\ndata: a\n\n", "", `a, b; c="d" {e} 100% \`),
		answers("events of the next connection have none until one comes",
			stream(quick+"id: 1\ndata: a\n\n"), stream("data: b\n\nid: 2\ndata: c\n\n"), stream("data: d\n\n")).fails(3).of("9.2.6").
			sees("open 1", "message: a #1", "error 0", "open 1", "message: b", "message: c #2", "error 0", "open 1", "message: d", "error 0").
			asks("Last-Event-Id", "", "1", "2").
			but(native, kept, keeping...).but(strict, kept, keeping...).but(ours, kept, keeping...),
	)
}

func closeRules() []rule {
	in := func(name, when string, lines ...string) rule {
		return answers(name, stream(quick+"data: a\n\ndata: b\n\n")).of("9.2.3").does(`
			const es = make(), lines = [];
			for (const type of ['open', 'message', 'error']) es.addEventListener(type, (e) => {
				lines.push(line(e));
				`+when+`
			});
			while (es.readyState !== 2) await Promise.race(['open', 'message', 'error'].map((type) => heard(es, type)));
			await meanwhile();
			return [...lines, es.readyState];`).sees(append(lines, "2")...).asks(":path", "").as("eventsource-close")
	}
	const stopped = "A script is told of a document that is stopped as of a cut connection, and connects again."
	return group("close()", "9.2.2",
		in("in the open handler: no message comes", `es.close();`, "open 1"),
		in("in the message handler: the next does not come", `if (e.type === 'message') es.close();`, "open 1", "message: a"),
		in("in the error handler: no other connection", `if (e.type === 'error') es.close();`, "open 1", "message: a", "message: b", "error 0"),
		answers("at once: nothing is dispatched", stream("data: a\n\n")).does(`
			const es = make(), lines = [];
			for (const type of ['open', 'message', 'error']) es.addEventListener(type, (e) => lines.push(line(e)));
			es.close();
			await meanwhile();
			return [...lines, es.readyState];`).sees("2").as("eventsource-close"),
		answers("in one listener: the others of that event hear it, and no other event", stream("data: a\n\ndata: b\n\n")).does(`
			const es = make(), lines = [];
			es.onmessage = () => es.close();
			es.addEventListener('message', (e) => lines.push(line(e)));
			await heard(es, 'message');
			await meanwhile();
			return lines;`).sees("message: a"),
		answers("it ends the connection", stream("data: a\n\n").hold()).does(`
			const es = make();
			await heard(es, 'message');
			const gone = left();
			es.close();
			await gone;
			return [es.readyState];`).sees("2"),
		answers("it dispatches nothing itself", stream("data: a\n\n").hold()).does(`
			const es = make(), lines = [];
			await heard(es, 'message');
			es.onerror = (e) => lines.push(line(e));
			es.close();
			await meanwhile();
			return lines;`).sees(),
		answers("what is under way when the document is stopped fails", stream(":\n").then("data: a\n\n").hold()).does(`
			const { scope, Class } = await framed('/inner/plain.html');
			const es = keep(new Class(near + '/feed'));
			await heard(es, 'open');
			const failed = heard(es, 'error').then(line);
			scope.stop();
			return [await failed];`).sees("error 2").as("eventsource-request-cancellation").
			but(strict, stopped, "error 0").but(ours, stopped, "error 0"),
	)
}

func retryRules() []rule {
	// Whoever takes the value for a number waits an hour for the next connection.
	ignored := func(name, value string) rule {
		return answers(name, stream("retry: 1\nretry:"+value+"\ndata: a\n\n"), status(204, "")).fails(2).
			sees("open 1", "message: a", "error 0", "error 2").as("format-field-retry-bogus")
	}
	// Whoever does not take it waits but a millisecond.
	taken := func(name, value string) rule {
		return answers(name, stream("retry: 1\nretry:"+value+"\ndata: a\n\n")).does(`
			const es = make();
			await heard(es, 'error');
			const again = heard(es, 'open').then(() => 'again');
			return [await Promise.race([again, meanwhile().then(meanwhile).then(() => 'not yet')])];`).sees("not yet")
	}
	const huge = "Chromium ignores a number that does not fit 64 bits."
	return group("retry", "9.2.6",
		taken("digits are a time in milliseconds", " 3600000").as("format-field-retry"),
		taken("without the space", "3600000"),
		taken("zeros in front do not make it another number", " 0003600000"),
		taken("more than a clock can hold", " 4294967297"),
		taken("more than any number can hold", " 99999999999999999999999999").
			but(native, huge, "again"),
		ignored("other letters behind the digits", " 3600000x"),
		ignored("a unit", " 3600s"),
		ignored("a sign", " +3600000"),
		ignored("a minus", " -3600000"),
		ignored("a fraction", " 3600000.0"),
		ignored("an exponent", " 36e5"),
		ignored("hexadecimal", " 0x36ee80"),
		ignored("two spaces in front", "  3600000"),
		ignored("a space behind", " 3600000 "),
		ignored("a tab in front", "\t3600000"),
		ignored("digits of other scripts", " ٣٦٠٠٠٠٠"),
		ignored("NULL", " 3600000\x00"),
		ignored("no digits", " soon"),
		answers("no value", stream("retry: 1\nretry\n\n"), stream("")).does(`
			const es = make();
			await heard(es, 'error');
			const again = heard(es, 'open').then(() => 'again');
			return [await Promise.race([again, new Promise((resolve) => setTimeout(resolve, 1500, 'not yet'))])];`).sees("again").as("format-field-retry-empty").
			but(native, "A retry without a value sets Chromium back to its own 3 s.", "not yet"),
		answers("its name's case counts", stream("retry: 1\nRetry: 3600000\n\n"), status(204, "")).fails(2).sees("open 1", "error 0", "error 2"),
		answers("it counts at once, without a blank line", stream("retry: 1\n"), status(204, "")).fails(2).sees("open 1", "error 0", "error 2"),
		answers("it is no event", stream("retry: 1\n\ndata: a\n\n")).sees("open 1", "message: a", "error 0").as("format-field-retry"),
		answers("the last one counts", stream("retry: 3600000\n\nretry: 1\n\n"), status(204, "")).fails(2).sees("open 1", "error 0", "error 2"),
		answers("it holds for the connections after the next", stream(quick), stream(""), status(204, "")).fails(3).
			sees("open 1", "error 0", "open 1", "error 0", "error 2"),
		answers("0 is a time", stream("retry: 0\n\n"), status(204, "")).fails(2).sees("open 1", "error 0", "error 2"),
	)
}
