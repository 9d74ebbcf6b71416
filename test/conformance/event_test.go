package conformance

func eventRules() []rule {
	const (
		made    = "FeedEvent, which extends MessageEvent, has json and receivedAt besides."
		getters = "FeedEvent has getters of its own: a MessageEvent that is given its members when it is made takes twice the time."
	)
	message := func(name, script string, lines ...string) rule {
		return answers(name, stream("id: 1\ndata: a\n\n")).does(`const es = make(), e = await heard(es, 'message'); await heard(es, 'error'); ` + script).sees(lines...)
	}
	return group("Message events", "9.2.6",
		message("they are MessageEvents", `return [e instanceof MessageEvent, Object.prototype.toString.call(e)];`, "true", "[object MessageEvent]").as("eventsource-onmessage").
			but(ours, made, "true", "[object FeedEvent]"),
		message("of that very class", `return [e.constructor === MessageEvent ? 'MessageEvent' : e.constructor.name];`, "MessageEvent").
			but(ours, made, "FeedEvent"),
		message("MessageEvent's own getters read them", `
			return ['data', 'lastEventId', 'origin'].map((name) => String(Object.getOwnPropertyDescriptor(MessageEvent.prototype, name).get.call(e)).replace(location.origin, 'own'));`,
			"a", "1", "own").
			but(ours, getters, "null", "", ""),
		message("their members are enumerable", `
			const seen = [];
			for (const name in e) seen.push(name);
			return ['type', 'data', 'origin', 'lastEventId', 'source'].map((name) => seen.includes(name));`,
			"true", "true", "true", "true", "true"),
		message("data is a string", `return [typeof e.data, e.data];`, "string", "a"),
		message("origin is that of the server", `return [e.origin === location.origin];`, "true").as("eventsource-url"),
		message("lastEventId is the ID", `return [typeof e.lastEventId, e.lastEventId];`, "string", "1"),
		message("they do not bubble and cannot be cancelled", `e.preventDefault(); return [e.bubbles, e.cancelable, e.defaultPrevented, e.composed];`, "false", "false", "false", "false").as("eventsource-onmessage"),
		message("they have no source and no ports", `return [e.source, e.ports.length, Array.isArray(e.ports), Object.isFrozen(e.ports)];`, "null", "0", "true", "true"),
		message("their target is the feed", `return [e.target === es, e.currentTarget, e.eventPhase, e.composedPath().length];`, "true", "null", "0", "0"),
		message("they have a time of their own", `return [e.timeStamp > 0, e.timeStamp <= performance.now()];`, "true", "true"),
		message("they are trusted", `return [e.isTrusted];`, "true").as("eventsource-onmessage-trusted").
			but(strict, "Only the browser can make trusted events.", "false").
			but(ours, "Only the browser can make trusted events.", "false"),
		message("they cannot be changed", `
			return ['type', 'data', 'origin', 'lastEventId', 'source'].map((name) => thrown(() => { 'use strict'; e[name] = 5; }));`,
			"TypeError", "TypeError", "TypeError", "TypeError", "TypeError"),
		message("the page may dispatch one again", `
			const target = new EventTarget(), lines = [];
			target.addEventListener('message', (e) => lines.push(line(e)));
			target.dispatchEvent(e);
			return lines;`, "message: a #1"),
		answers("open and error are trusted", stream("")).of("9.2.3").
			does(`const es = make(); return [(await heard(es, 'open')).isTrusted, (await heard(es, 'error')).isTrusted];`).sees("true", "true").
			but(strict, "Only the browser can make trusted events.", "false", "false").
			but(ours, "Only the browser can make trusted events.", "false", "false"),
		answers("they are of the realm of their class", stream("data: a\n\n")).
			does(`
				const { scope, Class } = await framed('/inner/plain.html');
				const e = await heard(keep(new Class(near + '/feed')), 'message');
				return [e instanceof scope.MessageEvent, e instanceof MessageEvent];`).sees("true", "false").as("eventsource-onmessage-realm"),
	)
}

