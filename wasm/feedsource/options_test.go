//go:build !js

package feedsource

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Headers go with every request, fresh ones too; after a 401 they are asked for once more.
func TestHeaders(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := serve(status(401), body("id: 1\ndata: a\n\n", events))
		f := opened(t, s, Options{
			Headers: http.Header{"x-key": {"k"}, "Accept": {"text/plain"}, "Origin": {"https://elsewhere.example"}},
			HeadersFunc: func(_ context.Context, state State) (http.Header, error) {
				return http.Header{"Authorization": {"Bearer " + string(rune('0'+state.Attempt)) + state.LastEventID}}, nil
			},
		})
		assert.Equal(t, []string{"error:status 401", "open", "a#1", "error:end", "error:no-content 204!"}, told(f))
		assert.Equal(t, []string{"Bearer 1", "Bearer 2", "Bearer 31"}, s.requests("Authorization"))
		assert.Equal(t, []string{"k", "k", "k"}, s.requests("X-Key"))
		assert.Equal(t, "text/plain", s.requests("Accept")[0])
		assert.Equal(t, "https://elsewhere.example", s.requests("Origin")[0], "which no browser lets a page set")
	})
}

// A function that fails is told as what it is, and asked again.
func TestFunctionsThatFail(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		cause := errors.New("no token")
		f := opened(t, serve(), Options{
			Reconnect:   &Reconnect{MaxAttempts: 2},
			HeadersFunc: func(context.Context, State) (http.Header, error) { return nil, cause },
		})
		assert.Equal(t, []string{"error:request", "error:request!"}, told(f))
		assert.ErrorIs(t, f.Err(), cause)
		assert.ErrorContains(t, f.Err(), "https://feeds.example/news: the request could not be made (no token); the feed is closed.")
	})
}

// A function that does not answer is not waited for for ever.
func TestFunctionsThatHang(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := opened(t, serve(), Options{
			Reconnect: once, Keepalive: &Keepalive{Connect: time.Second},
			HeadersFunc: func(ctx context.Context, _ State) (http.Header, error) { <-ctx.Done(); return nil, ctx.Err() },
		})
		assert.Equal(t, []string{"error:request!"}, told(f))
		assert.ErrorContains(t, f.Err(), "HeadersFunc has not answered within 1.0 s")
		<-f.Done()
	})
}

// A function gives the URL of every request.
func TestURLFunc(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := serve(body("id: 1\ndata: a\n\n", events))
		f, err := Open(t.Context(), "", Options{
			Client: &http.Client{Transport: s},
			URLFunc: func(_ context.Context, state State) (string, error) {
				return "https://feeds.example/" + state.LastEventID, nil
			},
		})
		require.NoError(t, err)
		told(f)
		assert.Equal(t, []string{"GET /", "GET /1"}, s.asks())
		assert.Equal(t, "https://feeds.example/1", f.URL())
	})
}

// A request that is not GET is sent once, and with its body.
func TestPostIsSentOnce(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := serve(cut("1\n", io.ErrUnexpectedEOF, lines))
		f := opened(t, s, Options{Method: "post", Body: []byte(`{"q":1}`)})
		assert.Equal(t, []string{"open", "1#", "error:network!"}, told(f))
		assert.Equal(t, []string{"POST /news?token=secret"}, s.asks())
		assert.Equal(t, []string{`{"q":1}`}, s.bodies)
	})
}

// Waits grow with jitter from the program's own source, and are the same each time that this is.
func TestWaitsAreSeeded(t *testing.T) {
	waits := func() (list []time.Duration) {
		inBubble(t, func(t *testing.T) {
			s := serve(status(503), status(503), status(503), status(429, "Retry-After: 7"), status(503))
			f := opened(t, s, Options{Reconnect: &Reconnect{MaxAttempts: 5}, Random: rand.New(rand.NewPCG(1, 2)).Float64})
			for event := range f.Events() {
				if e := event.(*Error); !e.Final {
					list = append(list, e.RetryIn)
				}
			}
		})
		return list
	}
	first := waits()
	require.Len(t, first, 4)
	assert.Equal(t, first, waits())
	for i, most := range []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second} {
		assert.GreaterOrEqual(t, first[i], most/2)
		assert.LessOrEqual(t, first[i], most)
	}
	assert.GreaterOrEqual(t, first[3], 7*time.Second)
	assert.LessOrEqual(t, first[3], 7700*time.Millisecond)
}

// The program can decide whether and when to try again.
func TestDelay(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var asked []bool
		f := opened(t, serve(status(404), status(503), status(404)), Options{Reconnect: &Reconnect{Delay: func(e *Error) time.Duration {
			asked = append(asked, e.Final)
			switch len(asked) {
			case 1:
				return time.Hour
			case 2:
				return AsProposed
			}
			return Stop
		}}})
		began := time.Now()
		assert.Equal(t, []string{"error:status 404", "error:status 503", "error:status 404!"}, told(f))
		assert.Equal(t, []bool{true, false, true}, asked)
		assert.Greater(t, time.Since(began), time.Hour)
	})
}

// A budget of time ends a row of failures.
func TestMaxElapsed(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		refused := refuse(&net.OpError{Op: "dial", Err: errors.New("connection refused")})
		f := opened(t, serve(refused, refused, refused, refused, refused, refused, refused, refused, refused), Options{Reconnect: &Reconnect{MaxElapsed: time.Second}})
		began := time.Now()
		words := told(f)
		assert.Equal(t, "error:network!", words[len(words)-1])
		assert.LessOrEqual(t, time.Since(began), time.Second)
		var cause *net.OpError
		require.ErrorAs(t, f.Err(), &cause)
		assert.Equal(t, "https://feeds.example/news: no response (dial: connection refused); the feed is closed.", f.Err().Error())
	})
}

// Silence is cut, and connected again.
func TestKeepalive(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var out *io.PipeWriter
		f := opened(t, serve(piped(&out, lines)), Options{Keepalive: &Keepalive{Timeout: 20 * time.Second}})
		synctest.Wait()
		go func() { _, _ = io.WriteString(out, "1\n") }()
		var words []string
		for event := range f.Events() {
			words = append(words, word(event))
			switch e := event.(type) {
			case *Record:
				time.Sleep(9 * time.Second)
				assert.Equal(t, Fresh, f.Stats().Liveness)
			case *StallEvent:
				assert.Equal(t, []time.Duration{20 * time.Second, 20 * time.Second}, []time.Duration{e.Silent.Round(time.Second), e.Limit})
			case *Error:
				if e.Type == FailStall {
					assert.NotErrorIs(t, e, context.Canceled, "nobody has cancelled anything")
					assert.Equal(t, Stalled, f.Stats().Liveness)
				}
			}
		}
		assert.Equal(t, []string{"open", "1#", "stall", "error:stall", "error:no-content 204!"}, words)
	})
}

// A panic of the engine closes its feed, and says so.
func TestEngineThatFails(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := opened(t, serve(status(503)), Options{Random: func() float64 { panic("no dice") }})
		assert.Equal(t, []string{"error:engine!"}, told(f))
		assert.ErrorContains(t, f.Err(), "the engine failed (no dice)")
		assert.ErrorContains(t, errors.Unwrap(f.Err()), "attempt_end.go")
		<-f.Done()
	})
}
