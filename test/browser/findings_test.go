package browser

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// A finding is an input that people met, and what is right: what listeners are told, what was
// asked for, and, in loops too, which records come and how it ends.
type finding struct {
	name      string
	url       string // behind the server's; /v1 if not given
	options   opts
	functions []string // what findings.js knows by name
	turns     []turn
	denies    bool     // CORS does not let pages send Last-Event-ID
	asked     []string // one request if not given
	told      []string
	says      []string // parts of the messages
	code      string
	body      string    // a part of what a failure shows
	ids       []string  // lastEventId of the records
	json      []string  // what the records are, in notation
	waits     []float64 // that the feed would have kept
	inPage    string    // why it does not run in a worker
	pieces    bool      // a record is what the network gave at once
}

type opts = map[string]any

type heard struct {
	Told, Records, IDs, JSON, Messages, Codes, Bodies []string
	Waits                                             []float64
	Cursor, End                                       string
}

// joined is heard as if the network had given all at once.
func (h heard) joined() heard {
	if last := len(h.Told) - 1; last > 0 { // loops are told of by their records
		h.Told = []string{strings.Join(h.Told[:last], ""), h.Told[last]}
	}
	h.Records, h.IDs = []string{strings.Join(h.Records, "")}, h.IDs[:1]
	return h
}

// turns are the answers of a script: ⏎ LF, ¦ the next chunk, ⏏ a clean end of the body, ✂ a
// cut, ⟳ the next request. A body that ends with neither leaves the connection open.
func turns(script string, header ...string) []turn {
	var list []turn
	for _, answer := range strings.Split(strings.ReplaceAll(script, "⏎", "\n"), "⟳") {
		body := strings.TrimRight(answer, "⏏✂")
		t := turn{body: body, cut: strings.HasSuffix(answer, "✂"), open: body == answer, header: map[string]string{}}
		for pair := range slices.Chunk(header, 2) {
			t.header[pair[0]] = pair[1]
		}
		list = append(list, t)
	}
	return list
}

// typed are the answers of a script that have another content type.
func typed(contentType, script string) []turn { return turns(script, "Content-Type", contentType) }

// refused is an answer with another status.
func refused(status int, contentType, body string) []turn {
	list := typed(contentType, body)
	list[0].status = status
	return list
}

func check(t *testing.T, page *harness.Page, c finding) {
	if c.inPage != "" {
		harness.InPageOnly(t, c.inPage)
	}
	asItIs(t, c.turns)
	ways := []string{"listen", "loop", "batches"}
	stories, urls := map[string]*story{}, map[string]string{}
	for _, way := range ways {
		stories[way] = &story{turns: slices.Clone(c.turns), denies: c.denies}
		urls[way] = harness.Serve(t, stories[way]) + c.path()
	}
	heards := harness.Call[map[string]heard](page, "findings.js", "everyWay", harness.Args{"urls": urls, "options": c.options, "functions": c.functions})
	for _, way := range ways {
		if c.pieces {
			heards[way] = heards[way].joined()
		}
		if c.asked == nil {
			assert.Len(t, stories[way].requests(), min(1, len(c.turns)), way)
		} else {
			assert.Equal(t, c.asked, stories[way].requests(), way)
		}
	}
	got := heards["listen"]
	assert.Equal(t, c.told, got.Told)
	for _, part := range c.says {
		assert.Contains(t, strings.Join(got.Messages, "\n"), part)
	}
	if c.code != "" {
		assert.Equal(t, []string{c.code}, got.Codes)
	}
	if c.body != "" {
		assert.Contains(t, strings.Join(got.Bodies, "\n"), c.body)
	}
	if c.ids != nil {
		assert.Equal(t, c.ids, got.IDs)
	}
	if c.json != nil {
		assert.Equal(t, c.json, got.JSON)
	}
	for i, wait := range c.waits {
		assert.InDelta(t, wait*3/4, got.Waits[i], wait/4, "up to half less, at random")
	}
	for _, way := range ways[1:] {
		looped := heards[way]
		assert.Equal(t, got.Records, looped.Records, way)
		assert.Equal(t, got.IDs, looped.IDs, way)
		assert.Equal(t, got.Cursor, looped.Cursor, way)
		assert.Equal(t, c.end(), looped.End, way)
	}
}

func (c finding) path() string {
	if c.url != "" {
		return c.url
	}
	return "/v1"
}

// end is how a loop is left after what listeners are told last.
func (c finding) end() string {
	last := strings.TrimSuffix(strings.TrimPrefix(c.told[len(c.told)-1], "error:"), "!")
	if last == "complete" {
		return "ends"
	}
	return "throws " + last
}

func TestFindingsOfTheStrictClass(t *testing.T) {
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	page.Expect("CORS")
	page.Expect("ERR_")
	s := &story{turns: turns("id: 6⏎retry: 300⏎data: a⏎⏎⏏⟳id: 7⏎data: b⏎⏎⏏"), denies: true}
	got := harness.Call[heard](page, "findings.js", "strictly", harness.Args{"url": harness.Serve(t, s) + "/v1"})
	assert.Equal(t, []string{"a", "error", "error", "warning:cors", "gap:no-resume", "b", "error", "error!"}, got.Told, "it comes back without the header")
	assert.Equal(t, []string{"GET /v1", "GET /v1", "GET /v1"}, s.requests())
}

// patience is how long a finding may take, which is three feeds.
const patience = 10 * time.Second

func TestFindings(t *testing.T) {
	site := harness.NewSite(t)
	for section, list := range map[string][]finding{
		"ends": endings, "signals": behindSignals(), "instead": instead, "resumption": goingOn, "ids": ids, "silence": silences, "formats": formats,
		"misnamed": misnamed, "unreadable": unreadable,
	} {
		t.Run(section, func(t *testing.T) {
			if section == "silence" {
				harness.NotIn(t, harness.Firefox, firstByte)
			}
			page := harness.OpenFor(t, site.URL+"/module.html", time.Duration(len(list))*patience)
			page.Expect("CORS")
			page.Expect("ERR_")
			for _, c := range list {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel() // each has a server of its own, and waits for most of its time
					check(t, page.For(t), c)
				})
			}
		})
	}
}
