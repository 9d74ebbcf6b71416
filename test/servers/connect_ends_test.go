package servers

import (
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"connectrpc.com/connect"
	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// answered is what a page sees of the answer of a handler.
func answered(t *testing.T, page *harness.Page, d dialect, more harness.Args, handler http.Handler) sighting {
	t.Helper()
	listen := d.listen
	if listen == nil {
		listen = servedToAnyPage
	}
	url := "http://" + listen(t, handler.ServeHTTP) + counting
	by := harness.Args{}
	if tokens, ok := more["tokens"]; ok {
		by["tokens"] = tokens
		delete(more, "tokens")
	}
	return read(page, url, setting{init: with(posting(d.init), more), by: with(d.by, by)}).until(harness.Args{"Over": 1})
}

// counted sends so many messages.
func counted(s *answering, messages int) error {
	for n := range messages {
		if err := s.Send(message(n + 1)); err != nil {
			return err
		}
	}
	return nil
}

const saying = "the handler fell over: ☃, 100%"

func connectEnds(t *testing.T, page *harness.Page, d dialect) {
	t.Helper()
	numbersOf := func(s sighting) (numbers []int) {
		for _, r := range s.Records {
			n, _ := d.read(t, r)
			numbers = append(numbers, n)
		}
		return numbers
	}
	t.Run("with all that there is", func(t *testing.T) {
		got := answered(t, page, d, nil, connectGo(func(_ *question, s *answering) error { return counted(s, 3) }))
		assert.Equal(t, []int{1, 2, 3}, numbersOf(got))
		assert.Equal(t, []string{"complete"}, got.types())
		assert.Empty(t, got.Threw)
	})
	for _, code := range []connect.Code{connect.CodeUnavailable, connect.CodeInvalidArgument, connect.CodePermissionDenied, connect.CodeUnauthenticated} {
		for sent := range 3 {
			t.Run(fmt.Sprintf("with %s behind %d messages", code, sent), func(t *testing.T) {
				got := answered(t, page, d, nil, connectGo(func(_ *question, s *answering) error {
					_ = counted(s, sent)
					return connect.NewError(code, errors.New(saying))
				}))
				assert.Len(t, got.Records, sent)
				require.Len(t, got.Errors, 1)
				refused(t, got, "server", code.String(), saying)
				assert.Equal(t, code.String(), got.Errors[0].Code)
			})
		}
	}
	for code, passes := range map[connect.Code]bool{
		connect.CodeUnavailable: true, connect.CodeInternal: true, connect.CodeResourceExhausted: true, connect.CodeAborted: true,
		connect.CodeNotFound: false, connect.CodeUnimplemented: false, connect.CodeFailedPrecondition: false,
	} {
		t.Run(fmt.Sprintf("with %s, and may be asked again", code), func(t *testing.T) {
			var asked atomic.Int32
			got := answered(t, page, d, d.resuming(), connectGo(func(_ *question, s *answering) error {
				if asked.Add(1) > 1 {
					return counted(s, 1)
				}
				return connect.NewError(code, errors.New(saying))
			}))
			if !passes {
				refused(t, got, "server", code.String(), saying)
				return
			}
			assert.Equal(t, []string{"server", "complete"}, got.types())
			assert.Equal(t, []int{1}, numbersOf(got))
		})
	}
	for sent := range 2 {
		t.Run(fmt.Sprintf("with a token that was good for %d messages", sent), func(t *testing.T) {
			more := with(d.resuming(), harness.Args{"tokens": []string{"Bearer stale", "Bearer fresh"}})
			got := answered(t, page, d, more, connectGo(func(r *question, s *answering) error {
				if r.Header().Get("Authorization") == "Bearer fresh" {
					return counted(s, 1)
				}
				_ = counted(s, sent)
				return connect.NewError(connect.CodeUnauthenticated, errors.New(saying))
			}))
			assert.Equal(t, []string{"server", "complete"}, got.types())
			assert.Len(t, got.Records, sent+1)
		})
	}
	if d.proxied {
		return
	}
	t.Run("and does not say so", func(t *testing.T) {
		got := answered(t, page, d, nil, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			connectGo(func(_ *question, s *answering) error { return counted(s, 2) }).ServeHTTP(&endless{ResponseWriter: w}, r)
		}))
		assert.Equal(t, []int{1, 2}, numbersOf(got))
		refused(t, got, "incomplete")
	})
	t.Run("before it has begun, since its codec is unknown", func(t *testing.T) {
		unknown := dialect{by: d.by, init: with(d.init, harness.Args{"headers": with(d.init["headers"].(harness.Args), harness.Args{"Content-Type": "application/connect+thrift"})})}
		got := answered(t, page, unknown, nil, connectGo(func(*question, *answering) error { return nil }))
		refused(t, got, "status", "415")
	})
}

// An endless answer lacks the envelope that says how it ended.
type endless struct {
	http.ResponseWriter
	isOver bool
}

// Write takes a piece of an envelope: connect-go writes its head apart.
func (e *endless) Write(b []byte) (int, error) {
	if e.isOver = e.isOver || len(b) == 5 && b[0]&^1 != 0; e.isOver {
		return len(b), nil
	}
	return e.ResponseWriter.Write(b)
}

func (e *endless) Flush() { _ = http.NewResponseController(e.ResponseWriter).Flush() }
