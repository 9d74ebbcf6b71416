package conformance

func urlRules() []rule {
	inner := func(name, page, lines string) rule {
		return about(name, `
			const { scope, Class } = await framed('`+page+`');
			const es = keep(new Class('feed?é#ü'));
			return [es.url.replace(location.origin, '')];`, lines)
	}
	const (
		spaced = "Chromium's URLs take a space in a host for %20."
		ownURL = "A URL is a string or what is one; anything else is a TypeError, and not asked for as text."
	)
	return group("The URL", "9.2.2",
		about("it is resolved against the page", `
			return ['feed', '/feed', '?q', '', '//127.0.0.1:1/x', './a/../b', '#f'].map((u) => make(u).url.replace(location.origin, ''));`,
			"/feed", "/feed", "/module.html?q", "/module.html", "http://127.0.0.1:1/x", "/b", "/module.html#f").as("eventsource-constructor-empty-url"),
		about("it is serialised", `
			return ['HTTP://LOCALHOST:80/é?ü#ß', 'http://127.1/ ', '\t/a b\n', 'http://xn--lve-6lad.example', '/%7e'].map((u) => make(u).url.replace(location.origin, ''));`,
			"http://localhost/%C3%A9?%C3%BC#%C3%9F", "http://127.0.0.1/", "/a%20b", "http://xn--lve-6lad.example/", "/%7e").as("eventsource-url"),
		about("it keeps its fragment, which the server does not see", `
			const es = make(near + '/feed#part');
			await heard(es, 'message');
			return [new URL(es.url).hash];`, "#part").asks(":path", ""),
		about("what cannot be parsed is a SyntaxError, and a DOMException", `
			return ['http://[x', 'https://a:b/', 'http://a:99999/', '//'].map((u) => {
				try { return make(u).url; } catch (e) { return e.name + ' ' + (e instanceof DOMException) + ' ' + e.code; }
			});`,
			"SyntaxError true 12", "SyntaxError true 12", "SyntaxError true 12", "SyntaxError true 12").as("eventsource-constructor-url-bogus"),
		about("a space in a host is such a URL, and so is an escaped one", `
			return ['http://this is invalid/', 'https://a%20b/', 'http://a%25/'].map((u) => thrown(() => make(u)));`,
			"SyntaxError", "SyntaxError", "SyntaxError").as("eventsource-constructor-url-bogus").
			but(native, spaced, "nothing", "nothing", "SyntaxError"),
		about("a host may be escaped, and what is no host may hold a %", `
			return ['http://%61.example/', 'http://[::1]/', 'data:a%20b', 'blob:http://a/%20', 'other://a%20b/'].map((u) => make(u).url);`,
			"http://a.example/", "http://[::1]/", "data:a%20b", "blob:http://a/%20", "other://a%20b/"),
		about("other values are made strings", `
			const named = (u) => { try { return make(u).url.replace(location.origin, ''); } catch (e) { return e.name; } };
			return [null, undefined, 5, true, [1, 2], { toString: () => 'own' }].map(named);`,
			"/null", "/undefined", "/5", "/true", "/1,2", "/own").as("eventsource-constructor-stringify").
			but(ours, ownURL, "TypeError", "TypeError", "TypeError", "TypeError", "TypeError", "TypeError"),
		about("it may be an object that is one", `
			return [new URL('/url', location), location].map((u) => make(u).url.replace(location.origin, ''));`,
			"/url", "/module.html"),
		about("a value that cannot be a string throws what it throws", `
			return [Symbol(), { toString() { throw new RangeError('x'); } }, Object.create(null)].map((u) => thrown(() => make(u)));`,
			"TypeError", "RangeError", "TypeError"),
		inner("it is resolved against the document of the class", "/inner/plain.html", "/inner/feed?%C3%A9#%C3%BC").as("eventsource-constructor-url-multi-window"),
		inner("it is resolved against the document's base", "/inner/base.html", "/elsewhere/feed?%C3%A9#%C3%BC"),
		inner("its query is in the document's encoding", "/inner/latin.html", "/inner/feed?%E9#%C3%BC"),
		about("what cannot be parsed cannot in a document of another encoding", `
			const { scope, Class } = await framed('/inner/latin.html');
			try { keep(new Class('//a:b/')); } catch (e) { return [e.name, e instanceof scope.DOMException]; }`, "SyntaxError", "true"),
		about("it does not change when a base comes later", `
			const es = make('early');
			const base = document.head.appendChild(Object.assign(document.createElement('base'), { href: '/based/' }));
			const lines = [es.url, make('late').url].map((u) => u.replace(location.origin, ''));
			base.remove();
			return lines;`, "/early", "/based/late").alone(),
	)
}
