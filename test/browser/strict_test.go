package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// The strict class and the browser's own EventSource are put to the same tests, which
// proves the tests.
var classes = []string{"FS.EventSource", "globalThis.EventSource"}

func TestStrictRefusesWhatTheStandardRefuses(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	page.Expect("EventSource's response has a MIME type") // the browser's own says so
	for _, class := range classes {
		for _, c := range []struct {
			name        string
			status      int
			contentType string
			opens       bool
		}{
			{"an event stream", 200, "text/event-stream", true},
			{"parameters and case", 200, "Text/Event-Stream ;charset=UTF-8", true},
			{"a longer type", 200, "text/event-streamX", false},
			{"no type", 200, "", false},
			{"JSON", 200, "application/json", false},
			{"204", 204, "", false},
			{"205", 205, stream, false},
			{"210", 210, stream, false},
			{"404", 404, stream, false},
			{"410", 410, stream, false},
			{"503", 503, stream, false},
		} {
			t.Run(class+" "+c.name, func(t *testing.T) {
				rec := (&recorder{}).answer(c.status, c.contentType, "")
				if c.status != 204 {
					rec = (&recorder{}).answer(c.status, c.contentType, "data: x\n\n")
				}
				got := run[[]any](t, page, site, `
					const es = new `+class+`(`+harness.JS(harness.Serve(t, rec))+`);
					const type = await Promise.race([heard(es, 'error'), heard(es, 'message')]);
					const state = es.readyState;
					es.close();
					return [type.type, state];`)
				if c.opens {
					assert.Equal(t, []any{"message", 1.0}, got)
				} else {
					assert.Equal(t, []any{"error", 2.0}, got)
					assert.Len(t, rec.list(), 1, "and no second request")
				}
			})
		}
	}
}

func TestStrictReconnectsWithTheLastEventID(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, class := range classes {
		rec := (&recorder{}).
			answer(200, stream, quick+"id: 日本\nevent: named\ndata: 1\n\n").
			answer(200, stream, "data: 2\n\nid\ndata: 3\n\n").
			answer(200, stream, "data: 4\n\n").
			answer(204, "", "")
		url := harness.Serve(t, rec)
		got := run[[]any](t, page, site, `
			const es = new `+class+`(`+harness.JS(url)+`);
			const log = [es.readyState, es.url, es.withCredentials];
			const hear = (e) => log.push(e.type + ' ' + e.data + ' ' + e.lastEventId + ' ' + es.readyState);
			es.onmessage = hear;
			es.addEventListener('named', hear);
			es.onopen = () => log.push('open');
			await new Promise((resolve) => es.onerror = (e) => { log.push(e.constructor.name + ' ' + es.readyState); if (es.readyState === 2) resolve(); });
			return log;`)
		assert.Equal(t, []any{
			0.0, url + "/", false, "open", "named 1 日本 1", "Event 0", "open", "message 2 日本 1", "message 3  1", "Event 0",
			"open", "message 4  1", "Event 0", "Event 2",
		}, got, class)
		var ids []string
		for _, r := range rec.list() {
			ids = append(ids, r.Header.Get("Last-Event-ID"))
			assert.Equal(t, "text/event-stream", r.Header.Get("Accept"), class)
		}
		assert.Equal(t, []string{"", "日本", "", ""}, ids, class)
	}
}

func TestStrictIsShapedLikeTheBrowsersOwn(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	missing := run[[]string](t, page, site, `
		const own = globalThis.EventSource, ours = FS.EventSource;
		const missing = [];
		for (const name of Object.getOwnPropertyNames(own)) if (!(name in ours)) missing.push('static ' + name);
		for (const name of Object.getOwnPropertyNames(own.prototype)) if (!(name in ours.prototype)) missing.push(name);
		for (const name of ['CONNECTING', 'OPEN', 'CLOSED']) if (own[name] !== ours[name] || own.prototype[name] !== ours.prototype[name]) missing.push(name);
		if (own.length !== ours.length || own.name !== ours.name) missing.push('length or name');
		return missing;`)
	assert.Empty(t, missing)
}

func TestStrictKeepsKeepAlivesToItself(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, class := range classes {
		rec := (&recorder{}).answer(200, stream, ": beat\n\nevent: keepalive\ndata: from the server\n\nevent: malformed\ndata: too\n\n")
		got := run[[]string](t, page, site, `
			const es = new `+class+`(`+harness.JS(harness.Serve(t, rec))+`);
			const log = [];
			for (const type of ['keepalive', 'malformed']) es.addEventListener(type, (e) => log.push(e.data));
			await heard(es, 'error');
			es.close();
			return log;`)
		assert.Equal(t, []string{"from the server", "too"}, got, class)
	}
}

func TestSchemesThatAreNotHTTPAreRefused(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("URL scheme")
	page.Expect("blocked by CORS policy")
	for _, class := range classes {
		got := run[int](t, page, site, `
			const es = new `+class+`('ftp://127.0.0.1/feed');
			await heard(es, 'error');
			return es.readyState;`)
		assert.Equal(t, 2, got, class)
	}
}
