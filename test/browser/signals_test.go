package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
)

// A token that lasts 400 ms expires in the stream again and again: the headers function
// is asked for another, and the feed goes on, nothing lost and nothing twice.
func TestTokenThatExpiresInTheStream(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for preset, path := range map[string]string{"ably": "/ably/event-stream", "ably-sse": "/ably/sse"} {
		got := run[map[string]any](t, page, site, `
			const f = feed('`+path+`?channel=`+preset+`&v=1.2&from=1&rate=60', {
				preset: '`+preset+`', reconnect: { delay: (e) => { errors.push([e.type, e.code, e.retryInMs]); return 0; } },
				headers: (attempt) => ({ Authorization: 'Bearer ' + btoa('ttl:400:`+preset+`' + attempt) }),
			});
			const numbers = [], errors = [];
			for await (const e of f) {
				const number = /:(\d+):0/.exec(e.data)?.[1];
				if (number) numbers.push(Number(number));
				if (numbers.length >= 1100) break;
			}
			f.close();
			return { numbers, errors, duplicates: f.stats.duplicates };`)
		var want []any
		for n := 1; n <= 1100; n++ {
			want = append(want, float64(n))
		}
		assert.Equal(t, want, got["numbers"], preset)
		errors := got["errors"].([]any)
		assert.GreaterOrEqual(t, len(errors), 2, preset)
		assert.Equal(t, []any{"server", "40142", 0.0}, errors[0], preset)
	}
}

func TestWhatTwitterSaysInTheStream(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	got := run[map[string]any](t, page, site, `
		const told = (query) => new Promise((resolve) => {
			const f = feed('/twitter/1.1/statuses/filter.json?track=coffee,golang,wasm,music,football,weather,trains&stall_warnings=true&from=1&take=300&rate=0&' + query, {
				preset: 'twitter', headers: { Authorization: 'Bearer `+feeds.TwitterToken+`' },
			});
			const warnings = new Set();
			f.addEventListener('warning', (e) => warnings.add(e.detail.reason + ' ' + /^\w+$/.exec(e.detail.code)?.[0].replace(/\d+/, 'N') + ' ' + Object.keys(JSON.parse(e.detail.data))));
			f.addEventListener('error', (e) => { f.close(); resolve([e.error.type, e.error.code, e.error.final, [...warnings].sort()]); });
		});
		return { revoked: await told('disconnect=6'), broker: await told('disconnect=11'), normal: await told('disconnect=5') };`)
	warnings := []any{"server FALLING_BEHIND warning", "server N limit"}
	assert.Equal(t, []any{"server", "6", true, warnings}, got["revoked"])
	assert.Equal(t, []any{"server", "11", false, warnings}, got["broker"])
	assert.Equal(t, "server", got["normal"].([]any)[0])
	assert.Equal(t, false, got["normal"].([]any)[2])
}

// An answer that ends with a marker is complete, whatever the server does with the
// connection; without the marker it is not. A question is not asked twice.
func TestAnswerWithAnEndMarker(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	const signals = `signals: [{ is: '[DONE]', then: 'end', deliver: false }]`
	got := run[map[string]any](t, page, site, `
		await put('whole', 'data: {"n":1}\n\ndata: {"n":2}\n\ndata: [DONE]\n\n');
		await put('cut', 'data: {"n":1}\n\ndata: {"n":2}\n\n');
		const read = async (path, options) => {
			const f = feed(path, { format: 'sse', `+signals+`, ...options });
			const list = [];
			try { for await (const { json } of f) list.push(json.n); } catch (e) { list.push(e.type, e.final); }
			return [list, f.readyState, f.stats.keepalives];
		};
		return {
			whole: await read('/raw/get/whole', { method: 'POST', body: '{}' }), held: await read('/raw/get/whole?hold=1'),
			cut: await read('/raw/get/cut', { method: 'POST', body: '{}' }), get: await read('/raw/get/cut'),
		};`)
	assert.Equal(t, []any{[]any{1.0, 2.0}, 2.0, 0.0}, got["whole"])
	assert.Equal(t, []any{[]any{1.0, 2.0}, 2.0, 0.0}, got["held"], "the server keeps the connection open")
	assert.Equal(t, []any{[]any{1.0, 2.0, "incomplete", true}, 2.0, 0.0}, got["cut"])
	assert.Equal(t, []any{[]any{1.0, 2.0, "incomplete", true}, 2.0, 0.0}, got["get"], "it would begin anew")
}

func TestPresetThatThereIsNot(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/script.html")
	f := last(t, collect(page, request{site.Feeds + "/espresso/subscribe", map[string]any{"preset": "myspace"}}))
	assert.Equal(t, "request", f.Type)
	assert.True(t, f.Final)
	assert.Equal(t, site.Feeds+`/espresso/subscribe: "myspace" is none of the presets that feedsource/presets lists; the feed is closed.`, f.Message)
}
