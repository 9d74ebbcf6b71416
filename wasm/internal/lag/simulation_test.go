package lag

import (
	"math"
	"math/rand/v2"
	"sort"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

const (
	second = 1.0
	minute = 60 * second
	hour   = 60 * minute
)

// epoch is the true time at which simulations begin.
const epoch = 1_700_000_000_000

// A world is a server, a page, and what lies between. Times are true ones, in seconds.
type world struct {
	*rand.Rand
	t      testing.TB
	meter  *Meter
	server func(at float64) float64 // how far each clock is ahead
	page   func(at float64) float64
	events []event
}

// An event is what reaches the page.
type event struct{ at, lag float64 }

func newWorld(t testing.TB, warn float64) *world {
	right := func(float64) float64 { return 0 }
	return &world{
		Rand: rand.New(rand.NewPCG(1, 2)), t: t, server: right, page: right,
		meter: New(Config{Warn: time.Duration(warn * 1e9)}),
	}
}

// message arrives, and must leave a lag that can be.
func (w *world) message(sent, at float64) {
	ms := func(seconds float64) int64 { return epoch + int64(math.Round(seconds*1000)) }
	if w.meter.Note(ms(sent+w.server(sent)), ms(at+w.page(at))) {
		w.events = append(w.events, event{at, w.lag()})
	}
	if w.meter.Lag() < 0 {
		w.t.Fatalf("a lag of %v", w.meter.Lag())
	}
}

func (w *world) lag() float64 { return w.meter.Lag().Seconds() }

// stream sends a message every so often and delivers each after its delay, the quickest
// first.
func (w *world) stream(from, to, every float64, delay func(sent float64) float64) {
	type message struct{ sent, at float64 }
	var list []message
	for sent := from; sent < to; sent += every {
		list = append(list, message{sent, sent + delay(sent)})
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].at < list[j].at })
	for _, m := range list {
		w.message(m.sent, m.at)
	}
}

// network is a delay of 50 ms, and 20 ms on average besides.
func (w *world) network(float64) float64 { return 0.05 + 0.02*w.ExpFloat64() }

// queue is a delay that grows from a time on, by so much for each second that passes at
// the page.
func (w *world) queue(start, growth float64) func(float64) float64 {
	return func(sent float64) float64 { return w.network(sent) + max(sent-start, 0)*growth/(1-growth) }
}

// behind is a delay that much longer than usual.
func (w *world) behind(seconds float64) func(float64) float64 {
	return func(sent float64) float64 { return seconds + w.network(sent) }
}

func (w *world) noEvents() {
	w.t.Helper()
	assert.Empty(w.t, w.events)
}

// step is a clock that is set by so much at a time.
func step(when, by float64) func(float64) float64 {
	return func(at float64) float64 {
		if at < when {
			return 0
		}
		return by
	}
}

func constant(v float64) func(float64) float64 { return func(float64) float64 { return v } }
