package framing_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// A judgedCase is a case whose body says how it ended, or does not: then verdict is nil.
type judgedCase struct {
	framingtest.Case
	verdict *framing.Verdict
}

var complete = &framing.Verdict{Outcome: framing.Completed}

func failed(code, message string) *framing.Verdict {
	return &framing.Verdict{Outcome: framing.Failed, Code: code, Message: message}
}

func lostBy(message string) *framing.Verdict {
	return &framing.Verdict{Outcome: framing.Lost, Message: message}
}

// bare are the cases without their verdicts.
func bare(list []judgedCase) (cases []framingtest.Case) {
	for _, c := range list {
		cases = append(cases, c.Case)
	}
	return cases
}

// runJudged reads the body of each case at every cut, and compares what it says of itself.
func runJudged(t *testing.T, in framingtest.Input, list []judgedCase) {
	t.Helper()
	framingtest.Run(t, in, bare(list))
	for _, c := range list {
		t.Run(c.Name+", verdict", func(t *testing.T) {
			in := in
			if c.Limit > 0 {
				in.Limit = c.Limit
			}
			body := []byte(c.Body)
			for _, cuts := range [][]int{nil, framingtest.Each(len(body)), framingtest.Random(1, len(body)), framingtest.Random(2, len(body))} {
				assert.Equal(t, c.verdict, verdict(t, in, body, cuts), "in %d pieces", len(cuts)+1)
			}
		})
	}
}

// uncut is framingtest.Uncut for bodies that say how they end: that must be the same as well.
func uncut(t *testing.T, in framingtest.Input, body []byte, seed uint64) []string {
	t.Helper()
	whole := verdict(t, in, body, nil)
	assert.Equal(t, whole, verdict(t, in, body, framingtest.Each(len(body))), "%q", body)
	assert.Equal(t, whole, verdict(t, in, body, framingtest.Random(seed, len(body))), "%q", body)
	return framingtest.Uncut(t, in, body, seed)
}

// verdict is what a body says of itself. Nothing behind that is framed.
func verdict(t *testing.T, in framingtest.Input, body []byte, cuts []int) *framing.Verdict {
	t.Helper()
	f := in.Framer().(framing.Judge)
	s := framing.NewStream(f, framing.NewTable(in.Limit))
	in.ReadInto(t, s, body, cuts)
	said := f.Verdict()
	if said != nil {
		more := slices.Concat(body, body)
		copy(s.Reserve(len(more)), more)
		s.Commit(len(more))
		assert.Empty(t, s.Rows, "behind the verdict")
	}
	return said
}
