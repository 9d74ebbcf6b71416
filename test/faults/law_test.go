package faults

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A report is what cell.js tells of a feed.
type report struct {
	Key         string
	Words       []string  // what the page was told, in order
	Waits       []float64 // proposed at each failure, ms; -1 is none
	Attempts    []int
	Lives       []float64 // of the connections that failed, ms
	Bytes       []string  // of malformed records, base64
	Moved       bool
	State       int
	LastEventID string
	Stats       struct {
		Records, Keepalives, Malformed, Duplicates, Reconnects int
	}
}

var (
	runs   = regexp.MustCompile(`^(\d+)(?:-(\d+))?$`)
	digits = regexp.MustCompile(`\d+`)
)

// number is the number in a text such as a cursor, 0 if there is none.
func number(text string) int {
	n, _ := strconv.Atoi(digits.FindString(text))
	return n
}

// records are those that were delivered, in that order.
func (r *report) records() (list []int) {
	for _, word := range r.Words {
		bounds := runs.FindStringSubmatch(word)
		if bounds == nil {
			continue
		}
		from, to := number(bounds[1]), max(number(bounds[1]), number(bounds[2]))
		for n := from; n <= to; n++ {
			list = append(list, n)
		}
	}
	return list
}

// law is what holds of every cell, whatever was done to the feed: nothing is lost that
// the protocol could give back, nothing comes twice, all is in order; the end is told,
// once, and what the feed says of itself is so.
func law(t assert.TestingT, c *cell, r *report) {
	got := r.records()
	if c.loose && c.protocol.plain {
		assert.True(t, slices.Equal(slices.Compact(slices.Sorted(slices.Values(got))), got), "in order, and none twice: %v", r.Words)
	} else {
		assert.True(t, slices.Equal(c.due(), got), "all that can be given back, once and in order: %v", r.Words)
	}
	ends := 0
	for _, word := range r.Words {
		if strings.HasSuffix(word, "!") {
			ends++
		}
	}
	assert.Equal(t, 1, ends, "one final failure")
	last := slices.DeleteFunc(slices.Clone(r.Words), runs.MatchString)
	assert.True(t, strings.HasSuffix(last[len(last)-1], "!"), "and nothing after it")
	assert.Equal(t, 2, r.State)
	told := r.count("malformed:")
	assert.Equal(t, told, r.Stats.Malformed)
	assert.Equal(t, max(0, r.count("open")-1), r.Stats.Reconnects)
	assert.Equal(t, len(got)+r.count("not a record: "), r.Stats.Records)
	assert.Len(t, r.Bytes, told)
	if !c.loose {
		assert.Equal(t, c.id(c.cursor), r.LastEventID, "the cursor at the end")
	}
}

// due are the records that can be given back.
func (c *cell) due() (list []int) {
	for n := 1; n <= c.count; n++ {
		if !c.gone[n] {
			list = append(list, n)
		}
	}
	return list
}

func (r *report) count(prefix string) (n int) {
	for _, word := range r.Words {
		if strings.HasPrefix(word, prefix) {
			n++
		}
	}
	return n
}

// check holds a report to its cell's script, word by word.
func check(t *testing.T, c *cell, r *report, s *session) {
	t.Helper()
	law(t, c, r)
	told(t, c, r, s)
	assert.Equal(t, c.ways["moves"] == true, r.Moved, "origin of the events")
	if !c.loose {
		assert.Equal(t, c.told(), c.heard(r), "what the page was told")
		waits(t, c, r)
	}
}

// checkLoop does the same for a page that reads by a loop: its records come when the loop
// asks for them, behind what tells of the connection.
func checkLoop(t *testing.T, c *cell, r *report, s *session) {
	t.Helper()
	law(t, c, r)
	told(t, c, r, s)
	events := func(words []string) []string {
		return slices.DeleteFunc(slices.Clone(words), func(word string) bool {
			return runs.MatchString(word) || strings.HasPrefix(word, "not a record")
		})
	}
	assert.Equal(t, events(c.told()), events(c.heard(r)), "what a page with a loop was told")
}

// told holds what server and page tell of themselves to the script.
func told(t *testing.T, c *cell, r *report, s *session) {
	t.Helper()
	assert.True(t, s.left(), "the page has let go of every connection")
	assert.Equal(t, c.repeated, r.Stats.Duplicates)
	if c.keepalives >= 0 {
		assert.Equal(t, c.keepalives, r.Stats.Keepalives)
	}
	for _, text := range r.Bytes {
		bad, err := base64.StdEncoding.DecodeString(text)
		assert.NoError(t, err)
		assert.True(t, bytes.Contains(s.sent, bad), "malformed bytes were written so: %q", bad)
	}
	if !c.loose {
		assert.Equal(t, c.cursors(), s.asked, "cursors of the requests")
	}
}

// told is what the script has the page told.
func (c *cell) told() (words []string) {
	for i := range c.steps {
		words = append(words, c.steps[i].told...)
	}
	return words
}

// heard is what the page was told, but for what the browser makes of half a block.
func (c *cell) heard(r *report) []string {
	return slices.DeleteFunc(slices.Clone(r.Words), func(word string) bool {
		return c.squeezed && (word == "malformed:truncated" || strings.HasPrefix(word, "not a record: "))
	})
}

// cursors are those that the script's requests bring.
func (c *cell) cursors() (list []string) {
	for i := range c.steps {
		if c.steps[i].play != nil {
			list = append(list, c.steps[i].cursor)
		}
	}
	return list
}
