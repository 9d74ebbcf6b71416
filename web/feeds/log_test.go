package feeds

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func testLog(c *clock) *messageLog {
	o := Options{Interval: time.Second, History: 100, Window: time.Minute, Now: c.now}
	return newLog(logKey{"gitter", "lobby", 1}, o.withDefaults())
}

func TestLogGrowsWithTheClock(t *testing.T) {
	c := newClock()
	l := testLog(c)
	assert.Equal(t, 100, l.head())
	c.advance(999 * time.Millisecond)
	assert.Equal(t, 100, l.head())
	c.advance(time.Millisecond)
	assert.Equal(t, 101, l.head())
	c.advance(10 * time.Second)
	assert.Equal(t, 111, l.head())
}

func TestLogIsPushedByFastReaders(t *testing.T) {
	c := newClock()
	l := testLog(c)
	l.reach(500)
	assert.Equal(t, 500, l.head())
	l.reach(200)
	assert.Equal(t, 500, l.head(), "a slow reader takes nothing back")
	c.advance(time.Second)
	assert.Equal(t, 501, l.head())
}

func TestLogKnowsTheAgeOfMessages(t *testing.T) {
	c := newClock()
	l := testLog(c)
	assert.Equal(t, 90, l.firstWithin(10*time.Second), "before its birth a log grew at its interval")
	assert.Equal(t, 40, l.firstWithin(time.Minute))
	assert.Equal(t, 0, l.firstWithin(time.Hour))
	l.reach(200)
	c.advance(30 * time.Second)
	l.reach(300)
	assert.Equal(t, 229, l.firstWithin(time.Second))
	for range 5000 {
		c.advance(100 * time.Millisecond)
		l.reach(l.head() + 1)
	}
	assert.LessOrEqual(t, len(l.marks), 602, "marks older than the window are dropped")
	assert.Equal(t, l.head()-100, l.firstWithin(10*time.Second))
}

func TestMessagesAreAPureFunctionOfTheirPlace(t *testing.T) {
	o := Options{}.withDefaults()
	key := logKey{"twitter", "statuses", 7}
	assert.Equal(t, twitterTweetAt(o, key, 5), twitterTweetAt(o, key, 5))
	assert.NotEqual(t, twitterTweetAt(o, key, 5).Text, twitterTweetAt(o, key, 6).Text)
	other := logKey{"twitter", "statuses", 8}
	same := 0
	for n := range 100 {
		if twitterTweetAt(o, key, n).Text == twitterTweetAt(o, other, n).Text {
			same++
		}
	}
	assert.Less(t, same, 20, "another seed makes other messages")
}

// The rolls must never change: clients' expectations are written down.
func TestDiceAreFixed(t *testing.T) {
	d := rollFor(logKey{"gitter", "lobby", 1}, 42)
	assert.Equal(t, []uint64{0xc44f5fe4d361f60f, 0xcaafae7b315fe76d}, []uint64{d.next(), d.next()})
}
