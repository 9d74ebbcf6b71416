package collect

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func node(t *testing.T, o store.Options) *store.Node {
	t.Helper()
	o.Lease, o.Log = 2*time.Second, slog.New(slog.DiscardHandler)
	n, err := store.Open(within(t), o)
	require.NoError(t, err)
	t.Cleanup(n.Close)
	return n
}

func alone(t *testing.T) *store.Node {
	return node(t, store.Options{Name: "one", Embedded: &store.Embedded{Folder: t.TempDir()}})
}

// A counter is an upstream with numbers for records and for cursors. It gives those there are, and then does as the test says.
type counter struct {
	mu      sync.Mutex
	last    int
	cursors []string // that were asked for
	open    int      // connections
	most    int      // of them at once
	behind  func(ctx context.Context) error
}

func (c *counter) read(ctx context.Context, cursor string, deliver Deliver) error {
	c.mu.Lock()
	c.cursors = append(c.cursors, cursor)
	c.open++
	c.most = max(c.most, c.open)
	last := c.last
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		c.open--
		c.mu.Unlock()
	}()
	at, _ := strconv.Atoi(cursor)
	for at++; at <= last; at++ {
		if err := deliver(record.Record{Cursor: strconv.Itoa(at), Data: []byte(strconv.Itoa(at))}); err != nil {
			return err
		}
	}
	return c.behind(ctx)
}

func (c *counter) asked() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.cursors...)
}

func stay(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// An account is what a collector has told.
type account struct {
	mu                             sync.Mutex
	leads                          bool
	stored, repeated, gaps, failed int
}

func (a *account) note(f func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f()
}
func (a *account) Leads(_ string, leads bool) { a.note(func() { a.leads = leads }) }
func (a *account) Stored(_ string, n, _ int)  { a.note(func() { a.stored += n }) }
func (a *account) Repeated(_ string, n int)   { a.note(func() { a.repeated += n }) }
func (a *account) Gap(string)                 { a.note(func() { a.gaps++ }) }
func (a *account) Failed(string)              { a.note(func() { a.failed++ }) }
func (a *account) is(f func(*account) bool) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return f(a)
}

func start(t *testing.T, n *store.Node, upstream Upstream, set func(*Collector)) (c *Collector, told *account, stop func()) {
	t.Helper()
	f, err := n.Feed(within(t), "room", store.Limits{})
	require.NoError(t, err)
	told = &account{}
	c = &Collector{Node: n, Feed: f, Upstream: upstream, Log: slog.New(slog.DiscardHandler), Observer: told, Pause: time.Millisecond}
	if set != nil {
		set(c)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.Run(ctx)
	}()
	stop = func() {
		cancel()
		<-done
	}
	t.Cleanup(stop)
	return c, told, stop
}

func texts(t *testing.T, f *store.Feed) (list []string) {
	t.Helper()
	state, err := f.State(within(t))
	require.NoError(t, err)
	for from := state.First; from <= state.Last; {
		p, err := f.Read(within(t), from)
		require.NoError(t, err)
		for _, r := range p.Records {
			list = append(list, string(r.Data))
		}
		from = p.Through + 1
	}
	return list
}

func numbers(through int) (list []string) {
	for i := 1; i <= through; i++ {
		list = append(list, strconv.Itoa(i))
	}
	return list
}

func eventually(t *testing.T, told *account, is func(*account) bool) {
	t.Helper()
	require.Eventually(t, func() bool { return told.is(is) }, time.Minute, 10*time.Millisecond)
}

func TestFeedThatEndsIsGoneOnWith(t *testing.T) {
	up := &counter{last: 5}
	up.behind = func(ctx context.Context) error {
		up.mu.Lock()
		defer up.mu.Unlock()
		if up.last < 20 {
			up.last += 5
			return errors.New("cut")
		}
		up.mu.Unlock()
		defer up.mu.Lock()
		return stay(ctx)
	}
	c, told, stop := start(t, alone(t), up.read, nil)
	eventually(t, told, func(a *account) bool { return a.stored == 20 })
	stop()
	assert.Equal(t, numbers(20), texts(t, c.Feed))
	assert.Equal(t, []string{"", "5", "10", "15"}, up.asked())
	assert.Equal(t, 3, told.failed)
	assert.False(t, told.leads)
}

func TestStopStoresWhatUpstreamHasGiven(t *testing.T) {
	given := make(chan struct{})
	up := &counter{last: 2000, behind: func(ctx context.Context) error {
		close(given)
		return stay(ctx)
	}}
	c, _, stop := start(t, alone(t), up.read, nil)
	<-given
	stop()
	assert.Equal(t, numbers(2000), texts(t, c.Feed))
	assert.Zero(t, up.open)
}

