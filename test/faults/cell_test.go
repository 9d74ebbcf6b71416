package faults

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/feedsource/feedsource/test/harness"
)

// A cell is one feed against one script.
type cell struct {
	key          string
	fault, place string
	protocol     *protocol
	options      map[string]any // of the feed, beyond the protocol's
	ways         map[string]any // what the page does besides: see cell.js
	count        int            // records that the server has
	allows       string         // the headers that a preflight permits
	steps        []step
	// gone are the records that the protocol cannot give back.
	gone map[int]bool
	// wait is how long the server asked to wait after the fault, in ms.
	wait float64
	// once says that no request brings a cursor.
	once bool
	// useful says that the first link has lived for so long that its end is no failure.
	useful bool
	// keepalives is how many are told, -1 for what the protocol's own rules make of it.
	keepalives int
	repeated   int // records that come twice, and are dropped
	// served says that the server behaves at the end: its feed has got all there is.
	served bool
	lost   []int // lines of which the server does not know that they did not arrive
	// squeezed says that it is open how much of a compressed block is seen.
	squeezed bool
	// loose cells are cut at a place that nobody knows: only the law holds for them.
	loose bool
	// differs says why the protocol does something else on purpose.
	differs string
	// browsers says that without CORS there is no such fault.
	browsers bool

	opened bool  // once at least
	atOnce []int // failures behind which the cursor's header is put to the test
	missed bool  // the page was told that records may have been lost ahead of the first cursor

	next   int // the record that the server has not sent
	cursor int // the page's; 0 is none
}

// A step is what a server does to one request, and what the page is told of it. Without
// a play the request does not reach the server.
type step struct {
	play   func(*reply)
	told   []string
	cursor string // that the request brings
}

// few is how many records most servers have.
const few = 6

func newCell(p *protocol, fault, place string) *cell {
	return &cell{
		fault: fault, place: place, protocol: p, options: p.options(), ways: map[string]any{}, count: few,
		allows: "Last-Event-ID", gone: map[int]bool{}, keepalives: -1, next: 1,
	}
}

// at is the step for the n-th request that reaches the server, from 0; nil is behind the
// last.
func (c *cell) at(n int) *step {
	for i := range c.steps {
		if c.steps[i].play == nil {
			continue
		}
		if n == 0 {
			return &c.steps[i]
		}
		n--
	}
	return nil
}

// id is a record's cursor as the page gets it.
func (c *cell) id(n int) string {
	if n == 0 || c.protocol.plain {
		return ""
	}
	return "r" + strconv.Itoa(n)
}

// sent is the cursor as a request brings it.
func (c *cell) sent() string {
	switch id := c.id(c.cursor); {
	case id == "" || c.once:
		return ""
	case c.protocol.query != "":
		return c.protocol.query + "=" + id
	default:
		return "Last-Event-ID: " + id
	}
}

// step adds one.
func (c *cell) step(play func(*reply), told ...string) *cell {
	c.steps = append(c.steps, step{play, c.opens(told), c.sent()})
	return c
}

// opens adds what is told behind an opening: that records may have been lost ahead of the
// first cursor, once, where the feed has cursors and its answer does not begin anew. Of an event
// stream that shows behind its first records.
func (c *cell) opens(told []string) []string {
	if len(told) == 0 || told[0] != "open" {
		return told
	}
	behind := 0
	if c.protocol.query == "" {
		behind = slices.IndexFunc(told, runs.MatchString)
	}
	resumes := !c.protocol.plain && !c.once && c.options["format"] != "json-array"
	misses := resumes && c.opened && !c.missed && c.cursor == 0 && behind >= 0
	c.opened, c.missed = true, c.missed || misses
	if !misses {
		return told
	}
	return slices.Insert(slices.Clone(told), behind+1, "gap:no-resume")
}

// probed adds the request without the cursor's header that follows one which got no
// response: CORS may have refused that header. What answers it waits, and is given up when
// the next request with the header gets through. A blank line is for Firefox, which has no response without it.
func (c *cell) probed() *cell {
	if !c.protocol.is("sse") || c.sent() == "" || c.protocol.native {
		return c
	}
	c.hurried()
	c.steps = append(c.steps, step{func(r *reply) { r.head(200); r.chunk([]byte("\n")); r.silence() }, nil, ""})
	return c
}

// hurried says that the next attempt follows at once behind the failure that was told last:
// without the cursor's header.
func (c *cell) hurried() {
	n := 0
	for _, word := range c.told() {
		if strings.HasPrefix(word, "error:") {
			n++
		}
	}
	c.atOnce = append(c.atOnce, n)
}

// with sets an option of the feed.
func (c *cell) with(name string, value any) *cell {
	c.options[name] = value
	return c
}

// doing has the page do something besides.
func (c *cell) doing(name string, value any) *cell {
	c.ways[name] = value
	return c
}

// run names the records from one to another as cell.js does.
func run(from, to int) []string {
	switch {
	case from > to:
		return nil
	case from == to:
		return []string{strconv.Itoa(from)}
	}
	return []string{fmt.Sprintf("%d-%d", from, to)}
}