func dispatchRules() []rule {
	const burst = "What one chunk brings is dispatched in one task: a script lets microtasks run only by ending its own, and a task for each event costs more than the event; microtasks come behind the last."
	two := stream("data: a\n\ndata: b\n\n")
	return group("Dispatch", "9.2.6",
		answers("open comes first, then messages in order, then the end", stream("data: a\n\nevent: t\ndata: b\n\ndata: c\n\n")).hears("t").
			sees("open 1", "message: a", "t: b", "message: c", "error 0"),
		answers("each is dispatched when the one before is over, with its microtasks", two).does(`
			const es = make(), lines = [];
			es.onmessage = async (e) => { lines.push(line(e)); await null; lines.push('after ' + e.data); };
			await heard(es, 'error');
			return lines;`).sees("message: a", "after a", "message: b", "after b").
			but(strict, burst, "message: a", "message: b", "after a", "after b").
			but(ours, burst, "message: a", "message: b", "after a", "after b"),
		answers("listeners hear it in the order in which they came", stream("data: a\n\n")).does(`
			const es = make(), lines = [];
			for (const n of [1, 2, 3]) es.addEventListener('message', () => lines.push(n));
			await heard(es, 'error');
			return lines;`).sees("1", "2", "3"),
		answers("a listener that throws keeps nobody from anything", two).does(`
			const es = make(), lines = [];
			addEventListener('error', (e) => lines.push(e.message.replace('Uncaught ', '')), { once: true }); // the word is Chromium's own
			es.addEventListener('message', (e) => { if (e.data === 'a') throw new Error('on purpose'); });
			es.addEventListener('message', (e) => lines.push(line(e)));
			await heard(es, 'error');
			return lines;`).sees("Error: on purpose", "message: a", "message: b").alone(),
		answers("a handler that throws keeps nobody from anything", two).does(`
			const es = make(), lines = [];
			es.onopen = () => { throw new Error('on purpose'); };
			es.onmessage = (e) => lines.push(line(e));
			await heard(es, 'error');
			return lines;`).sees("message: a", "message: b"),
		answers("a listener added by a listener hears the next event", two).does(`
			const es = make(), lines = [];
			es.addEventListener('message', () => es.addEventListener('message', (e) => lines.push(line(e))), { once: true });
			await heard(es, 'error');
			return lines;`).sees("message: b"),
		answers("it goes no further than the feed", stream("data: a\n\n")).does(`
			const es = make();
			let seen = 0;
			const hear = () => seen++;
			for (const target of [globalThis, document]) for (const capture of [true, false]) target.addEventListener('message', hear, capture);
			await heard(es, 'error');
			for (const target of [globalThis, document]) for (const capture of [true, false]) target.removeEventListener('message', hear, capture);
			return [seen];`).sees("0").alone(),
		answers("feeds do not hear each other", stream("data: a\n\n"), stream("data: b\n\n")).does(`
			const first = make(), lines = [];
			first.addEventListener('message', (e) => lines.push('first ' + e.data));
			await heard(first, 'error');
			const second = make();
			second.addEventListener('message', (e) => lines.push('second ' + e.data));
			await heard(second, 'error');
			return lines;`).sees("first a", "second b"),
		answers("a message from the page's own windows is not a feed's", stream("data: a\n\n")).does(`
			const es = make(), lines = [];
			es.onmessage = (e) => lines.push(line(e));
			postMessage('own');
			await heard(es, 'error');
			return lines;`).sees("message: a"),
		answers("what a listener opens and closes itself leaves the feed alone", two).does(`
			const es = make(), lines = [];
			es.onmessage = (e) => {
				lines.push(line(e));
				make('/play/meanwhile/feed').close();
			};
			await heard(es, 'error');
			return lines;`).sees("message: a", "message: b"),
	)
}
