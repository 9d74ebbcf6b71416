package conformance

import (
	"net/http"

	"github.com/feedsource/feedsource/test/harness"
)

const withPackage = `<!doctype html><link rel=icon href=data:,><script src="/dist/feedsource.js"></script>
<script>FS = { FeedSource, EventSource: FeedSource.EventSource }</script>`

// addPages puts what some rules need beside the page on the site: documents with a base or
// another encoding, a script for workers, and a service worker.
func addPages(site *harness.Site) {
	site.Add("/inner/plain.html", withPackage)
	site.Add("/inner/base.html", "<!doctype html><base href=/elsewhere/>"+withPackage)
	site.Handle("/inner/latin.html", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=windows-1252")
		_, _ = w.Write([]byte(withPackage))
	})
	script := func(path, text string) {
		site.Handle(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = w.Write([]byte(text))
		})
	}
	script("/worker.js", workerScript)
	script("/inner/service.js", serviceScript)
}

// workerScript runs what it is sent as a function, and posts the lines that it returns.
const workerScript = `
importScripts('/dist/feedsource.js');
globalThis.FS = { FeedSource, EventSource: FeedSource.EventSource };
const hear = (port) => {
	port.onmessage = ({ data }) => new Function(data)().then(
		(lines) => port.postMessage({ lines: lines.map(String) }),
		(e) => port.postMessage({ failed: String(e) }));
};
if ('onconnect' in globalThis) onconnect = (e) => hear(e.ports[0]);
else hear(globalThis);
`

// serviceScript answers the feed of documents in its scope with what it saw of the
// request, in a stream of single bytes.
const serviceScript = `
onfetch = (e) => {
	const { request } = e;
	if (!request.url.endsWith('/intercepted')) return;
	const { method, mode, cache, credentials, destination, redirect } = request;
	const seen = { method, mode, cache, credentials, destination, redirect, accept: request.headers.get('Accept') };
	const bytes = new TextEncoder().encode('data: ' + JSON.stringify(seen) + '\n\n');
	let sent = 0;
	const body = new ReadableStream({
		pull: (c) => sent < bytes.length ? c.enqueue(bytes.subarray(sent, ++sent)) : c.close(),
	});
	e.respondWith(new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }));
};
`
