package conformance

func handlerRules() []rule {
	return group("Event handlers", "9.2.2",
		about("they are null to begin with", `const es = make(); return [es.onopen, es.onmessage, es.onerror];`, "null", "null", "null"),
		about("they give back what they were set to", `
			const es = make(), hear = () => {};
			es.onopen = es.onmessage = es.onerror = hear;
			return [es.onopen === hear, es.onmessage === hear, es.onerror === hear];`, "true", "true", "true"),
		about("what is no object makes them null", `
			const es = make();
			return [5, 'x', undefined, true, Symbol(), null].map((value) => { es.onmessage = () => {}; es.onmessage = value; return es.onmessage; });`,
			"null", "null", "null", "null", "null", "null"),
		about("an object that is no function is kept, and does nothing", `
			const es = make(), object = { handleEvent() { lines.push('called'); } }, lines = [];
			es.onmessage = object;
			lines.push(es.onmessage === object);
			await heard(es, 'error');
			return lines;`, "true"),
		about("they hear their events, with the feed as this", `
			const es = make(), lines = [];
			const hear = function (e) { lines.push(line(e) + ' ' + (this === es) + ' ' + (e.target === es) + ' ' + (e.currentTarget === es)); };
			es.onopen = es.onmessage = es.onerror = hear;
			await heard(es, 'error');
			return lines;`,
			"open 1 true true true", "message: a true true true", "error 0 true true true").as("eventsource-onmessage"),
		about("set to null they hear nothing more", `
			const es = make(), lines = [];
			es.onmessage = (e) => lines.push(line(e));
			es.onmessage = null;
			await heard(es, 'error');
			return lines;`),
		about("one that is replaced keeps its place among the listeners", `
			const es = make(), lines = [];
			es.onmessage = () => lines.push('never');
			es.addEventListener('message', () => lines.push('listener'));
			es.onmessage = () => lines.push('handler');
			await heard(es, 'error');
			return lines;`, "handler", "listener").of("9.2.2 and 8.1.8.1"),
		about("one that was null in between goes to the end", `
			const es = make(), lines = [];
			es.onmessage = () => lines.push('never');
			es.addEventListener('message', () => lines.push('listener'));
			es.onmessage = null;
			es.onmessage = () => lines.push('handler');
			await heard(es, 'error');
			return lines;`, "listener", "handler").of("9.2.2 and 8.1.8.1"),
		about("listeners: functions and objects, once and removed, each once", `
			const es = make(), lines = [];
			const hear = () => lines.push('function'), gone = () => lines.push('removed');
			es.addEventListener('message', hear);
			es.addEventListener('message', hear);
			es.addEventListener('message', gone);
			es.addEventListener('message', { handleEvent() { lines.push('object'); } });
			es.removeEventListener('message', gone);
			es.addEventListener('message', null);
			await heard(es, 'error');
			return lines;`, "function", "object").as("eventsource-eventtarget"),
		answers("a listener for once hears one event", stream("data: a\n\ndata: b\n\n")).does(`
			const es = make(), lines = [];
			es.addEventListener('message', (e) => lines.push(line(e)), { once: true });
			await heard(es, 'error');
			return lines;`).sees("message: a"),
		about("setting one calls no method of a class that extends this one", `
			const lines = [];
			class Own extends Class {
				addEventListener(...given) { lines.push('add'); super.addEventListener(...given); }
				removeEventListener(...given) { lines.push('remove'); super.removeEventListener(...given); }
			}
			const es = keep(new Own(near + '/feed'));
			es.onmessage = (e) => lines.push(line(e));
			es.onopen = () => {};
			es.onopen = null;
			await new Promise((resolve) => (es.onerror = resolve));
			return lines;`, "message: a").of("9.2.2 and 8.1.8.1"),
		about("the page may dispatch events of its own", `
			const es = make(), lines = [];
			es.onmessage = (e) => lines.push(line(e));
			es.dispatchEvent(new MessageEvent('message', { data: 'own' }));
			es.close();
			es.dispatchEvent(new MessageEvent('message', { data: 'later' }));
			return lines;`, "message: own", "message: later"),
		about("what a handler returns does not cancel anything", `
			const es = make();
			es.onmessage = () => false;
			const e = await heard(es, 'message');
			return [e.defaultPrevented];`, "false"),
	)
}
