//go:build js && wasm

package bridge

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestFromOpenToRead(t *testing.T) {
	f := openFeed(t, "")
	assert.Equal(t, []string{
		`dial 1 {"url":"https://example.org/feed"}`,
	}, sorted(f))
	f.answer(1, ok)
	assert.Equal(t, []string{"opened 1", "read 1 1"}, f.log())
}

// sorted is the log with the members of dial's request in the order of their names, less those that say nothing.
func sorted(f *testFeed) []string {
	for _, c := range f.calls {
		if c.method == "dial" {
			c.args[1] = run(f.t, "return Object.fromEntries(Object.entries(o).filter(([, v]) => v).sort())", map[string]any{"o": c.args[1]})
		}
	}
	return f.log()
}

func TestCursorOfADial(t *testing.T) {
	for more, want := range map[string]string{
		"lastEventId: '日', id: ['/id']":                              `{"cursor":"日","header":"Last-Event-ID","lastEventId":"日","url":"https://example.org/feed"}`,
		"lastEventId: '7', id: ['/id'], resume: { header: 'Since' }": `{"cursor":"7","header":"Since","lastEventId":"7","url":"https://example.org/feed"}`,
		"lastEventId: '7', id: ['/id'], resume: { body: 'from' }":    `{"cursor":"7","lastEventId":"7","member":"from","url":"https://example.org/feed"}`,
		"lastEventId: '7', id: ['/id'], resume: { query: 'since' }":  `{"lastEventId":"7","url":"https://example.org/feed?since=7"}`,
	} {
		f := openFeed(t, more)
		assert.Equal(t, []string{"dial 1 " + want}, sorted(f), more)
	}
}

func TestDecide(t *testing.T) {
	for wait, want := range map[float64]string{
		1500:  `"final":false,"retryInMs":1500`,
		0.25:  `"final":false,"retryInMs":0`,
		1e300: `"final":false,"retryInMs":2147483647`,
		-1:    `"final":true`,
	} {
		f := openFeed(t, "asksDelay: true")
		f.unmade(1)
		ask := f.last(t, "ask")
		assert.Equal(t, []int{1, 1}, []int{number(ask.args[0]), number(ask.args[2])})
		assert.Equal(t, "request", text(get(ask.args[1], "type")))
		f.decide(1, wait)
		failure := f.last(t, "failed").args[0]
		assert.Equal(t, "{"+want+"}", json(run(t, "return { final: f.final, retryInMs: f.retryInMs }", map[string]any{"f": failure})), wait)
		assert.Equal(t, wait >= 0, f.known())
	}
}

func TestDecideAsProposed(t *testing.T) {
	f := openFeed(t, "asksDelay: true")
	f.unmade(1)
	proposed := f.last(t, "ask").args[1]
	f.decide(1, math.NaN())
	assert.Equal(t, json(get(proposed, "retryInMs")), json(get(f.last(t, "failed").args[0], "retryInMs")))
	assert.Positive(t, number(get(proposed, "retryInMs")))
}

func TestLifecycle(t *testing.T) {
	f := openFeed(t, "asksDelay: true")
	f.answer(1, ok)
	f.names()
	f.lifecycle("sleep")
	assert.Equal(t, "away", text(get(f.last(t, "failed").args[0], "type")))
	f.lifecycle("wake")
	assert.Equal(t, 2, number(f.last(t, "dial").args[0]))
	f.unmade(2)
	f.decide(2, 60000)
	f.names()
	f.lifecycle("wake")
	assert.Empty(t, f.names(), "the wait has not run out")
	f.lifecycle("online")
	assert.Equal(t, 3, number(f.last(t, "dial").args[0]))
}

func TestConnectDialsAnew(t *testing.T) {
	f := openFeed(t, "")
	f.names()
	f.connect()
	assert.Equal(t, 2, number(f.last(t, "dial").args[0]))
}

func TestQuietIsToldWhenItChanged(t *testing.T) {
	f := openFeed(t, "keepalive: { timeoutMs: 20000 }")
	assert.Equal(t, []string{"dial"}, f.names(), "nothing is expected before a response")
	before := float64(time.Now().UnixMilli())
	f.answer(1, ok)
	quiet := must(f.last(t, "quiet").args[0].Float())
	assert.InDelta(t, before+10000, quiet, 1000)
	assert.Equal(t, []string{"opened", "read", "quiet"}, f.names(), "after what it comes of")
	time.Sleep(2 * time.Millisecond)
	address := f.write(1, "{}\n")
	assert.Empty(t, f.names(), "a batch says so itself")
	assert.Greater(t, memory[vitals](memory[batch](address, 1)[0].vitals, 1)[0].quietAt, quiet)
	f.lifecycle("wake")
	assert.Empty(t, f.names(), "it did not change")
	f.lifecycle("sleep")
	assert.Zero(t, must(f.last(t, "quiet").args[0].Float()), "nothing is expected of a feed that sleeps")
}

