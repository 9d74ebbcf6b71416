package feed

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/payload"
)

// trickle sends a record a second that was sent so much earlier, and gives the lag
// notices that this brought.
func trickle(t *testing.T, m *Machine, from, to int, late func(second int) time.Duration) (notices []*Notice) {
	t.Helper()
	for s := from; s < to; s++ {
		now := time.Duration(1_700_000_000+s) * second
		for _, a := range commit(m, 1, now, fmt.Sprintf("{\"sent\":%d}\n", (now-late(s)).Milliseconds())) {
			require.Equal(t, TellNotice, a.Kind)
			notices = append(notices, a.Notice)
		}
	}
	return notices
}

func TestFeedThatFallsBehindIsToldAndWhenItHasCaughtUp(t *testing.T) {
	m := ndjson(t, Config{Lag: &Lag{Time: compile(t, "/sent"), Warn: 10 * second}})
	steady := func(int) time.Duration { return time.Hour } // the server's clock is an hour behind
	assert.Empty(t, trickle(t, m, 0, 60, steady))
	got := trickle(t, m, 60, 160, func(s int) time.Duration { return time.Hour + time.Duration(s-60)*second/2 })
	require.Len(t, got, 2, "over 10 s, and when that had doubled")
	assert.Equal(t, NoticeLag, got[0].Type)
	assert.Greater(t, got[0].Detail["lagMs"], 10_000.0)
	assert.Less(t, got[0].Detail["lagMs"], 20_000.0)
	assert.Greater(t, got[0].Detail["offsetMs"], 3_600_000.0)
	assert.Greater(t, got[0].Detail["lagTrend"], 100.0)
	assert.Regexp(t, `: the feed is 1\d\.\d s behind\.$`, got[0].Detail["message"])
	stats, ok := m.LagStats()
	assert.True(t, ok)
	assert.Greater(t, stats.LagMs, 20_000.0, "and rising still")
	assert.Greater(t, stats.OffsetMs, stats.LagMs+3_500_000)
	assert.Greater(t, stats.Trend, 100.0)
	got = trickle(t, m, 160, 300, steady)
	require.Len(t, got, 1)
	assert.Equal(t, where+": the feed is in time again.", got[0].Detail["message"])
}

func TestLagIsOnlyMeasuredWhenAskedFor(t *testing.T) {
	m := ndjson(t, Config{})
	assert.Empty(t, trickle(t, m, 0, 9, func(s int) time.Duration { return time.Duration(s) * time.Hour }))
	_, ok := m.LagStats()
	assert.False(t, ok)
}

func TestPayloadsAreDecodedBeforeAnythingLooksAtThem(t *testing.T) {
	m := ndjson(t, Config{
		Decode:  &payload.Members{Data: compile(t, "/data").Pointer, Encoding: compile(t, "/encoding").Pointer},
		Signals: []Rule{at(t, "/data/stop", SignalStop, "true")},
	})
	actions := commit(m, 1, 0, `{"encoding":"json","data":"{\"n\":1}"}`+"\n"+`{"encoding":"json/utf-8/base64","data":"eyJzdG9wIjp0cnVlfQ=="}`+"\n")
	assert.JSONEq(t, `{"encoding":null,"data":{"n":1}}`, records(m)[0])
	assert.Equal(t, "true", failure(t, actions).Code)
}
