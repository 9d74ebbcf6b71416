package bridge

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/recordings/feedrec"
	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// A machine that is given what a feed was given once tells what that one told, in whatever chunks it comes.
func TestReplaysRecordings(t *testing.T) {
	files, err := feedrec.All()
	require.NoError(t, err)
	for _, file := range files {
		recording, err := feedrec.Read(file.Content)
		require.NoError(t, err, file.Name)
		require.Zero(t, recording.Header.Dropped, "%s: what came first has been dropped, so that nobody can tell what should come of the rest", file.Name)
		for _, size := range []int{0, 1, 7} {
			assert.Equal(t, recording.Told(), play(t, recording, size), "%s, in chunks of %d bytes", file.Name, size)
		}
	}
}

// An exchange is a request with what came of it.
type exchange struct {
	sent    time.Duration // by the recording
	events  []feedrec.Event
	aborted bool
}

// A player has a machine run by a recording, and by a clock that goes on to whatever is due next.
type player struct {
	t         *testing.T
	m         *feed.Machine
	size      int // of chunks; 0 for those of the recording
	exchanges []*exchange
	answers   []any // of the page, about failures
	now       time.Duration
	timer     time.Duration // 0 for none
	request   *exchange     // under way
	sent      time.Duration // by the clock
	attempt   int
	parked    *exchange
	body      int // the attempt whose body is read; 0 for none
	isOver    bool
	told      []string
}

func play(t *testing.T, recording *feedrec.Recording, size int) []string {
	p := &player{t: t, size: size, now: 1000 * time.Hour}
	for _, e := range recording.Events {
		switch {
		case e.Kind == "request":
			p.exchanges = append(p.exchanges, &exchange{sent: at(e)})
		case e.Kind == "delay":
			p.answers = append(p.answers, e.Answer)
		case e.Request > 0:
			x := p.exchanges[len(p.exchanges)-1]
			x.aborted = x.aborted || e.Kind == "abort"
			x.events = append(x.events, e)
		case e.Kind == "call":
			require.Contains(t, []string{"close", "pause", "resume", "hide"}, e.Call, "nobody is there to do what the page did")
		}
	}
	p.m = feed.New(readFeedOptions(value(recording.Header.Engine)), func() float64 { return 0.5 })
	p.perform(p.m.Connect(p.now), false)
	for !p.isOver && p.m.State() != feed.Closed {
		p.step()
	}
	return p.told
}

func at(e feedrec.Event) time.Duration { return time.Duration(e.T * float64(time.Millisecond)) }
