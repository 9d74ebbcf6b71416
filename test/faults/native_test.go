package faults

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/wasm/feedsource"
)

// natively are the protocols as the Go package reads them: without CORS, which puts a request to the test that got no response.
func natively() (list []*protocol) {
	for _, p := range protocols {
		q := *p
		q.native = true
		list = append(list, &q)
	}
	return list
}

// aheadNatively make the cells of faults ahead of a body that there are without a browser.
var aheadNatively = []func(*protocol) []*cell{unanswered, pages, types, redirects, statuses, unresolved}

// Every protocol meets the faults in the Go package as in a browser, but for those of CORS and of a page's clocks.
func TestNatively(t *testing.T) {
	if !isMeasure() {
		t.Skip("what the Go package tells is held to Chromium with feeds in the page")
	}
	for _, m := range playedNatively(t) {
		for _, c := range m.cells {
			t.Run(c.name(), func(t *testing.T) {
				r := m.listened.reports[c.key]
				require.NotNil(t, r)
				check(t, c, r, m.listened.sessions[c.key])
			})
		}
	}
}

// isMeasure reports whether feeds are read where what is told is what the Go package tells; elsewhere some things are told otherwise.
func isMeasure() bool {
	return harness.Browser() == harness.Chromium && !harness.InWorker() && !harness.Shares()
}

// name names a cell, in a browser and natively.
func (c *cell) name() string { return c.fault + "/" + c.place + "/" + c.protocol.name }

var onceNatively []*matrix

// playedNatively are the cells of the Go package, which are played once.
func playedNatively(t *testing.T) []*matrix {
	t.Helper()
	if onceNatively == nil {
		most, masses := nativeMatrix(slices.Concat(inBodies, aheadNatively)), nativeMatrix([]func(*protocol) []*cell{floods})
		most.listened = most.playNatively(t, 40)
		masses.listened = masses.playNatively(t, 3)
		onceNatively = []*matrix{most, masses}
	}
	return onceNatively
}

// asNatively holds what a page was told to what the Go package tells of the same fault, where both are to be told the same.
func asNatively(t *testing.T, c *cell, r *report) {
	t.Helper()
	for _, m := range onceNatively {
		for _, same := range m.cells {
			if same.name() != c.name() || !slices.Equal(same.told(), c.told()) || c.loose || c.squeezed {
				continue
			}
			natively := m.listened.reports[same.key]
			require.NotNil(t, natively)
			assert.Equal(t, c.heard(r), same.heard(natively), "event by event as natively")
			assert.Equal(t, r.Bytes, natively.Bytes, "what is malformed")
			assert.Equal(t, r.Stats, natively.Stats)
			assert.Equal(t, r.LastEventID, natively.LastEventID)
			assert.Equal(t, r.Attempts, natively.Attempts)
		}
	}
}

func nativeMatrix(faults []func(*protocol) []*cell) *matrix {
	m := &matrix{}
	for _, cells := range faults {
		for _, p := range natively() {
			m.cells = append(m.cells, slices.DeleteFunc(cells(p), func(c *cell) bool { return c.browsers })...)
		}
	}
	for i, c := range m.cells {
		c.key = "n" + strconv.Itoa(i)
	}
	return m
}

