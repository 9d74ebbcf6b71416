package conformance

import (
	"strconv"

	"github.com/feedsource/feedsource/test/harness"
)

func responseRules() []rule {
	refused := []string{"error 2"}
	accepted := []string{"open 1", "message: a", "error 0"}
	status := func(code int) rule {
		return answers("status "+strconv.Itoa(code)+" closes the feed for good", status(code, "data: a\n\n")).sees(refused...).asks(":path", "").as("request-status-error")
	}
	passing := func(code int) rule {
		r := status(code)
		if code == 408 {
			r.asked = nil // Chromium itself repeats the request
		}
		return r.but(ours, "What may pass is tried again: 408, 420, 425, 429 and 5xx, after a wait that grows.", "error 0")
	}
	feed := func(code int) rule {
		return status(code).but(ours, "Any status of 2xx but 204 and 205 is a feed.", accepted...)
	}
	kind := func(name, contentType string) rule { return answers(name, typed(contentType, "data: a\n\n")) }
	other := func(name, contentType string) rule {
		return kind(name, contentType).sees(refused...).
			but(ours, "A type is a hint: the feed is read as what its first bytes say, here as an event stream.", accepted...)
	}
	untyped := typed("", "data: a\n\n")
	untyped.header = nil
	return group("The response", "9.2.2",
		feed(201), feed(203), status(204), status(205), feed(206), feed(210), feed(299),
		status(304), status(400), status(401), status(403), status(404), status(410),
		passing(408), passing(429), passing(500), passing(502), passing(503), passing(599),
		kind("text/event-stream is read", eventStream).sees(accepted...),
		kind("its case does not count", "Text/EVENT-Stream").sees(accepted...),
		kind("parameters do not count", eventStream+";foo=bar; x=\"y;z\"").sees(accepted...),
		kind("a semicolon at the end does not count", eventStream+";").sees(accepted...).as("format-mime-trailing-semicolon"),
		kind("spaces around it do not count", " "+eventStream+" ; q=1").sees(accepted...),
		other("another type closes the feed for good", "text/x-bogus").as("format-mime-valid-bogus"),
		other("text/plain is another type", "text/plain"),
		other("a type that begins the same is another", "text/event-streamX"),
		other("what is no type is none", "event-stream bogus").as("format-mime-bogus"),
		other("a type of another tree is another", "application/event-stream"),
		answers("no type closes the feed for good", untyped).sees(refused...).
			but(ours, "A type is a hint: the feed is read as what its first bytes say, here as an event stream.", accepted...),
		answers("of two types the last counts", typed("text/html", "data: a\n\n").with("Content-Type", eventStream)).sees(accepted...),
		answers("of two types the last counts, the other way round", typed(eventStream, "data: a\n\n").with("Content-Type", "text/html")).sees(refused...).
			but(ours, "A type is a hint: the feed is read as what its first bytes say, here as an event stream.", accepted...),
		answers("open comes with the response, before there is a body", stream("").then("data: a\n\n")).does(`
			const es = make(), lines = [line(await heard(es, 'open'))];
			proceed();
			return [...lines, line(await heard(es, 'message'))];`).sees("open 1", "message: a").of("9.2.3").as("eventsource-onopen").
			notIn(harness.Firefox, "A response is there with the first byte of its body."),
		answers("a feed that nobody listens to is read to its end", stream("data: a\n\n"), stream("")).does(`
			const es = keep(new Class(near + '/feed')), lines = [];
			es.onerror = () => lines.push('error');
			await heard(es, 'open');
			await meanwhile();
			return lines.slice(0, 1);`).sees("error").of("9.2.3").
			but(ours, "Nothing is read while nobody takes records, so that none is lost."),
		answers("open and error are plain events without data", stream(""), stream("")).does(`
			const es = make(), lines = [];
			const hear = (e) => lines.push([e.type, e.constructor.name, 'data' in e, e.bubbles, e.cancelable]);
			es.onopen = es.onerror = hear;
			await heard(es, 'error');
			return lines;`).sees("open,Event,false,false,false", "error,Event,false,false,false").of("9.2.3").as("eventsource-onopen").
			but(ours, "An open event has the head of the response. An error event says what happened: it is an ErrorEvent whose error is a FeedError.", "open,OpenEvent,false,false,false", "error,ErrorEvent,false,false,false"),
	)
}

func redirectRules() []rule {
	followed := func(code int) rule {
		return answers("a "+strconv.Itoa(code)+" is followed", redirect(code, "NEAR/play/NAME/feed/2"), stream("data: a\n\n")).
			sees("open 1", "message: a", "error 0").asks(":path", "", "/2").as("request-redirect")
	}
	again := func(code int) rule {
		return answers("the connection after a "+strconv.Itoa(code)+" begins where it led", redirect(code, "NEAR/play/NAME/feed/2"), stream(quick+"data: a\n\n"), status(204, "")).
			of("9.2.3, see whatwg/html#503").fails(2).sees("open 1", "message: a", "error 0", "error 2").
			asks(":path", "", "/2", "/2").
			butAsks(ours, "Every connection begins at the feed's own URL, so that a server can lead each to another place.", ":path", "", "/2", "")
	}
	origin := `const e = await heard(make(), 'message'); return [e.origin === new URL(near).origin, e.origin === new URL(far).origin];`
	return group("Redirects", "9.2.2",
		followed(301), followed(302), followed(303), followed(307), followed(308),
		answers("url stays what it was", redirect(302, "NEAR/play/NAME/feed/2"), stream("data: a\n\n")).
			does(`const es = make(); await heard(es, 'open'); return [es.url === near + '/feed'];`).sees("true"),
		answers("the origin of an event is that of the last URL", redirect(302, "FAR/play/NAME/feed/2"), stream("data: a\n\n")).of("9.2.6").
			does(origin).sees("false", "true"),
		answers("over another origin and back", redirect(307, "FAR/play/NAME/feed/2"), redirect(307, "NEAR/play/NAME/feed/3"), stream("data: a\n\n")).of("9.2.6").
			allows(map[string][]string{"Access-Control-Allow-Origin": {"*"}}).
			does(origin).sees("true", "false"),
		answers("to a status that is not 200", redirect(302, "NEAR/play/NAME/feed/2"), status(404, "data: a\n\n")).sees("error 2"),
		again(301), again(302), again(307),
	)
}
