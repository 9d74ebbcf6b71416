package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// Opening and closing feeds for ever leaves nothing behind in the engine: its memory
// stays as large as Go's collector let it grow with the first ones.
func TestOpeningAndClosingStaysLevel(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]float64](t, page, site, `
		const memories = [];
		const { instantiateStreaming } = WebAssembly;
		WebAssembly.instantiateStreaming = async (...args) => {
			const result = await instantiateStreaming.apply(WebAssembly, args);
			memories.push(result.instance.exports.mem);
			return result;
		};
		const response = (data) => async (url, { signal }) => new Response(new ReadableStream({
			start(c) { c.enqueue(new TextEncoder().encode(data)); signal.addEventListener('abort', () => c.error(signal.reason)); },
		}), { headers: { 'Content-Type': 'text/event-stream' } });
		const cycle = async (i) => {
			const f = new FS.FeedSource('http://own/', { fetch: response('id: ' + i + '\ndata: ' + 'x'.repeat(1000) + '\n\n') });
			await heard(f, 'message');
			f.close();
		};
		const cycles = async (n) => {
			for (let i = 0; i < n; i += 20) await Promise.all(Array.from({ length: 20 }, () => cycle(i)));
			return memories[0].buffer.byteLength;
		};
		return [await cycles(2000), await cycles(2000), memories.length];`)
	assert.InDelta(t, got[0], got[1], 512<<10, "linear memory in bytes after 2000 and after 4000 feeds")
	assert.Equal(t, 1.0, got[2], "one engine")
}

// A page's own fetch that does not heed the signal leaves no body open.
func TestFetchThatDoesNotHeedTheSignal(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[string](t, page, site, `
		let answer;
		const f = new FS.FeedSource('http://own/', { fetch: () => new Promise((resolve) => (answer = resolve)) });
		while (!answer) await new Promise((resolve) => setTimeout(resolve));
		f.close();
		return new Promise((resolve) => answer(new Response(new ReadableStream({ cancel: () => resolve('cancelled') }))));`)
	assert.Equal(t, "cancelled", got)
}