func TestNotice(t *testing.T) {
	f := openFeed(t, "signals: [{ is: ['careful'], then: 'warning', quiet: false }], format: 'lines'")
	f.answer(1, ok)
	f.write(1, "careful\n")
	notice := f.last(t, "notice")
	assert.Equal(t, "warning", text(notice.args[0]))
	assert.Equal(t, `["careful","server"]`, json(run(t, "return [d.data, d.reason]", map[string]any{"d": notice.args[1]})))
}

func TestNoticeThatGoesAheadOfItsBatch(t *testing.T) {
	f := openFeed(t, "resume: { skips: true }, format: 'lines', signals: [{ is: ['careful'], then: 'warning', quiet: false }]")
	f.answer(1, ok)
	f.write(1, "a\ncareful\n")
	assert.False(t, must(f.last(t, "notice").args[2].Bool()))
	f.finish(1, "network error")
	f.connect()
	f.answer(2, ok)
	f.write(2, "b\n")
	assert.Equal(t, "gap", text(f.last(t, "notice").args[0]))
	assert.True(t, must(f.last(t, "notice").args[2].Bool()))
}

// What is missing is read while the response waits, and ahead of it.
func TestBackfillByThePagesFunction(t *testing.T) {
	f := openFeed(t, "lastEventId: '5', id: ['/id'], resume: { off: true }, backfill: {}")
	f.names()
	f.answer(1, ok)
	assert.Equal(t, []string{"opened 1", `missing 2 "5"`}, f.log())
	f.answer(2, `{"status":200,"contentType":"application/x-ndjson"}`)
	assert.Equal(t, []string{"read 2 2"}, f.log())
	f.write(2, "{\"id\":6}\n")
	f.finish(2, "")
	assert.Equal(t, []string{`abort 2 "backfill"`, "read 3 1"}, f.log(), "the response that waited")
}

// Pages that begin with the newest records are held, and read as one body at their end.
func TestBackfillByPagesOfTheServer(t *testing.T) {
	f := openFeed(t, `lastEventId: '5', id: ['/id'], resume: { off: true },
		backfill: { url: 'https://example.org/page', after: 'since', before: 'below' }`)
	f.answer(1, ok)
	f.names()
	f.answer(2, ok)
	f.write(2, "{\"id\":7}\n{\"id\":6}\n")
	f.finish(2, "")
	assert.Equal(t, "https://example.org/page?since=5&below=6", text(get(f.last(t, "dial").args[1], "url")))
	assert.Equal(t, "true", json(get(f.last(t, "dial").args[1], "backfill")))
	f.answer(3, ok)
	f.names()
	f.finish(3, "")
	assert.Equal(t, []string{`replay 4 "{\"id\":6}\n{\"id\":7}\n"`}, f.log())
	f.close()
	assert.Equal(t, []string{`abort 3 "close"`, `abort 1 "close"`}, f.log())
}

// The page that was refused is not read to its end, and the feed goes on without it.
func TestBackfillThatIsRefused(t *testing.T) {
	f := openFeed(t, `lastEventId: '5', id: ['/id'], resume: { off: true },
		backfill: { url: 'https://example.org/page', after: 'since' }`)
	f.answer(1, ok)
	f.names()
	f.answer(2, `{"status":403}`)
	log := f.log()
	assert.Contains(t, log, `abort 2 "backfill"`)
	assert.Equal(t, "read 3 1", log[len(log)-1])
	f.finish(3, "")
	assert.Equal(t, 1, number(f.last(t, "failed").args[1]), "a failure is about the response that waited")
}

func TestFeedThatIsGone(t *testing.T) {
	f := openFeed(t, "")
	f.close()
	f.names()
	f.connect()
	f.close()
	f.lifecycle("wake")
	assert.False(t, f.responded(1, ok))
	f.unmade(1)
	f.decide(1, 0)
	Ended(f.handle, 1, 0)
	assert.Zero(t, Reserve(f.handle, 1, 1))
	assert.Zero(t, Commit(f.handle, 1, 0))
	assert.Zero(t, Finish(f.handle, 1, 1))
	assert.Empty(t, f.calls)
}
