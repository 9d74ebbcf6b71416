package browser

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
)

// runStages runs a script that has the module and some sources for it. tweets() is a feed
// of 400 tweets, one for every second and about every tenth of them up to 4 s late, with
// notices between them, some of which delete the tweet that comes next. script(...steps)
// gives numbers and objects as events, throws an Error, ends at 'end', and is quiet when
// nothing is left. HOUR is a hold that no test waits for.
func runStages[R any](t *testing.T, body string) R {
	t.Helper()
	site := harness.NewSite(t)
	return run[R](t, open(t, site, "/module.html"), site, `
		const { reorder, withoutDeleted, toReadable, toTransform, twitter } = await import('/dist/stages.js');
		const HOUR = 3_600_000;
		const script = (...steps) => {
			const source = { taken: 0, returned: 0, [Symbol.asyncIterator]: () => ({
				next: async () => {
					if (steps.length === 0) return new Promise(() => {});
					const value = steps.shift();
					if (value instanceof Error) throw value;
					if (value === 'end') return { done: true };
					source.taken++;
					return { done: false, value };
				},
				return: async () => ({ done: !!++source.returned }),
			}) };
			return source;
		};
		const take = async (n, source) => { const list = []; for await (const e of source) if (list.push(e) === n) break; return list; };
		const all = async (source) => {
			const list = [];
			try { for await (const e of source) list.push(e); } catch (e) { list.push(e.type ?? e.message); }
			return list;
		};
		const tweets = () => feed('/twitter/1.1/statuses/sample.json?from=1&take=400&rate=0', {
			headers: { Authorization: 'Bearer `+feeds.TwitterToken+`' }, reconnect: false,
		});
		const data = (events) => events.map((e) => e.data ?? e);
		const same = (a, b) => data(a).join('\n') === data(b).join('\n');
		const time = (e) => e.time ?? e;
		const sorting = { ...twitter, limit: 20, holdMs: HOUR };
		`+body)
}

func TestReorderSortsAFeed(t *testing.T) {
	got := runStages[map[string]any](t, `
		const raw = await all(tweets()), sorted = await all(reorder(tweets(), sorting));
		const ends = [raw.pop(), sorted.pop()];
		const times = (list) => list.map(twitter.time).filter((at) => at > 0);
		const disorder = (list) => times(list).filter((at, i, all) => at < all[i - 1]).length;
		const unknown = (list) => list.filter(({ json }) => json.retweet_count === -1 && json.favorite_count === -1).length;
		return {
			ends, length: raw.length, disorder: [disorder(raw), disorder(sorted)], unknown: [unknown(raw), unknown(sorted)],
			same: [...data(raw)].sort().join() === [...data(sorted)].sort().join(),
		};`)
	assert.Equal(t, []any{"end", "end"}, got["ends"], "the feed's error comes after its events")
	assert.Greater(t, got["length"], 400.0, "tweets, notices and duplicates")
	assert.Equal(t, true, got["same"], "everything once, and not a byte changed")
	disorder, unknown := got["disorder"].([]any), got["unknown"].([]any)
	assert.Greater(t, disorder[0], 10.0)
	assert.Zero(t, disorder[1])
	assert.Greater(t, unknown[0], 10.0)
	assert.Equal(t, unknown[0], unknown[1], "counts of -1 arrive as -1")
}

// What the options promise, word by word, on a clock of the test's own: when an event is
// due or too many are held, the earliest leaves, until no more is due. Every hundredth
// event comes after a pause, and about as many are ahead of their time.
func TestReorderHoldsAsLongAsItSays(t *testing.T) {
	got := runStages[[]any](t, `
		let seed = 1, clock = 0, at = 0;
		const below = (n) => (seed = (seed * 48271) % 2147483647) % n;
		performance.now = () => clock;
		const events = Array.from({ length: 5000 }, (_, n) => {
			at += n % 100 ? below(4) : 600;
			return { n, at, time: at - below(60) + (below(100) ? 0 : 100) };
		});
		const clocked = async function* () { for (const e of events) { clock = e.at; yield e; } };
		const wrong = [];
		for (const [holdMs, limit] of [[1, 1000], [20, 1000], [20, 10], [500, 30], [5000, 7], [20, 1]]) {
			const held = [], expected = [];
			let left = -1;
			for (const e of events) {
				if (e.time < left) expected.push(e.n);
				else held.push(e);
				while (held.length >= limit || held.some((other) => other.at + holdMs <= e.at)) {
					held.sort((a, b) => a.time - b.time || a.n - b.n);
					left = held[0].time;
					expected.push(held.shift().n);
				}
			}
			expected.push(...held.sort((a, b) => a.time - b.time || a.n - b.n).map((e) => e.n));
			const got = (await all(reorder(clocked(), { time, holdMs, limit }))).map((e) => e.n);
			if (got.join() !== expected.join()) wrong.push([holdMs, limit]);
		}
		return wrong;`)
	assert.Empty(t, got)
}

