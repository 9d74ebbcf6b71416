package feeds

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// tape notes when each write came, in a bubble whose clock needs no waiting.
type tape struct {
	start time.Time
	lines []string
}

func (t *tape) Write(p []byte) (int, error) {
	t.lines = append(t.lines, fmt.Sprintf("%v %s", time.Since(t.start), p))
	return len(p), nil
}

// letters is a source of a, b, c...; the first of them are old.
type letters struct{ old, at, end int }

func (l *letters) more() bool { return l.at < l.end }
func (l *letters) due() bool  { return l.at < l.old }
func (l *letters) record() []byte {
	l.at++
	return []byte{byte('a' + l.at - 1)}
}

func TestPace(t *testing.T) {
	cases := []struct {
		name                string
		interval, keepalive time.Duration
		source              letters
		want                []string
	}{
		{"messages at their interval", time.Second, time.Minute, letters{end: 3},
			[]string{"1s a", "2s b", "3s c"}},
		{"old messages at once", time.Second, time.Minute, letters{old: 2, end: 4},
			[]string{"0s a", "0s b", "1s c", "2s d"}},
		{"beats while idle", 5 * time.Second, 2 * time.Second, letters{end: 2},
			[]string{"2s .", "4s .", "5s a", "7s .", "9s .", "10s b"}},
		{"no beat when messages are frequent", time.Second, time.Second, letters{end: 2},
			[]string{"1s a", "2s b"}},
		{"keepalive 0 is never", 5 * time.Second, 0, letters{end: 1},
			[]string{"5s a"}},
		{"interval 0 is at once", 0, time.Second, letters{end: 3},
			[]string{"0s a", "0s b", "0s c"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				out := &tape{start: time.Now()}
				p := newPace(out, c.interval, c.keepalive, []byte("."))
				assert.NoError(t, p.run(t.Context(), &c.source))
				assert.Equal(t, c.want, out.lines)
			})
		})
	}
}

func TestPaceEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left := errors.New("the client left")
		ctx, cancel := context.WithTimeoutCause(t.Context(), 2500*time.Millisecond, left)
		defer cancel()
		out := &tape{start: time.Now()}
		p := newPace(out, time.Second, time.Minute, []byte("."))
		assert.Equal(t, left, p.run(ctx, &letters{end: 9}))
		assert.Equal(t, []string{"1s a", "2s b"}, out.lines)
		assert.Equal(t, 2500*time.Millisecond, time.Since(out.start))
	})
}

// never is a filter that nothing passes.
type never struct{ looked int }

func (n *never) more() bool { return n.looked < 10 }
func (n *never) due() bool  { return false }
func (n *never) record() []byte {
	n.looked++
	return nil
}

func TestPaceRestsWhenNothingMatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		assert.NoError(t, newPace(&tape{}, 0, 0, nil).run(t.Context(), &never{}))
		assert.Equal(t, 10*restPause, time.Since(start))
	})
}
