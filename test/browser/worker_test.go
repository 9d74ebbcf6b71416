package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A feed works in workers as in a page: dedicated and shared, classic and module.
func TestFeedsInWorkers(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	body := `
		const answer = (port) => {
			const f = new FeedSource(` + harness.JS(site.Feeds) + ` + '/espresso/subscribe?from=1&count=5&rate=0&hold=1');
			let n = 0;
			const hear = (e) => { if (++n === 5) { f.close(); port.postMessage([e.lastEventId, e.constructor.name]); } };
			for (const type of ['message', 'time', 'news']) f.addEventListener(type, hear);
		};
		if ('onconnect' in globalThis) onconnect = (e) => answer(e.ports[0]); else answer(globalThis);`
	scripts := map[string]string{
		"classic": "importScripts(origin + '/dist/feedsource.js'); FeedSource.init({ wasm: origin + '/dist/feedsource.wasm.gz' });" + body,
		"module":  "import { FeedSource } from '" + site.URL + "/dist/index.js';" + body,
	}
	for kind, script := range scripts {
		for _, class := range []string{"Worker", "SharedWorker"} {
			t.Run(kind+" "+class, func(t *testing.T) {
				got := run[[]string](t, page, site, `
					const text = 'const origin = ' + JSON.stringify(location.origin) + ';' + `+harness.JS(script)+`;
					const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
					const worker = new `+class+`(url, { type: `+harness.JS(kind)+` });
					const port = worker.port ?? worker;
					return new Promise((resolve, reject) => {
						port.onmessage = (e) => resolve(e.data);
						worker.onerror = (e) => reject(new Error(e.message));
					});`)
				assert.Equal(t, []string{"5", "FeedEvent"}, got)
			})
		}
	}
}