func TestReorderCorners(t *testing.T) {
	got := runStages[map[string]string](t, `
		const none = { id: 'none' }, held = { time, holdMs: HOUR };
		const crowd = script(...Array.from({ length: 100 }, (_, n) => (n * 7) % 100), 'end');
		let ahead = 0, taken = 0;
		for await (const e of reorder(crowd, { ...held, limit: 10 })) ahead = Math.max(ahead, crowd.taken - taken++);
		const pairs = [1, 0, 1, 0, 1, 0, 1, 0].map((time, id) => ({ time, id }));
		const untimed = { ...held, time: (e) => (e === none ? undefined : e) };
		const refused = async (options) => { const source = script(1); return [...await all(reorder(source, { time, ...options })), source.taken]; };
		const lists = {
			quiet: await take(3, reorder(script(3, 1, 2), { time, holdMs: 100 })), ties: await all(reorder(script(...pairs, 'end'), held)),
			late: await take(3, reorder(script(5, 6, 4, 3), { ...held, limit: 2 })),
			untimed: await all(reorder(script(5, none, 3, NaN, 7, 'end'), untimed)), alone: await take(1, reorder(script(NaN), held)),
			end: await all(reorder(script(2, 1, 'end'), held)), error: await all(reorder(script(2, 1, new Error('torn')), held)),
			empty: await all(reorder(script('end'), held)), ahead: [ahead],
			holdMs: await refused({ holdMs: NaN }), limit: await refused({ limit: 0 }),
		};
		return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.map((e) => e.id ?? e).join(' ')]));`)
	assert.Equal(t, map[string]string{
		"quiet": "1 2 3", "ties": "1 3 5 7 0 2 4 6", "late": "5 4 3", "untimed": "3 5 none NaN 7", "alone": "NaN",
		"end": "1 2", "error": "1 2 torn", "empty": "", "ahead": "10",
		"holdMs": "holdMs is NaN; it can be a whole number from 1 to 2^30. 0",
		"limit":  "limit is 0; it can be a whole number from 1 to 2^30. 0",
	}, got)
}

// A loop that is left ends its source, and does not wait for one that is quiet; what that
// throws afterwards is nobody's.
func TestLeavingAStageEndsTheSource(t *testing.T) {
	got := runStages[map[string]any](t, `
		const left = async (n, stage, ...steps) => { const source = script(...steps); await take(n, stage(source)); return source.returned; };
		const sort = (limit) => (source) => reorder(source, { time, limit, holdMs: 50 });
		const posts = (source) => withoutDeleted(source, { key: String, deleted: () => undefined });
		let tear;
		const torn = async function* () { yield 1; await new Promise((_, reject) => (tear = reject)); };
		await take(1, sort(9)(posts(torn())));
		tear(new Error('after the loop'));
		const rude = script(1), { next } = rude[Symbol.asyncIterator]();
		await take(1, sort(9)({ [Symbol.asyncIterator]: () => ({ next, return: async () => { throw new Error('when left'); } }) }));

		const f = feed('/espresso/subscribe?from=1&take=3000&rate=0', { reconnect: false });
		const over = heard(f, 'error'); // which comes only if nobody holds the feed back
		await take(5, posts(sort(9)(f)));
		const end = await over;

		const failing = script(1, 2);
		const thrown = await all(reorder(failing, { time: () => { throw new Error('no time'); } }));
		return {
			byLimit: await left(1, sort(2), 1, 2, 3), byTimer: await left(1, sort(9), 1),
			posts: await left(1, posts, 1, 2), chain: await left(1, (source) => posts(sort(9)(source)), 1),
			ended: await left(3, sort(9), 1, 2, 'end'), feed: [end.error.type, f.stats.records],
			thrown: [...thrown, failing.returned],
		};`)
	assert.Equal(t, map[string]any{
		"byLimit": 1.0, "byTimer": 1.0, "posts": 1.0, "chain": 1.0, "ended": 0.0,
		"feed": []any{"end", 3000.0}, "thrown": []any{"no time", 1.0},
	}, got)
}

