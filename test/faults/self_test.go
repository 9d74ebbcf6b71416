package faults

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// complaints are what the law says.
type complaints int

func (c *complaints) Errorf(string, ...any) { *c++ }

// A law that everything passes would show nothing.
func TestLawIsBroken(t *testing.T) {
	c := newCell(protocols[1], "", "").rest()
	good := func() *report {
		r := &report{Words: []string{"open", "1-3", "malformed:x", "error:network", "open", "4-6", "error:end", "error:no-content 204!"}}
		r.State, r.LastEventID, r.Bytes = 2, "r6", []string{""}
		r.Stats.Records, r.Stats.Malformed, r.Stats.Reconnects = 6, 1, 1
		return r
	}
	for name, spoil := range map[string]func(r *report){
		"":                        func(*report) {},
		"a loss":                  func(r *report) { r.Words[5] = "5-6"; r.Stats.Records = 5 },
		"a loss at the end":       func(r *report) { r.Words[5] = "4-5"; r.Stats.Records = 5 },
		"a repeat":                func(r *report) { r.Words[5] = "3-6"; r.Stats.Records = 7 },
		"a record too many":       func(r *report) { r.Words[5] = "4-7"; r.Stats.Records = 7 },
		"disorder":                func(r *report) { r.Words[1], r.Words[5] = r.Words[5], r.Words[1] },
		"no end":                  func(r *report) { r.Words = r.Words[:7] },
		"two ends":                func(r *report) { r.Words[3] += "!" },
		"something after the end": func(r *report) { r.Words = append(r.Words, "open") },
		"a feed that stays open":  func(r *report) { r.State = 0 },
		"a cursor that is behind": func(r *report) { r.LastEventID = "r5" },
		"a count that is wrong":   func(r *report) { r.Stats.Malformed = 0 },
	} {
		r, said := good(), complaints(0)
		r.Words = slices.Clone(r.Words)
		spoil(r)
		law(&said, c, r)
		assert.Equal(t, name != "", said > 0, name)
	}
}
