package conformance

import (
	"net/http"
	"strings"
)

func requestRules() []rule {
	intercepted := func(name, init, credentials string) rule {
		seen := func(accept string) string {
			return `message: {"method":"GET","mode":"cors","cache":"no-store","credentials":"` + credentials + `","destination":"","redirect":"follow","accept":"` + accept + `"}`
		}
		return about(name, `
			await navigator.serviceWorker.register('/inner/service.js');
			await new Promise((resolve) => navigator.serviceWorker.getRegistration('/inner/').then(({ installing, waiting, active }) => {
				const worker = active ?? waiting ?? installing;
				const look = () => worker.state === 'activated' && resolve();
				worker.addEventListener('statechange', look);
				look();
			}));
			const { Class } = await framed('/inner/plain.html');
			const es = keep(new Class('/inner/intercepted', `+init+`));
			return [line(await heard(es, 'message'))];`, seen(eventStream)).
			but(ours, accepts, seen(acceptAll))
	}
	return group("The request", "9.2.2",
		says("it is a GET", "data: a\n\n", "message: a").asks(":method", "GET"),
		says("Accept is text/event-stream", "data: a\n\n", "message: a").asks("Accept", eventStream).as("request-accept").
			butAsks(ours, accepts, "Accept", acceptAll),
		says("caches are passed by: Cache-Control is no-cache", "data: a\n\n", "message: a").asks("Cache-Control", "no-cache").as("request-cache-control"),
		says("there is no Last-Event-ID at first", "data: a\n\n", "message: a").asks("Last-Event-Id", ""),
		says("there is no Origin to the page's own", "data: a\n\n", "message: a").asks("Origin", ""),
		says("it is no navigation", "data: a\n\n", "message: a").asks("Sec-Fetch-Mode", "cors").asks("Sec-Fetch-Dest", "empty"),
		answers("a cached answer is not taken", stream("retry: 1\ndata: a\n\n").with("Cache-Control", "max-age=3600"), stream("data: b\n\n")).fails(2).
			sees("open 1", "message: a", "error 0", "open 1", "message: b", "error 0").as("request-cache-control"),
		about("cookies go to the page's own origin", `
			document.cookie = 'crumb=1; path=/';
			await heard(make(), 'message');
			await heard(make(near + '/feed', { withCredentials: true }), 'message');
			document.cookie = 'crumb=; path=/; max-age=0';
			return [];`).asks("Cookie", "crumb=1", "crumb=1").as("request-credentials").alone(),
		intercepted("a service worker sees a request of mode cors, cache no-store, and same-origin credentials", "undefined", "same-origin").as("eventsource-from-readable-stream"),
		intercepted("withCredentials is what it sees of credentials", "{ withCredentials: true }", "include").as("eventsource-from-readable-stream"),
	)
}

// longID is one byte too long for CORS to take it for safe.
var longID = strings.Repeat("0123456789abcdef", 8) + "0"

const (
	accepts   = "It reads more than event streams, and says so; event streams come first."
	acceptAll = "text/event-stream, application/x-ndjson, application/json-seq, application/json;q=0.9, */*;q=0.8"
)

