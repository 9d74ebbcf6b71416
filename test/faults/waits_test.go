package faults

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A span is how long a feed may wait, in ms.
type span struct{ from, to float64 }

// A curve is how the waits grow after failures of one kind, as js/docs/failures.md has it.
type curve struct{ base, factor, step float64 }

var curves = map[string]curve{
	"network": {0, 1, 250}, "end": {1000, 2, 0}, "http": {5000, 2, 0}, "limit": {60000, 2, 0},
}

// kind is the curve of a failure that is not final.
func kind(failure string) string {
	switch failure {
	case "network", "stall":
		return "network"
	case "end", "incomplete":
		return "end"
	case "status 420", "status 429":
		return "limit"
	}
	return "http"
}

// spans are the waits that js/docs/failures.md promises for the failures among words, one for
// each; the last of all is final, and has none.
func (c *cell) spans(words []string) (list []span) {
	counts := map[string]int{}
	for _, word := range words {
		failure, failed := strings.CutPrefix(word, "error:")
		if !failed || strings.HasSuffix(word, "!") {
			continue
		}
		switch {
		case slices.Contains(c.atOnce, len(list)+1):
			list = append(list, span{})
			continue
		case failure == "status 401" || failure == "status 410" || c.useful && len(list) == 0:
			list = append(list, span{}) // at once: with a new token, without the cursor, or because it was of use
			continue
		case c.wait > 0 && strings.HasPrefix(failure, "status"):
			list = append(list, span{c.wait, c.wait * 1.1})
			continue
		}
		name := kind(failure)
		longest := curves[name].base
		for range counts[name] {
			longest = longest*curves[name].factor + curves[name].step
		}
		counts[name]++
		list = append(list, span{longest / 2, longest})
	}
	return list
}

// waits holds the waits that the feed proposed to those spans.
func waits(t *testing.T, c *cell, r *report) {
	t.Helper()
	if c.options["reconnect"] == false {
		return // and the page is not asked
	}
	for i, span := range c.spans(r.Words) {
		if r.Lives[i] > 9000 {
			span.from = 0 // on a slow machine a connection lives for so long that it was of use, and is back at once
		}
		assert.GreaterOrEqual(t, r.Waits[i], span.from-1, "wait after failure %d", i+1)
		assert.LessOrEqual(t, r.Waits[i], span.to+1, "wait after failure %d", i+1)
	}
	for i, attempt := range r.Attempts {
		if !c.useful {
			assert.Equal(t, i+1, attempt, "failures in a row")
		}
	}
}