func TestNextNodeGoesOnWhereTheFormerStopped(t *testing.T) {
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true})
	require.NoError(t, err)
	s.Start()
	require.True(t, s.ReadyForConnections(time.Minute))
	t.Cleanup(s.Shutdown)
	up := &counter{last: 3, behind: stay}
	a := node(t, store.Options{Name: "a", URL: s.ClientURL()})
	b := node(t, store.Options{Name: "b", URL: s.ClientURL()})
	c, told, stop := start(t, a, up.read, nil)
	eventually(t, told, func(a *account) bool { return a.stored == 3 })
	_, other, _ := start(t, b, up.read, nil)

	up.mu.Lock()
	up.last = 6
	up.mu.Unlock()
	t.Run("when that stops", func(t *testing.T) {
		stop()
		eventually(t, other, func(a *account) bool { return a.stored == 3 })
	})
	t.Run("when that hears nothing any more", func(t *testing.T) {
		up.mu.Lock()
		up.last = 9
		up.mu.Unlock()
		third := node(t, store.Options{Name: "c", URL: s.ClientURL()})
		_, last, _ := start(t, third, up.read, nil)
		b.Close()
		eventually(t, last, func(a *account) bool { return a.stored == 3 })
	})
	c.Feed, err = a.Feed(within(t), "room", store.Limits{})
	require.NoError(t, err)
	assert.Equal(t, numbers(9), texts(t, c.Feed))
	assert.Equal(t, []string{"", "3", "6"}, up.asked())
	assert.Equal(t, 1, up.most, "connections upstream at once")
}

func TestGapsAreRecords(t *testing.T) {
	n := alone(t)
	one := func(text string) Upstream {
		return func(ctx context.Context, _ string, deliver Deliver) error {
			_ = deliver(record.Record{Data: []byte(text)})
			return stay(ctx)
		}
	}
	_, told, stop := start(t, n, one("a"), nil)
	eventually(t, told, func(a *account) bool { return a.stored == 1 })
	stop()
	assert.Zero(t, told.gaps)
	c, told, stop := start(t, n, one(strings.Repeat("x", n.MaxRecord()+1)), func(c *Collector) { c.NoResume = true })
	eventually(t, told, func(a *account) bool { return a.stored == 2 })
	stop()
	assert.Equal(t, 2, told.gaps)
	assert.Equal(t, []string{
		"a",
		`{"reason":"no-resume","message":"Another connection reads the feed from here on, and the feed cannot go back."}`,
		fmt.Sprintf(`{"reason":"too-large","message":"A record of %d bytes came, and %d can be kept."}`, n.MaxRecord()+1, n.MaxRecord()),
	}, texts(t, c.Feed))
}

// What JetStream would refuse for ever keeps back nothing that comes behind it, and is missing behind the cursor before it.
func TestRecordsThatCannotBeKeptAreGaps(t *testing.T) {
	n := alone(t)
	long := strings.Repeat("x", n.MaxRecord()+1)
	up := func(ctx context.Context, _ string, deliver Deliver) error {
		for i, r := range []record.Record{{Data: []byte("a")}, {Data: []byte(long)}, {Data: []byte("c"), Type: long[:66_000]}, {Data: []byte("d")}} {
			r.Cursor = strconv.Itoa(i + 1)
			_ = deliver(r)
		}
		return stay(ctx)
	}
	c, told, stop := start(t, n, up, nil)
	eventually(t, told, func(a *account) bool { return a.stored == 4 })
	stop()
	assert.Equal(t, []string{
		"a",
		fmt.Sprintf(`{"reason":"too-large","message":"A record of %d bytes came, and %d can be kept.","from":"1"}`, len(long), n.MaxRecord()),
		`{"reason":"too-large","message":"A record with a type of 66000 bytes came, and 32768 can be kept.","from":"2"}`,
		"d",
	}, texts(t, c.Feed))
}

func TestFeedThatNeverComesLeavesNoGaps(t *testing.T) {
	refused := func(context.Context, string, Deliver) error { return errors.New("401") }
	c, told, stop := start(t, alone(t), refused, func(c *Collector) { c.NoResume = true })
	eventually(t, told, func(a *account) bool { return a.failed >= 3 })
	stop()
	assert.Empty(t, texts(t, c.Feed))
}

func TestWaitDoubles(t *testing.T) {
	c := &Collector{}
	var waits []time.Duration
	for i := range 7 {
		waits = append(waits, c.wait(i)/time.Second)
	}
	assert.Equal(t, []time.Duration{10, 20, 40, 80, 160, 160, 160}, waits)
}
