package conformance

func workerRules() []rule {
	var rules []rule
	for _, c := range []struct{ kind, group, folder string }{
		{"Worker", "Dedicated workers", "dedicated-worker"},
		{"SharedWorker", "Shared workers", "shared-worker"},
	} {
		in := func(name, script string, lines ...string) rule {
			return answers(name, stream("id: 1\ndata: é\n\nevent: t\ndata: b\n\n")).
				does("return worker('" + c.kind + "', async () => {" + script + "});").sees(lines...)
		}
		rules = append(rules, group(c.group, "9.2.2",
			in("the class is there", `return [typeof Class, Class.CLOSED, Class.prototype.OPEN];`, "function", "2", "1").as(c.folder+"/eventsource-prototype"),
			in("a URL is resolved against the worker's", `
				const es = ['feed', '?q', '', '/a/../b'].map((url) => new Class(url));
				for (const each of es) each.close();
				return es.map(({ url }) => url.replace(location.origin, '').replace(/\d+$/, ''));`,
				"/feed", "/worker.js?q", "/worker.js?", "/b").as(c.folder+"/eventsource-url"),
			in("a URL that cannot be parsed is a SyntaxError", `
				try { new Class('http://a:b/'); } catch (e) { return [e.name, e instanceof DOMException]; }`,
				"SyntaxError", "true").as(c.folder+"/eventsource-constructor-url-bogus"),
			in("open", `
				const es = new Class(near + '/feed'), lines = [es.readyState];
				lines.push(line(await heard(es, 'open')), es.readyState);
				es.close();
				return lines;`, "0", "open 1", "1").as(c.folder+"/eventsource-onopen"),
			in("messages, named ones and the end", `
				const es = new Class(near + '/feed'), lines = [];
				es.onmessage = es.onopen = (e) => lines.push(line(e));
				es.addEventListener('t', (e) => lines.push(line(e), e instanceof MessageEvent, e.origin === location.origin));
				lines.push(line(await heard(es, 'error')));
				es.close();
				return lines;`, "open 1", "message: é #1", "t: b #1", "true", "true", "error 0").as(c.folder+"/eventsource-onmesage"),
			in("objects that listen", `
				const es = new Class(near + '/feed'), lines = [];
				es.addEventListener('message', { handleEvent: (e) => lines.push(line(e)) });
				await heard(es, 'error');
				es.close();
				return lines;`, "message: é #1").as(c.folder+"/eventsource-eventtarget"),
			in("close()", `
				const es = new Class(near + '/feed');
				await heard(es, 'open');
				es.close();
				return [es.readyState];`, "2").as(c.folder+"/eventsource-close"),
			in("another origin that allows it", `
				const es = new Class(far + '/feed', { withCredentials: true });
				const e = await heard(es, 'message');
				es.close();
				return [es.withCredentials, line(e)];`, "true", "message: é #1").as(c.folder+"/eventsource-constructor-non-same-origin"),
			in("a response that is refused", `
				const es = new Class('/module.html');
				const lines = [line(await heard(es, 'error'))];
				es.close();
				return lines;`, "error 2").
				but(ours, "A type is a hint: the feed is read as what its first bytes say, here as lines of text, and its end is no failure.", "error 0"),
		)...)
	}
	return rules
}
