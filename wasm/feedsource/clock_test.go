//go:build !js

package feedsource

import (
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// A clock that is set, or a computer that slept, is no silence of the server's; a server that is silent after it is found out.
func TestClocksThatJump(t *testing.T) {
	for name, jump := range map[string]time.Duration{"ten minutes ahead": 10 * time.Minute, "an hour back": -time.Hour} {
		for _, dies := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				inBubble(t, func(t *testing.T) { jumps(t, jump, dies) })
			})
		}
	}
}

func jumps(t *testing.T, jump time.Duration, dies bool) {
	var offset atomic.Int64
	before := clock
	clock = func() time.Duration { return before() + time.Duration(offset.Load()) }
	defer func() { clock = before }()
	var out *io.PipeWriter
	f := opened(t, serve(piped(&out, lines)), Options{Keepalive: &Keepalive{Timeout: 20 * time.Second}})
	synctest.Wait()
	written := make(chan struct{})
	go func() {
		defer close(written)
		for n := range 20 {
			if n == 5 {
				offset.Store(int64(jump))
			}
			if n == 7 && dies {
				return
			}
			_, _ = io.WriteString(out, "1\n")
			time.Sleep(9 * time.Second)
		}
		_ = out.Close()
	}()
	words := told(f)
	<-written
	<-f.Done()
	stalls := strings.Count(strings.Join(words, " "), "error:stall")
	if dies {
		assert.Equal(t, 1, stalls, "%v", words)
		assert.EqualValues(t, 7, f.Stats().Records)
	} else {
		assert.Zero(t, stalls, "%v", words)
		assert.EqualValues(t, 20, f.Stats().Records)
	}
}