func corsRules() []rule {
	const (
		far     = `return log(make(far + '/feed'));`
		farWith = `return log(make(far + '/feed', { withCredentials: true }));`
		blocked = "A script is not told whether CORS refused it or the server was out of reach, so that the feed tries again."
	)
	anyone := http.Header{"Access-Control-Allow-Origin": {"*"}}
	heard := []string{"open 1", "message: a", "error 0"}
	one := stream("data: a\n\n")
	refused := func(name, script string, cors http.Header) rule {
		return answers(name, one).allows(cors).does(script).sees("error 2").
			but(strict, blocked, "error 0").but(ours, blocked, "error 0")
	}
	ids := func(name, id string, preflights ...string) rule {
		return answers(name, stream("retry: 1\nid: "+id+"\ndata: a\n\n"), status(204, "")).
			does(`return (await log(make(far + '/feed'), [], 2)).slice(0, 2);`).
			sees("open 1", "message: a #"+id).
			asks(":method", preflights...)
	}
	const preflight = "A script's Last-Event-ID has to be allowed by the server, which costs a preflight; the browser's own need not. Where the server does not, the feed comes back at once without it, and a warning and a gap event say so."
	const never = "Chromium's EventSource never asks, whatever the ID."
	return group("Other origins", "9.2.2",
		answers("a server that allows anyone", one).allows(anyone).does(far).sees(heard...).asks(":method", "GET").as("eventsource-cross-origin"),
		answers("a server that allows the page", one).does(far).sees(heard...).as("eventsource-cross-origin"),
		answers("the origin of events is the server's", one).of("9.2.6").
			does(`const e = await heard(make(far + '/feed'), 'message'); return [e.origin === new URL(far).origin];`).sees("true"),
		refused("a server that allows nobody", far, nil).as("eventsource-cross-origin"),
		refused("a server that allows another", far, http.Header{"Access-Control-Allow-Origin": {"http://example.com"}}),
		refused("a server that allows anyone does not allow credentials", farWith, anyone).as("eventsource-cross-origin"),
		refused("a server that does not speak of credentials does not allow them", farWith, http.Header{"Access-Control-Allow-Origin": {"ORIGIN"}}),
		answers("without withCredentials cookies stay at home, and none are taken", one.with("Set-Cookie", "given=1; path=/")).
			does(`
				document.cookie = 'crumb=1; path=/';
				await heard(make(far + '/feed'), 'message');
				const lines = [document.cookie];
				document.cookie = 'crumb=; path=/; max-age=0';
				return lines;`).sees("crumb=1").asks("Cookie", "").as("request-credentials").alone(),
		answers("withCredentials sends cookies and takes them", one.with("Set-Cookie", "given=1; path=/")).
			does(`
				document.cookie = 'crumb=1; path=/';
				await heard(make(far + '/feed', { withCredentials: true }), 'message');
				const lines = [document.cookie];
				for (const name of ['crumb', 'given']) document.cookie = name + '=; path=/; max-age=0';
				return lines;`).sees("crumb=1; given=1").asks("Cookie", "crumb=1").as("request-credentials").alone(),
		answers("a status or a type is refused there as well", status(404, "data: a\n\n")).does(far).sees("error 2"),
		ids("Last-Event-ID needs no preflight", "1-a", "GET", "GET").of("9.2.4").as("eventsource-cross-origin-preflight").
			butAsks(strict, preflight, ":method", "GET", "OPTIONS", "GET").
			butAsks(ours, preflight, ":method", "GET", "OPTIONS", "GET"),
		ids("a long Last-Event-ID needs one", longID, "GET", "OPTIONS", "GET").of("9.2.4").as("eventsource-cross-origin-preflight").
			butAsks(native, never, ":method", "GET", "GET"),
		ids("one with unsafe letters needs one", "a\"b", "GET", "OPTIONS", "GET").of("9.2.4").as("eventsource-cross-origin-preflight").
			butAsks(native, never, ":method", "GET", "GET"),
		about("another scheme than http fails", `
			const lines = [];
			for (const url of ['ftp://127.0.0.1/', 'about:blank', 'mailto:whoever', 'javascript:0']) {
				const es = make(url);
				lines.push(line(await heard(es, 'error')));
			}
			return lines;`, "error 2", "error 2", "error 2", "error 2").as("eventsource-constructor-non-same-origin"),
		about("nobody at the address: the feed tries again", `return [line(await heard(make(nowhere), 'error'))];`, "error 0").of("9.2.3"),
		about("a data URL is a feed", `
			const es = make('data:text/event-stream,data:%20a%0A%0A');
			return [line(await heard(es, 'message'))];`, "message: a"),
	)
}