// A delete notice that comes first keeps its tweet out, and comes through itself.
func TestWithoutDeletedOnAFeed(t *testing.T) {
	got := runStages[map[string]any](t, `
		const raw = await all(tweets()), seen = await all(withoutDeleted(tweets(), twitter));
		const gone = new Set(), expected = [];
		for (const e of raw) {
			if (e.json?.delete) gone.add(e.json.delete.status.id_str);
			if (!gone.has(e.json?.id_str)) expected.push(e);
		}
		const both = (await all(reorder(withoutDeleted(tweets(), twitter), sorting))).slice(0, -1);
		return {
			gone: gone.size, dropped: raw.length - seen.length, same: same(seen, expected),
			notices: seen.filter((e) => e.json?.delete).length, both: both.length - (seen.length - 1),
			shown: both.filter((e) => gone.has(e.json.id_str)).length,
		};`)
	assert.Greater(t, got["gone"], 5.0)
	assert.GreaterOrEqual(t, got["dropped"], got["gone"])
	assert.Equal(t, got["gone"], got["notices"])
	assert.Equal(t, true, got["same"], "all but the deleted tweets, in the order of the feed")
	assert.Zero(t, got["both"])
	assert.Zero(t, got["shown"])
}

// A notice is -n, a post n. The oldest of two is forgotten; a notice that is repeated
// takes no second place.
func TestTombstonesAreBounded(t *testing.T) {
	got := runStages[[]any](t, `
		const of = (n) => (n > 0 ? String(n) : undefined);
		const posts = (limit, ...steps) => all(withoutDeleted(script(...steps), { key: of, deleted: (n) => of(-n), limit }));
		return [
			await posts(2, 1, -1, -2, -3, 1, 2, 3, 4, 'end'), await posts(2, -1, -2, -2, -2, 1, 2, 'end'),
			await posts(2, -1, -2, -3, -4, -3, -5, 3, 4, 5, new Error('torn')), await posts(-1, 1),
		];`)
	assert.Equal(t, []any{
		[]any{1.0, -1.0, -2.0, -3.0, 1.0, 4.0}, []any{-1.0, -2.0, -2.0, -2.0},
		[]any{-1.0, -2.0, -3.0, -4.0, -3.0, -5.0, 3.0, "torn"},
		[]any{"limit is -1; it can be a whole number from 1 to 2^30."},
	}, got)
}

func TestTwitterAccessors(t *testing.T) {
	got := runStages[[]any](t, `
		const of = (data) => new FS.FeedEvent('message', { data });
		return [
			'{"id_str":"7","timestamp_ms":"1330544522657","created_at":"Wed Feb 29 19:42:02 +0000 2012"}',
			'{"id_str":"8","created_at":"Wed Feb 29 19:42:02 +0000 2012"}', '{"delete":{"status":{"id":9,"id_str":"9"}}}',
			'{"delete":{}}', '{"limit":{"track":42}}', 'null', '17', '{"id_str":]',
		].map(of).map((e) => [twitter.time(e), twitter.key(e), twitter.deleted(e)].map((v) => v ?? '').join());`)
	assert.Equal(t, []any{"1330544522657,7,", "1330544522000,8,", "NaN,,9", "NaN,,", "NaN,,", "NaN,,", "NaN,,", "NaN,,"}, got)
}

func TestStagesAsTransformStreams(t *testing.T) {
	got := runStages[map[string]any](t, `
		const sort = (source) => reorder(source, sorting), posts = (source) => withoutDeleted(source, twitter);
		const piped = await all(toReadable(tweets()).pipeThrough(toTransform(posts)).pipeThrough(toTransform(sort)));
		return { same: same(piped, await all(sort(posts(tweets())))), end: piped.at(-1) };`)
	assert.Equal(t, map[string]any{"same": true, "end": "end"}, got, "what a loop gets, and the feed's error")
}

func TestStreamsEndWhatTheyAreMadeOf(t *testing.T) {
	got := runStages[map[string]any](t, `
		const through = (source, options) => toReadable(source).pipeThrough(toTransform((events) => reorder(events, { time, holdMs: HOUR, ...options })));
		const until = async (reached) => { while (!reached()) await new Promise((resolve) => setTimeout(resolve)); return true; };
		const quiet = script(1), unread = script(1), many = script(...Array(100).keys()), failing = script(1, 2), left = script(1, 2, 3), unfit = script(1, 2), one = script(1, 2);
		const reader = through(quiet).getReader(), read = reader.read();
		await until(() => quiet.taken === 1);
		await reader.cancel();
		toReadable(unread);
		await through(many, { limit: 10 }).getReader().read();
		await new Promise((resolve) => setTimeout(resolve, 20));
		return {
			closed: await all(through(script(2, 1, 'end'))), cancelled: await until(() => quiet.returned) && (await read).done, ahead: many.taken, unread: unread.taken,
			failed: await all(through(failing, { time: () => { throw new Error('no time'); } })), stopped: await until(() => failing.returned),
			taken: await take(1, through(left, { limit: 1 })), left: await until(() => left.returned),
			unfit: (await all(through(unfit, { limit: 0 }))).length, refused: await until(() => unfit.returned),
			deaf: await all(toReadable(one).pipeThrough(toTransform(async function* () { yield 'own'; }))), unheard: await until(() => one.returned),
		};`)
	assert.LessOrEqual(t, got["ahead"], 13.0, "ten are held, and the streams take one each")
	delete(got, "ahead")
	assert.Equal(t, map[string]any{
		"closed": []any{1.0, 2.0}, "cancelled": true, "failed": []any{"no time"}, "stopped": true, "taken": []any{1.0}, "left": true, "unread": 0.0,
		"unfit": 1.0, "refused": true, "deaf": []any{"own"}, "unheard": true,
	}, got)
}

