package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// FuzzMachine has a server, a network and a page do anything in any order, and holds the
// machine between them to what it promises after every step.
func FuzzMachine(f *testing.F) {
	for seed := range int64(100) { // all of them are played before the first new one
		f.Add(random(seed))
	}
	f.Fuzz(func(t *testing.T, script []byte) { play(t, script) })
}

// Scripts that miss half of the machine would prove little.
func TestScriptsReachEverything(t *testing.T) {
	seen := map[string]bool{}
	done := map[ActionKind]bool{}
	for seed := range int64(1000) {
		w := play(t, random(seed))
		for word := range w.reported {
			seen[word] = true
		}
		for kind := range w.done {
			done[kind] = true
		}
	}
	for kind := Dial; kind <= TellNotice; kind++ { // Remember is for answers that can be gone on with
		assert.Contains(t, done, kind)
	}
	for _, word := range []string{
		FailNetwork, FailStatus, FailNoContent, FailContentType, FailOpaque, FailRequest, FailStall, FailAway, FailServer, FailGap,
		FailEnd, FailIncomplete, FailComplete, NoticeStall, NoticeWarning,
		GapWindow, GapExpired, GapUnknown, GapNoResume, GapBackfill,
	} {
		assert.Contains(t, seen, word)
	}
}
