package share

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A tab that is frozen holds nobody up, not even the one that was elected: its worker is frozen with it, before it hears
// of that. Another takes its lock, and it follows when it is back.
func TestTheElectedTabIsFrozen(t *testing.T) {
	p := newPlace(t, "elected")
	frozen, other := p.opened(nil), p.opened(nil)
	p.server.say(1)
	frozen.reached(1)
	other.reached(1)
	frozen.Freeze()
	other.noted("network")
	p.server.say(5)
	got := other.reached(6)
	whole(t, got, 6)
	assert.Equal(t, []string{"open", "network", "open"}, got.Log)
	frozen.Thaw()
	frozen.noted("network")
	p.server.say(1)
	got = frozen.reached(7)
	if got.Breaks > 0 {
		assert.Contains(t, got.Log, gapOf(7-got.Count), "%+v", got)
	}
	assert.Equal(t, "7", got.LastEventID)
	whole(t, other.reached(7), 7)
	open, _ := p.server.connections()
	assert.Equal(t, 1, open)
}

// A tab that is frozen does not hold up the others in a shared worker.
func TestAFrozenTabHoldsNobodyUp(t *testing.T) {
	p := newPlace(t, "shared")
	frozen, other := p.opened(nil), p.opened(nil)
	p.server.say(1)
	frozen.reached(1)
	frozen.Freeze()
	p.server.say(500)
	whole(t, other.reached(501), 501)
	frozen.Thaw()
	whole(t, frozen.reached(501), 501) // which is less than may wait for it
}