// A loop that takes its time gets what is newest; nothing is lost without being counted.
func TestOverflow(t *testing.T) {
	got := runStages[map[string]any](t, `
		const { overflow } = await import('/dist/stages.js');
		const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
		const slow = async (source) => {
			const list = [];
			for await (const e of source) { list.push(e); await pause(); }
			return [list, source.dropped];
		};
		const numbers = (n) => Array.from({ length: n }, (_, i) => i);
		const tick = (k, v) => ({ k, v });
		const leaving = script(1, 2, 3), left = [];
		for await (const e of overflow(leaving)) { left.push(e); break; }
		const endless = { taken: 0, [Symbol.asyncIterator]: () => ({ next: async () => { await pause(); return { done: false, value: endless.taken++ }; } }) };
		for await (const e of overflow(endless)) break;
		await pause();
		const takenAtLeaving = endless.taken;
		for (let i = 0; i < 5; i++) await pause();
		const failing = overflow(script(1, 2, new Error('broken')));
		const failed = [];
		try { for await (const e of failing) failed.push(e); } catch (e) { failed.push(e.message); }
		const keyless = script(1, 2, 3);
		try { for await (const e of overflow(keyless, { policy: 'latest-by-key', key: () => { throw new Error('no key') } })); } catch (e) { failed.push(e.message, keyless.returned); }
		const wrong = [];
		for (const options of [{ limit: 0 }, { policy: 'x' }, { policy: 'latest-by-key' }]) {
			try { overflow(script(), options) } catch (e) { wrong.push(e.message) }
		}
		return {
			oldest: await slow(overflow(script(...numbers(100), 'end'), { limit: 3 })),
			all: await slow(overflow(script(1, 2, 3, 'end'))),
			latest: await slow(overflow(script(tick('a', 1), tick('b', 1), tick('c', 1), tick('b', 2), tick('c', 2), tick('b', 3), 'end'), { policy: 'latest-by-key', key: (e) => e.k })),
			bounded: await slow(overflow(script(tick('a', 1), tick('b', 1), tick('c', 1), tick('d', 1), 'end'), { policy: 'latest-by-key', key: (e) => e.k, limit: 2 })),
			goesOn: endless.taken - takenAtLeaving, left, returned: leaving.returned, failed, wrong,
		};`)
	tick := func(k string, v float64) any { return map[string]any{"k": k, "v": v} }
	assert.Equal(t, []any{[]any{0.0, 97.0, 98.0, 99.0}, 96.0}, got["oldest"], "the first was taken before the others came")
	assert.Equal(t, []any{[]any{1.0, 2.0, 3.0}, 0.0}, got["all"])
	assert.Equal(t, []any{[]any{tick("a", 1), tick("b", 3), tick("c", 2)}, 3.0}, got["latest"], "in the place of the first")
	assert.Equal(t, []any{[]any{tick("a", 1), tick("c", 1), tick("d", 1)}, 1.0}, got["bounded"])
	assert.Zero(t, got["goesOn"], "a source that cannot be ended is not read on either")
	assert.Equal(t, []any{1.0}, got["left"])
	assert.Equal(t, 1.0, got["returned"])
	assert.Equal(t, []any{1.0, 2.0, "broken", "no key", 1.0}, got["failed"], "what came is delivered first")
	assert.Equal(t, []any{
		"limit is 0; it can be a whole number from 1 to 2^30.",
		`policy is "x"; it can be drop-oldest, or latest-by-key with a key.`,
		`policy is "latest-by-key"; it can be drop-oldest, or latest-by-key with a key.`,
	}, got["wrong"])
}

// A spike of three times what the loop can take: with overflow the feed is read to its
// end all the same, and every record is either delivered or counted.
func TestOverflowOnAFeed(t *testing.T) {
	got := runStages[[]float64](t, `
		const { overflow } = await import('/dist/stages.js');
		const f = feed('/espresso/subscribe?from=1&count=3000&rate=0', { reconnect: false });
		const newest = overflow(f, { limit: 10 });
		let taken = 0;
		try { for await (const e of newest) { taken++; await new Promise((resolve) => setTimeout(resolve, 5)); } } catch {}
		return [taken + newest.dropped, f.stats.records, newest.dropped > 2000 ? 1 : 0];`)
	assert.Equal(t, []float64{3000, 3000, 1}, got)
}
