package share

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// Who comes later is open at once, and has the latest records first if it asks for them.
func TestLatestRecordsForWhoComesLater(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		share := func(replay int) harness.Args {
			return harness.Args{"options": harness.Args{"share": harness.Args{"replay": replay}}}
		}
		first := p.opened(nil)
		p.server.say(20)
		first.reached(20)
		second, third := p.opened(share(10)), p.opened(share(3))
		p.server.say(1)
		assert.Equal(t, 11, second.reached(21).First)
		got := third.reached(21)
		assert.Equal(t, 18, got.First)
		assert.Equal(t, 4, got.Count)
	})
}

// Each tab knows how many have the feed, whoever came or went, and however.
func TestTabsKnowHowManyShareALine(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		by := func(count int, tabs ...tab) {
			t.Helper()
			for _, tab := range tabs {
				harness.Call[any](tab.Page, "share.js", "shared", harness.Args{"by": count})
			}
		}
		a := p.opened(nil)
		by(1, a)
		b, c, d := p.opened(nil), p.opened(nil), p.opened(nil)
		by(4, a, b, c, d)
		args := harness.Args{"url": p.url, "options": harness.Args{"share": true}, "id": 1}
		harness.Call[string](a.Page, "share.js", "inWorker", args)
		by(5, a, b, c, d)
		b.call("close")
		by(4, a, c, d)
		a.kill(false)
		by(2, c, d)
		c.call("close")
		by(1, d)
	})
}

// A tab that is too slow loses records alone, and knows how many.
func TestASlowTabOverflowsAlone(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		p.server.size = 10_000
		slow, quick := p.opened(nil), p.opened(nil)
		p.server.say(1)
		slow.reached(1)
		slow.call("pause")
		const last = 1000 // 10 MB
		for n := 2; n < last; n += 50 {
			p.server.say(min(50, last-n))
			quick.reached(n)
		}
		p.server.say(1)
		whole(t, quick.reached(last), last)
		assert.Equal(t, []string{"open"}, quick.seen().Log)
		slow.call("resume")
		got := slow.reached(last)
		assert.Equal(t, 1, got.Breaks, "%+v", got)
		require.Len(t, got.Log, 2, "%+v", got)
		assert.Equal(t, gapOf(last-got.Count), got.Log[1])
	})
}

// The line is held for tabs that keep up with one another, however fast it is.
func TestABurstIsTooFastForNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		p.server.size = 1000
		tabs := []tab{p.opened(nil), p.opened(nil), p.opened(nil)}
		const last = 50_000 // 50 MB
		p.server.say(last)
		for _, tab := range tabs {
			whole(t, tab.reached(last), last)
		}
	})
}

// One that pauses holds nobody up. When all have paused nothing is read, so that the last of them loses nothing of what
// is far more than may wait for it.
func TestNothingIsReadWhileAllPause(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		p.server.size = 100_000
		a, b := p.opened(nil), p.opened(nil)
		p.server.say(1)
		b.reached(1)
		a.call("pause")
		p.server.say(1)
		b.reached(2)
		b.call("pause")
		p.server.say(400) // 40 MB
		time.Sleep(time.Second)
		assert.Equal(t, 2, b.seen().Count)
		b.call("resume")
		whole(t, b.reached(402), 402)
		p.moreThanOneChunk(b, 402)
		a.call("resume")
		assert.Contains(t, a.noted("gap").Log[1], "gap overflow")
	})
}

// moreThanOneChunk gives the feed 2 MB more, where a browser hands over as one chunk all that a page did not read: the batch that
// came last waits for a tab whatever its size.
func (p *place) moreThanOneChunk(reader tab, head int) {
	if harness.Browser() == harness.Chromium {
		return
	}
	p.server.say(20)
	assert.Equal(p.t, 0, reader.reached(head+20).Breaks)
}

// A tab whose page takes no records holds nobody up either, also not one that comes later, and loses records alone.
// While there is no other nothing is read, so that nothing is lost.
func TestATabWithoutAReader(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		p.server.size = 100_000
		unread := p.opened(nil)
		p.server.say(1)
		unread.reached(1)
		unread.listen(false)
		p.server.say(200) // 20 MB
		time.Sleep(time.Second)
		unread.listen(true)
		whole(t, unread.reached(201), 201)
		unread.listen(false)
		p.server.say(1)
		time.Sleep(300 * time.Millisecond)
		late := p.opened(nil)
		p.server.say(200)
		assert.Equal(t, 0, late.reached(402).Breaks)
		p.moreThanOneChunk(late, 402)
		unread.listen(true)
		assert.Contains(t, unread.noted("gap").Log[1], "gap overflow")
	})
}