// An ending is how a connection ends, and what the page is told of it.
type ending struct {
	name string
	do   func(*reply)
	told []string
	// whole says that the page cannot tell it from the end of a whole body.
	whole bool
}

var (
	reset  = ending{"TCP reset", func(r *reply) { r.heard(); r.reset() }, []string{"error:network"}, false}
	clean  = ending{"Clean end", func(r *reply) { r.end() }, []string{"error:end"}, true}
	short  = stopsShort()
	torn   = ending{"Body that stops short", func(r *reply) { r.heard() }, []string{"error:network"}, false}
	silent = ending{"Half-open silence", (*reply).silence, []string{"stall", "error:stall"}, false}
)

// stopsShort is a connection that is closed within a body: to WebKitGTK an end like another.
func stopsShort() ending {
	how := torn
	if harness.Browser() == harness.WebKit {
		how.told, how.whole = clean.told, true
	}
	return how
}

// tells is what the page is told of an ending.
func (c *cell) tells(how ending) []string {
	if how.whole && (c.once || c.protocol.is("json-array")) {
		return []string{"error:incomplete"}
	}
	return slices.Clone(how.told)
}

// sends has a connection bring records up to the one before n, and then part of that.
func (c *cell) sends(n int, part part, how ending) *cell {
	return c.writes(n, part, how, func(r *reply, body, piece []byte) {
		r.head(200)
		r.chunk(append(body, piece...))
		how.do(r)
	})
}

// writes is sends for a connection that write has its own way with.
func (c *cell) writes(n int, part part, how ending, write func(r *reply, body, piece []byte)) *cell {
	if how.name == reset.name || how.name == short.name {
		c.doing("heard", true)
	}
	p, from := c.protocol, c.next
	body, piece := p.body(from, n-1), p.piece(n, n == from, part)
	sent := c.sent()
	told, to := []string{"open"}, n-1
	var found []string
	switch what := p.finds(part, how); what {
	case "":
	case "record":
		to = n
	case "line":
		found = []string{"not a record: " + strings.ToValidUTF8(string(piece), "\uFFFD")}
	default:
		found = []string{what}
	}
	if len(body)+len(piece) == 0 && how.name != clean.name {
		told = headAlone(told...)
	}
	told = c.opens(told)
	c.steps = append(c.steps, step{
		func(r *reply) { write(r, append([]byte(nil), body...), piece) },
		append(append(append(told, run(from, to)...), found...), c.tells(how)...), sent,
	})
	if len(told) == 0 && how.name != silent.name {
		c.probed()
	}
	if c.cursor = max(c.cursor, to); p.plain {
		c.cursor = 0
	}
	c.next = to + 1
	if part > beat && to < n && p.plain {
		c.gone[n], c.lost = true, append(c.lost, n)
		c.next = n + 1
	}
	return c
}

// headAlone is what a page is told of a response of which no byte of a body comes: in Firefox that is no response.
func headAlone(told ...string) []string {
	if harness.Browser() == harness.Firefox {
		return told[1:] // without open
	}
	return told
}

// finds tells what becomes of a record of which a part came ahead of an ending: a record,
// a complaint or nothing. Nobody can tell a line that was cut from a shorter one.
func (p *protocol) finds(part part, how ending) string {
	switch {
	case part <= beat:
		return ""
	case p.is("lines") && how.whole && part >= undelimited:
		return "record"
	case p.is("lines") && how.whole:
		return "line"
	case part == splitCRLF && p.is("sse", "json-cr"), part >= undelimited && p.prompt:
		return "record" // it was whole ahead of the end
	case p.is("sse"):
		return "" // an event stream drops an unfinished event, as the standard says
	case part >= undelimited && !p.plain:
		return "record" // it shows its own end
	}
	return "malformed:truncated"
}

// rest has the server behave: it sends what is left and ends the body, and tells who
// asks again not to come back.
func (c *cell) rest() *cell {
	return c.ends(func(r *reply) { r.head(200) })
}

// ends is rest behind a head of its own.
func (c *cell) ends(head func(*reply)) *cell {
	c.served = true
	body := append(c.protocol.body(c.next, c.count), c.protocol.shut...)
	c.step(func(r *reply) { head(r); r.chunk(body); r.end() }, append([]string{"open"}, run(c.next, c.count)...)...)
	told := &c.steps[len(c.steps)-1].told
	if c.count >= c.next {
		c.cursor = c.count
	}
	if c.protocol.is("json-array") {
		*told = append(*told, "error:complete!")
		return c
	}
	*told = append(*told, "error:end")
	return c.step(func(r *reply) { r.answer(204, "") }, "error:no-content 204!")
}

// closes says that the feed was closed by the last step: what is left is not asked for.
func (c *cell) closes() *cell {
	for n := c.next; n <= c.count; n++ {
		c.gone[n] = true
	}
	return c
}

// resumed has a first connection bring two records, so that the next is one that goes on.
func (c *cell) resumed() *cell { return c.sends(3, nothing, clean) }
