package servers

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A source is a feed of a server: how a page reads it, and how a test has it speak.
type source struct {
	server *process
	front  string // what the wire leads to, if that is not the server
	path   string
	setting
	// begun is what a page has seen when the server knows that it reads.
	begun harness.Args
	// settled is what a page has seen, beside records, when the server's word on two is whole.
	settled harness.Args
	publish func(n int)
	// numbers are the n of what a record holds, mostly one.
	numbers func(record) []int
	// text is in the data of the record that holds n.
	text func(n int) string
	// cursor is what a request brings to go on behind a record.
	cursor func(request) string
	// sent is the cursor that is due behind a record, if it is not the record's ID.
	sent func(record) string
}

// A fault is something that happens to a feed which has seen two records, before the server
// has two more.
type fault struct {
	name string
	// keepalive is the option that the fault takes to be noticed.
	keepalive harness.Args
	happen    func(t *testing.T, w *wire, s *source)
	// types are those of the error that may tell of it first.
	types []string
}

var (
	cut = fault{
		name: "cut (RST)", types: []string{"network"},
		happen: func(_ *testing.T, w *wire, s *source) { behindTheBack(w, s, w.cut) },
	}
	finished = fault{
		name: "closed (FIN)", types: []string{"network", "end"},
		happen: func(_ *testing.T, w *wire, s *source) { behindTheBack(w, s, w.finish) },
	}
	torn = fault{
		name: "torn within a record", types: []string{"network"},
		happen: func(_ *testing.T, w *wire, s *source) {
			w.tear(12)
			s.publish(3)
		},
	}
	silent = fault{
		name: "silent", types: []string{"stall"}, keepalive: harness.Args{"timeoutMs": 1000},
		happen: func(t *testing.T, w *wire, s *source) {
			w.silence(t)
			s.publish(3)
		},
	}
	restarted = fault{
		name: "the server restarted", types: []string{"network", "end", "server"},
		happen: func(_ *testing.T, w *wire, s *source) {
			s.server.stop()
			s.server.start()
			s.publish(3)
		},
	}
	killed = fault{
		name: "the server killed", types: []string{"network", "end"},
		happen: func(_ *testing.T, w *wire, s *source) {
			s.server.kill()
			s.server.start()
			s.publish(3)
		},
	}
)

// behindTheBack does something to a wire, over which nothing comes until the server has had
// the next record.
func behindTheBack(w *wire, s *source, do func()) {
	w.refuse(true)
	do()
	s.publish(3)
	w.refuse(false)
}

// goesOn puts a source to faults, one after the other, each with a topic of its own: nothing
// is lost, nothing comes twice, and the cursor that went back is that of the last record.
func goesOn(t *testing.T, page *harness.Page, sourceOf func(t *testing.T, topic string) *source, faults ...fault) {
	t.Helper()
	for i, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			s := sourceOf(t, "topic"+strconv.Itoa(i+1))
			to := s.front
			if to == "" {
				to = s.server.address
			}
			text := s.text
			if text == nil {
				text = func(n int) string { return fmt.Sprintf(`{"n":%d}`, n) }
			}
			w := lay(t, to)
			if f.keepalive != nil {
				init := harness.Args{"keepalive": f.keepalive}
				maps.Copy(init, s.init)
				s.init = init
			}
			r := read(page, w.url+s.path, s.setting)
			defer r.close()
			r.until(s.begun)
			s.publish(1)
			require.Len(t, r.until(harness.Args{"Records": 1}).Records, 1)
			s.publish(2)
			seen := harness.Args{"Records": 2}
			maps.Copy(seen, s.settled)
			before := r.until(seen)
			require.Len(t, before.Records, 2)
			require.Subset(t, f.types, before.types()) // a slow machine is silent too
			asked := len(w.asked())
			f.happen(t, w, s)
			s.publish(4)
			got := r.until(harness.Args{"Text": text(4), "Errors": 1})
			var numbers []int
			for _, record := range got.Records {
				numbers = append(numbers, s.numbers(record)...)
			}
			assert.Equal(t, []int{1, 2, 3, 4}, numbers)
			assert.Empty(t, got.Gaps)
			for _, data := range got.Malformed { // the pieces of what was torn
				assert.False(t, json.Valid([]byte(data)), data)
			}
			require.NotEmpty(t, got.Errors)
			assert.Contains(t, f.types, got.Errors[0].Type, got.Errors[0].Message)
			requests := w.asked()
			require.Greater(t, len(requests), asked)
			due := before.Records[1].ID
			if s.sent != nil {
				due = s.sent(before.Records[1])
			}
			var cursors []string
			for _, r := range requests[asked:] {
				cursors = append(cursors, s.cursor(r))
			}
			assert.Contains(t, cursors, due, "the cursors that went back")
		})
	}
}

// cutAhead cuts a source ahead of its first record, has one published behind its back, and
// gives what the page saw when another one came.
func cutAhead(t *testing.T, page *harness.Page, s *source) (numbers []int, gaps []string) {
	t.Helper()
	w := lay(t, s.server.address)
	r := read(page, w.url+s.path, s.setting)
	defer r.close()
	r.until(s.begun)
	behindTheBack(w, s, w.cut)
	r.until(harness.Args{"Opens": 2})
	s.publish(4)
	got := r.until(harness.Args{"Text": s.text(4)})
	for _, record := range got.Records {
		numbers = append(numbers, s.numbers(record)...)
	}
	return numbers, got.Gaps
}

// givesUp puts an answer that waits, and is not asked for again, to faults when the page has
// seen so much of it: what came stays, the page is told, and nothing is sent twice.
func givesUp(t *testing.T, page *harness.Page, server *process, path string, init, seen harness.Args) {
	t.Helper()
	brokenOff(t, page, server, path, init, seen, func(t *testing.T, before, got sighting) {
		t.Helper()
		assert.Equal(t, before.Records, got.Records)
	})
}

// brokenOff does the same with any answer, of which more may come than the page has seen.
func brokenOff(t *testing.T, page *harness.Page, server *process, path string, init, seen harness.Args, compare func(t *testing.T, before, got sighting)) {
	t.Helper()
	for _, f := range []struct {
		name, kind string
		happen     func(*wire)
	}{
		{"cut (RST)", "network", func(w *wire) { w.cut() }},
		{"closed (FIN)", "network", func(w *wire) { w.finish() }},
		{"silent", "stall", func(w *wire) { w.silence(t) }},
		{"left by a server that restarts", "network", func(*wire) { server.stop(); server.start() }},
	} {
		t.Run("an answer that is "+f.name, func(t *testing.T) {
			w := lay(t, server.address)
			asked := harness.Args{"method": "POST"}
			if f.kind == "stall" { // a slow machine is silent too
				asked["keepalive"] = harness.Args{"timeoutMs": 1000, "connectMs": 30000}
			}
			maps.Copy(asked, init)
			r := read(page, w.url+path, setting{init: asked})
			before := r.until(seen)
			f.happen(w)
			got := r.until(harness.Args{"Over": 1})
			refused(t, got, f.kind)
			assert.Equal(t, f.kind, got.Threw)
			compare(t, before, got)
			assert.Len(t, w.asked(), 1)
		})
	}
}