// playNatively has feeds of the Go package play all cells, as many at a time as there are ports.
func (m *matrix) playNatively(t *testing.T, ports int) played {
	t.Helper()
	s := serve(t, ports)
	cells := make(chan *cell, len(m.cells))
	for _, c := range m.cells {
		s.add(c)
		cells <- c
	}
	close(cells)
	var mu sync.Mutex
	reports := map[string]*report{}
	var all sync.WaitGroup
	for _, base := range s.bases {
		all.Go(func() {
			for c := range cells {
				r := playNatively(t, c, s.session(c.key), base)
				mu.Lock()
				reports[c.key] = r
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return played{reports, s.sessions}
}

// playNatively plays one cell to its final failure.
func playNatively(t *testing.T, c *cell, s *session, base string) *report {
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Minute, errors.New("hung"))
	defer cancel()
	r := &report{Key: c.key, Bytes: []string{}}
	feed, err := feedsource.Open(ctx, base+"/"+c.key, nativeOptions(c, r))
	if !assert.NoError(t, err) {
		return nil
	}
	defer func() { _ = feed.Close() }()
	go s.follow(feed)
	w := nativeWords{cell: c, feed: feed, report: r, base: base}
	for event := range feed.Events() {
		w.hear(event)
	}
	if err := feed.Err(); err != nil && context.Cause(ctx) != nil {
		r.Words = append(r.Words, err.Error())
	}
	stats := feed.Stats()
	r.State, r.LastEventID = int(feed.ReadyState()), feed.LastEventID()
	r.Stats.Records, r.Stats.Keepalives, r.Stats.Malformed = int(stats.Records), int(stats.Keepalives), int(stats.Malformed)
	r.Stats.Duplicates, r.Stats.Reconnects = int(stats.Duplicates), int(stats.Reconnects)
	<-feed.Done()
	return r
}

// follow tells a server what a feed has read, if its script waits for that, to the feed's end.
func (s *session) follow(feed *feedsource.Feed) {
	for over := false; !over; {
		select {
		case <-feed.Done():
			over = true
		case <-time.After(4 * time.Millisecond):
		}
		s.mu.Lock()
		s.read = feed.Stats().Bytes
		s.moved.Broadcast()
		s.mu.Unlock()
	}
}

// nativeOptions are a cell's as the Go package has them.
func nativeOptions(c *cell, r *report) feedsource.Options {
	o := feedsource.Options{Client: &http.Client{Transport: unresolving(c)}}
	for name, value := range c.options {
		member := func(name string) string { s, _ := value.(map[string]any)[name].(string); return s }
		ms := func(name string) time.Duration {
			n, _ := value.(map[string]any)[name].(int)
			return time.Duration(n) * time.Millisecond
		}
		switch name {
		case "format":
			o.Format = feedsource.Format(value.(string))
		case "id":
			o.ID = []string{value.(string)}
		case "maxRecordBytes":
			o.MaxRecordBytes = value.(int)
		case "resume":
			if o.Resume = new(feedsource.Resume); value == false {
				o.Resume.Off = true
			} else {
				o.Resume.Query, o.Resume.Header = member("query"), member("header")
			}
		case "dedupe":
			o.Dedupe = &feedsource.Dedupe{Key: []string{member("key")}}
		case "keepalive":
			o.Keepalive = &feedsource.Keepalive{Timeout: ms("timeoutMs"), Connect: ms("connectMs")}
		case "signals":
			rule := value.([]any)[0].(map[string]any)
			o.Signals = []feedsource.Signal{{Is: []string{rule["is"].(string)}, Then: feedsource.SignalWord(rule["then"].(string)), Deliver: new(rule["deliver"].(bool))}}
		case "reconnect":
			o.Reconnect = &feedsource.Reconnect{Off: true}
		default:
			panic("no cell has had the option " + name)
		}
	}
	if o.Reconnect == nil {
		o.Reconnect = &feedsource.Reconnect{Delay: func(e *feedsource.Error) time.Duration {
			if e.Final {
				r.Waits = append(r.Waits, -1)
				return feedsource.AsProposed
			}
			r.Waits = append(r.Waits, float64(e.RetryIn)/float64(time.Millisecond))
			if e.RetryIn == 0 {
				return feedsource.AsProposed
			}
			return 3 * time.Millisecond
		}}
	}
	if c.ways["headers"] != nil {
		o.HeadersFunc = func(context.Context, feedsource.State) (http.Header, error) { return nil, nil }
	}
	return o
}

// unresolving sends the requests of a cell, one of which goes to a name that nobody has.
func unresolving(c *cell) http.RoundTripper {
	attempt := 0
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxResponseHeaderBytes = 256 << 10
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if attempt++; attempt == c.ways["unresolved"] {
			return nil, &net.DNSError{Err: "no such host", Name: "feeds.invalid", IsNotFound: true}
		}
		return transport.RoundTrip(r)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// nativeWords takes what a feed tells, as cell.js does.
type nativeWords struct {
	cell     *cell
	feed     *feedsource.Feed
	report   *report
	base     string
	from, to int
	opened   time.Time
}

func (w *nativeWords) hear(event feedsource.Event) {
	r := w.report
	switch e := event.(type) {
	case *feedsource.Record:
		w.record(e)
		return
	case *feedsource.OpenEvent:
		w.add("open", feedsource.StateOpen)
		w.opened = time.Now()
	case *feedsource.Error:
		word, state := "error:"+string(e.Type), feedsource.StateConnecting
		if e.Status != 0 {
			word += " " + strconv.Itoa(e.Status)
		}
		if e.Final {
			word, state = word+"!", feedsource.StateClosed
		}
		w.add(word, state)
		life := 0.0
		if !w.opened.IsZero() {
			life = float64(time.Since(w.opened).Milliseconds())
		}
		w.opened = time.Time{}
		r.Lives, r.Attempts = append(r.Lives, life), append(r.Attempts, e.Attempt)
	case *feedsource.MalformedEvent:
		w.add("malformed:"+string(e.Reason), w.feed.ReadyState())
		r.Bytes = append(r.Bytes, base64.StdEncoding.EncodeToString(e.Data[:min(len(e.Data), 300)]))
	case *feedsource.StallEvent:
		w.add("stall", w.feed.ReadyState())
	case *feedsource.GapEvent:
		w.add("gap:"+string(e.Reason), w.feed.ReadyState())
	case *feedsource.WarningEvent:
		w.add("warning:"+string(e.Reason), w.feed.ReadyState())
	}
}

// record adds one: a run of them is one word.
func (w *nativeWords) record(e *feedsource.Record) {
	n, p := number(string(e.Data)), w.cell.protocol
	w.report.Moved = w.report.Moved || e.Origin != w.base
	switch text := string(e.Data); {
	case text != strings.ReplaceAll(p.text, "%", strconv.Itoa(n)):
		w.add("not a record: "+strings.ToValidUTF8(text[:min(len(text), 60)], "\uFFFD"), feedsource.StateOpen)
	case e.LastEventID != w.cell.id(n):
		w.add(fmt.Sprintf("%d with the id %s", n, e.LastEventID), feedsource.StateOpen)
	case w.to > 0 && n == w.to+1:
		w.to = n
		w.report.Words[len(w.report.Words)-1] = run(w.from, n)[0]
	default:
		w.add(strconv.Itoa(n), feedsource.StateOpen)
		w.from, w.to = n, n
	}
}

func (w *nativeWords) add(word string, state feedsource.ReadyState) {
	if is := w.feed.ReadyState(); is != state {
		word += fmt.Sprintf(" in state %d", is)
	}
	w.report.Words = append(w.report.Words, word)
	w.to = 0
}