// Who closes the last feed needs the connection no more; who opens the feed again right then has another.
func TestTheLastToCloseEndsTheConnectionAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		tab := p.opened(nil)
		p.server.say(1)
		tab.reached(1)
		args := harness.Args{"name": "again", "url": p.url, "options": harness.Args{"share": true, "lastEventId": "0"}}
		if harness.Browser() != harness.Chromium {
			args["later"] = 100 // workers of others take what two ports bring in any order, so that the feed may still be shared
		}
		harness.Call[any](tab.Page, "share.js", "openAgain", args)
		again := harness.Call[seen](tab.Page, "share.js", "reached", harness.Args{"name": "again", "id": 1})
		assert.Equal(t, 1, again.Count)
		_, total := p.server.connections()
		assert.Equal(t, 2, total)
		began := time.Now()
		harness.Call[any](tab.Page, "share.js", "call", harness.Args{"name": "again", "method": "close"})
		time.Sleep(100 * time.Millisecond)
		p.server.say(1000) // 28 KB: a body that is given up between two reads Chromium drains for up to 5 s or 16 KB, to have its socket again
		require.Eventually(t, func() bool { open, _ := p.server.connections(); return open == 0 }, 15*time.Second, 20*time.Millisecond)
		assert.Less(t, time.Since(began), 4*time.Second) // and not after the grace that a reload has
	})
}

// Closing is each tab's own; the connection goes 5 s after the last has gone, and a tab that loads anew finds it there.
func TestTheLastToGoEndsTheConnection(t *testing.T) {
	p := newPlace(t, "shared")
	a, b := p.opened(nil), p.opened(nil)
	a.call("close")
	p.server.say(1)
	b.reached(1)
	assert.Equal(t, 2, a.seen().ReadyState)
	b.Navigate(p.site.URL + kinds[p.kind])
	p.open(b, nil)
	b.opened()
	p.server.say(1)
	b.reached(2)
	open, total := p.server.connections()
	assert.Equal(t, [2]int{1, 1}, [2]int{open, total}, "open, and ever")
	b.kill(false)
	began := time.Now()
	require.Eventually(t, func() bool { open, _ := p.server.connections(); return open == 0 }, 15*time.Second, 50*time.Millisecond)
	if harness.Browser() != harness.WebKit { // which runs a shared worker in the process of a page that has it, and may end it with that
		assert.Greater(t, time.Since(began), 4*time.Second)
	}
}

// A feed in a dedicated worker, which knows no shared workers, shares with tabs all the same, and so do frames.
func TestWorkersAndFramesShareWithTabs(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		first := p.opened(nil)
		args := harness.Args{"url": p.url, "options": harness.Args{"share": true}, "id": 50}
		harness.Call[string](first.Page, "share.js", "inWorker", args)
		frames := harness.Args{"url": p.url, "page": kinds[p.kind], "id": 50, "count": 3}
		harness.Call[any](first.Page, "share.js", "inFrames", frames)
		p.server.say(50)
		first.reached(50)
		heard := harness.Call[heard](first.Page, "share.js", "heardInWorker", harness.Args{})
		assert.Equal(t, heard.Host, "elected")
		assert.Len(t, heard.IDs, 50)
		for _, count := range harness.Call[[]int](first.Page, "share.js", "heardInFrames", harness.Args{}) {
			assert.Equal(t, 50, count)
		}
		_, total := p.server.connections()
		assert.Equal(t, 1, total)
	})
}

type heard struct {
	Host string
	IDs  []int
}

// What is kept is the cursor of what the first tab has taken; a slow one does not move it back.
func TestTheFirstToTakeMovesTheKeptCursor(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		keep := harness.Args{"persist": "cursor " + p.kind}
		slow, quick := p.opened(keep), p.opened(keep)
		p.server.say(5)
		quick.reached(5)
		slow.reached(5)
		slow.call("pause")
		p.server.say(5)
		quick.reached(10)
		stored := func() string {
			return harness.Call[string](quick.Page, "share.js", "stored", harness.Args{"key": keep["persist"]})
		}
		require.Eventually(t, func() bool { return stored() == "feedsource/1 10" }, 5*time.Second, 100*time.Millisecond)
		assert.Equal(t, "5", slow.seen().LastEventID)
		slow.call("close")
		time.Sleep(1200 * time.Millisecond) // longer than a write waits
		assert.Equal(t, "feedsource/1 10", stored())
	})
}

// The end is everybody's.
func TestAFinalFailureIsToldToAll(t *testing.T) {
	everywhere(t, func(t *testing.T, p *place) {
		tabs := []tab{p.opened(nil), p.opened(nil), p.opened(nil)}
		p.server.say(1)
		for _, tab := range tabs {
			tab.reached(1)
		}
		p.server.refuse()
		tabs[0].call("reconnect")
		for _, tab := range tabs {
			got := tab.noted("status!")
			assert.Equal(t, 2, got.ReadyState)
		}
		time.Sleep(time.Second) // time enough for another to be elected
		_, total := p.server.connections()
		assert.Equal(t, 2, total)
	})
}
