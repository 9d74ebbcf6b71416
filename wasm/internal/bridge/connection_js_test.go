//go:build js && wasm

package bridge

import (
	"testing"
	"time"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFromOpenToRead(t *testing.T) {
	f := openFeed(t, newHost(), "")
	assert.Equal(t, []string{
		`dial 1 {"backfill":false,"cursor":"","header":"","member":"","url":"https://example.org/feed"}`,
	}, sorted(f))
	response := f.answer(1, "", nil)
	opened, read := f.last(t, "opened"), f.last(t, "read")
	assert.True(t, opened.args[0].Equal(response))
	assert.Equal(t, 1, number(read.args[0]))
	assert.True(t, read.args[1].Equal(response))
	assert.Equal(t, []string{"opened", "read"}, f.names())
}

// sorted is the log with the members of dial's request in the order of their names.
func sorted(f *testFeed) []string {
	for _, c := range f.calls {
		if c.method == "dial" {
			c.args[1] = run(f.t, "return Object.fromEntries(Object.entries(o).sort())", map[string]any{"o": c.args[1]})
		}
	}
	return f.log()
}

func TestCursorOfADial(t *testing.T) {
	for more, want := range map[string]string{
		"lastEventId: '日', id: ['/id']":                              `{"backfill":false,"cursor":"日","header":"Last-Event-ID","member":"","url":"https://example.org/feed"}`,
		"lastEventId: '7', id: ['/id'], resume: { header: 'Since' }": `{"backfill":false,"cursor":"7","header":"Since","member":"","url":"https://example.org/feed"}`,
		"lastEventId: '7', id: ['/id'], resume: { body: 'from' }":    `{"backfill":false,"cursor":"7","header":"","member":"from","url":"https://example.org/feed"}`,
		"lastEventId: '7', id: ['/id'], resume: { query: 'since' }":  `{"backfill":false,"cursor":"","header":"","member":"","url":"https://example.org/feed?since=7"}`,
	} {
		f := openFeed(t, newHost(), more)
		assert.Equal(t, []string{"dial 1 " + want}, sorted(f), more)
	}
}

func TestDecide(t *testing.T) {
	for _, c := range []struct{ answer, want any }{
		{1500, `"final":false,"retryInMs":1500`},
		{0.25, `"final":false,"retryInMs":0`},
		{-5, `"final":false,"retryInMs":0`},
		{1e300, `"final":false,"retryInMs":2147483647`},
		{false, `"final":true`},
	} {
		f := openFeed(t, newHost(), "asksDelay: true")
		f.call("unanswered", 1, "no headers")
		ask := f.last(t, "ask")
		assert.Equal(t, 1, number(ask.args[0]))
		assert.Equal(t, "request", text(get(ask.args[1], "type")))
		assert.Equal(t, "no headers", text(ask.args[3]), "the cause")
		f.call("decide", 1, c.answer)
		failure := f.last(t, "failed").args[0]
		assert.Equal(t, "{"+c.want.(string)+"}", json(run(t, "return { final: f.final, retryInMs: f.retryInMs }", map[string]any{"f": failure})), c.answer)
		assert.Equal(t, c.answer != false, f.known())
	}
}

func TestDecideAsProposed(t *testing.T) {
	f := openFeed(t, newHost(), "asksDelay: true")
	f.call("unanswered", 1, "no headers")
	proposed := f.last(t, "ask").args[1]
	f.call("decide", 1, nil)
	assert.Equal(t, json(get(proposed, "retryInMs")), json(get(f.last(t, "failed").args[0], "retryInMs")))
	assert.Positive(t, number(get(proposed, "retryInMs")))
}

func TestLifecycle(t *testing.T) {
	f := openFeed(t, newHost(), "asksDelay: true")
	f.answer(1, "", nil)
	f.names()
	f.call("lifecycle", "sleep")
	assert.Equal(t, "away", text(get(f.last(t, "failed").args[0], "type")))
	f.call("lifecycle", "wake")
	assert.Equal(t, 2, number(f.last(t, "dial").args[0]))
	f.call("unanswered", 2, "no headers")
	f.call("decide", 2, 60000)
	f.names()
	f.call("lifecycle", "wake")
	assert.Empty(t, f.names(), "the wait has not run out")
	f.call("lifecycle", "online")
	assert.Equal(t, 3, number(f.last(t, "dial").args[0]))
}

func TestConnectDialsAnew(t *testing.T) {
	f := openFeed(t, newHost(), "")
	f.names()
	f.call("connect")
	assert.Equal(t, 2, number(f.last(t, "dial").args[0]))
}

func TestQuietIsToldWhenItChanged(t *testing.T) {
	f := openFeed(t, newHost(), "keepalive: { timeoutMs: 20000 }")
	assert.Equal(t, []string{"dial"}, f.names(), "nothing is expected before a response")
	before := float64(time.Now().UnixMilli())
	f.answer(1, "", nil)
	quiet := float(f.last(t, "quiet").args[0])
	assert.InDelta(t, before+10000, quiet, 1000)
	assert.Equal(t, []string{"opened", "read", "quiet"}, f.names(), "after what it comes of")
	time.Sleep(2 * time.Millisecond)
	address := f.write(1, "{}\n")
	assert.Empty(t, f.names(), "a batch says so itself")
	assert.Greater(t, memory[vitals](memory[batch](address, 1)[0].vitals, 1)[0].quietAt, quiet)
	f.call("lifecycle", "wake")
	assert.Empty(t, f.names(), "it did not change")
	f.call("lifecycle", "sleep")
	assert.Zero(t, float(f.last(t, "quiet").args[0]), "nothing is expected of a feed that sleeps")
}

func TestNotice(t *testing.T) {
	f := openFeed(t, newHost(), "signals: [{ is: ['careful'], then: 'warning', quiet: false }], format: 'lines'")
	f.answer(1, "", nil)
	f.write(1, "careful\n")
	notice := f.last(t, "notice")
	assert.Equal(t, "warning", text(notice.args[0]))
	assert.Equal(t, `["careful","server"]`, json(run(t, "return [d.data, d.reason]", map[string]any{"d": notice.args[1]})))
}

// What is missing is read while the response waits, and ahead of it.
func TestBackfillByThePagesFunction(t *testing.T) {
	f := openFeed(t, newHost(), "lastEventId: '5', id: ['/id'], resume: { off: true }, backfill: {}")
	f.names()
	waiting := f.answer(1, "", nil)
	assert.Equal(t, []string{"opened {}", `missing 2 "5"`}, f.log())
	page := construct("Response", "", map[string]any{"headers": map[string]any{"Content-Type": "application/x-ndjson"}})
	require.True(t, truth(f.call("responded", 2, page)))
	assert.True(t, f.last(t, "read").args[1].Equal(page))
	f.names()
	f.write(2, "{\"id\":6}\n")
	f.finish(2, "")
	read := f.last(t, "read")
	assert.Equal(t, 3, number(read.args[0]))
	assert.True(t, read.args[1].Equal(waiting))
	assert.Equal(t, []string{"read"}, f.names())
	assert.Equal(t, 2, registered(), "the sink, and the request of the response that waited")
}

// Pages that begin with the newest records are held, and read as one body at their end.
func TestBackfillByPagesOfTheServer(t *testing.T) {
	f := openFeed(t, newHost(), `lastEventId: '5', id: ['/id'], resume: { off: true },
		backfill: { url: 'https://example.org/page', after: 'since', before: 'below' }`)
	f.answer(1, "", nil)
	f.names()
	f.answer(2, "", nil)
	f.write(2, "{\"id\":7}\n{\"id\":6}\n")
	f.finish(2, "")
	assert.Equal(t, "https://example.org/page?since=5&below=6", text(get(f.last(t, "dial").args[1], "url")))
	assert.Equal(t, "true", json(get(f.last(t, "dial").args[1], "backfill")))
	assert.Equal(t, 2, registered(), "the sink, and the request of the feed; that of the page is over")
	f.answer(3, "", nil)
	assert.Equal(t, 3, registered())
	f.names()
	f.finish(3, "")
	read := f.last(t, "read")
	is, err := read.args[1].InstanceOf(get(global, "Response"))
	require.NoError(t, err)
	assert.True(t, is)
	held := make(chan string, 1)
	taken := function(func(args []safejs.Value) any {
		held <- text(args[0])
		return nil
	})
	run(t, "response.text().then(taken)", map[string]any{"response": read.args[1], "taken": taken})
	assert.Equal(t, "{\"id\":6}\n{\"id\":7}\n", <-held)
	f.call("close")
	assert.Zero(t, registered())
}

// The page that was refused is not read to its end, and the feed goes on without it.
func TestBackfillThatIsRefused(t *testing.T) {
	f := openFeed(t, newHost(), `lastEventId: '5', id: ['/id'], resume: { off: true },
		backfill: { url: 'https://example.org/page', after: 'since' }`)
	waiting := f.answer(1, "", nil)
	init := construct("Object")
	f.call("send", 2, init)
	f.names()
	f.call("responded", 2, construct("Response", "", map[string]any{"status": 403}))
	assert.True(t, truth(get(get(init, "signal"), "aborted")))
	assert.True(t, f.last(t, "read").args[1].Equal(waiting))
	assert.True(t, connections[int32(f.handle)].evidence.headers.Equal(get(waiting, "headers")))
	assert.Equal(t, 2, registered(), "the sink, and the request of the response that waited")
}

func TestFeedThatIsGone(t *testing.T) {
	f := openFeed(t, newHost(), "")
	f.call("close")
	f.names()
	for _, method := range []string{"connect", "close"} {
		assert.True(t, f.call(method).IsNull())
	}
	assert.True(t, f.call("lifecycle", "wake").IsNull())
	assert.True(t, f.call("send", 1, construct("Object")).IsNull())
	assert.True(t, f.call("responded", 1, construct("Response")).IsNull())
	assert.True(t, f.call("unanswered", 1, safejs.Undefined()).IsNull())
	assert.True(t, f.call("decide", 1, 0).IsNull())
	assert.True(t, f.call("ended", 1, "").IsNull())
	assert.Zero(t, Reserve(int32(f.handle), 1, 1))
	assert.Zero(t, Commit(int32(f.handle), 1, 0))
	assert.Zero(t, Finish(int32(f.handle), 1))
	assert.Empty(t, f.calls)
}
