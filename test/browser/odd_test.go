package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// What no option may be is refused by the constructor, or passed over; it does not stop the
// engine, which other feeds go through. Symbols and BigInts are what Go knows least about.
func TestOddValuesOfOptionsLeaveOtherFeedsAlone(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	got := run[[]string](t, page, site, own+`
		const whole = (text) => async () => new Response(stream(text, false), { headers: { 'Content-Type': 'text/event-stream' } });
		const witness = new FS.FeedSource('http://own/', { fetch: whole('data: x\n\n') });
		const wrong = [];
		witness.onerror = ({ message }) => wrong.push(message);
		await next(witness, 'message');
		const nested = (name, ...members) => members.map((member) => (value) => ({ [name]: { [member]: value } }));
		const shapes = [
			...['format', 'preset', 'id', 'lastEventId', 'method', 'headers', 'resume', 'backfill', 'gap', 'decode', 'lag', 'signals', 'dedupe',
				'keepalive', 'reconnect', 'maxRecordBytes', 'withCredentials', 'body', 'cache', 'priority'].map((name) => (value) => ({ [name]: value })),
			...nested('resume', 'header', 'query', 'body', 'persist', 'key'), ...nested('backfill', 'url', 'after', 'before', 'size', 'overlap'),
			...nested('gap', 'windowMs', 'header', 'stop'), ...nested('decode', 'data', 'encoding'), ...nested('lag', 'time', 'warnMs'),
			...nested('dedupe', 'key', 'window'), ...nested('keepalive', 'timeoutMs', 'connectMs'),
			...nested('reconnect', 'delay', 'maxAttempts', 'maxElapsedMs', 'anyMethod'),
			...['at', 'is', 'range', 'then', 'deliver', 'type'].map((name) => (value) => ({ signals: [{ at: '/x', is: 1, then: 'stop', [name]: value }] })),
			(value) => ({ headers: () => value }), (value) => ({ resume: { key: 'odd', persist: { get: () => value, set: () => value } } }),
		];
		const values = [5n, Symbol('odd'), null, NaN, -0, '', 'odd', true, [], [5n], {}, { toString() { throw new Error('on purpose'); } }, () => 5n];
		for (const shape of shapes) {
			for (const value of values) {
				let feed;
				try {
					feed = new FS.FeedSource('http://own/', { fetch: whole('data: {"x":2}\n\n'), ...shape(value) });
				} catch {
					continue;
				}
				const before = wrong.length;
				const first = await Promise.race([next(feed, 'message'), next(feed, 'error')]);
				feed.close();
				const said = first === 'nothing' ? first : first.error?.type === 'engine' ? first.message : '';
				if (said || wrong.length > before) wrong.push(JSON.stringify(shape(typeof value)) + ' ' + said.slice(0, 300));
			}
		}
		return [...wrong, String(witness.readyState)];`)
	assert.Equal(t, []string{"1"}, got)
}
