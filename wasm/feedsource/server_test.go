//go:build !js

package feedsource

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

// server answers the requests of a feed by a script, an answer each, within the test's own time. Behind the last it asks not to come
// back.
type server struct {
	mu      sync.Mutex
	answers []answer
	asked   []*http.Request
	bodies  []string
}

// answer makes the response to a request, or says why there is none.
type answer func(*http.Request) (*http.Response, error)

func serve(answers ...answer) *server { return &server{answers: answers} }

// RoundTrip implements [http.RoundTripper].
func (s *server) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	sent, _ := io.ReadAll(r.Body)
	s.asked, s.bodies = append(s.asked, r), append(s.bodies, string(sent))
	reply := status(http.StatusNoContent)
	if len(s.answers) > 0 {
		reply, s.answers = s.answers[0], s.answers[1:]
	}
	s.mu.Unlock()
	response, err := reply(r)
	if err != nil {
		return nil, err
	}
	response.Request = r
	return response, nil
}

// requests are what was asked of a header, in order.
func (s *server) requests(header string) (list []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.asked {
		list = append(list, r.Header.Get(header))
	}
	return list
}

func response(status int, body io.ReadCloser, lines ...string) *http.Response {
	r := &http.Response{StatusCode: status, Status: fmt.Sprint(status, " ", http.StatusText(status)), Header: http.Header{}, Body: body}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	return r
}

// status answers without a body.
func status(code int, lines ...string) answer {
	return func(*http.Request) (*http.Response, error) { return response(code, http.NoBody, lines...), nil }
}

// body answers with a whole body.
func body(text string, lines ...string) answer {
	return func(*http.Request) (*http.Response, error) {
		return response(http.StatusOK, io.NopCloser(strings.NewReader(text)), lines...), nil
	}
}

// piped answers with a body that comes as the test writes it. It ends when the request is given up.
func piped(to **io.PipeWriter, lines ...string) answer {
	return func(r *http.Request) (*http.Response, error) {
		in, out := io.Pipe()
		*to = out
		context.AfterFunc(r.Context(), func() { _ = in.CloseWithError(r.Context().Err()) })
		return response(http.StatusOK, in, lines...), nil
	}
}

// cut answers with a body that breaks off.
func cut(text string, cause error, lines ...string) answer {
	return func(*http.Request) (*http.Response, error) {
		return response(http.StatusOK, io.NopCloser(io.MultiReader(strings.NewReader(text), failing{cause})), lines...), nil
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// refuse gives no answer.
func refuse(err error) answer {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

const (
	where  = "https://feeds.example/news?token=secret"
	events = "Content-Type: text/event-stream"
	lines  = "Content-Type: application/x-ndjson"
)

// opened opens a feed that ends with its test.
func opened(t *testing.T, s *server, o Options) *Feed {
	t.Helper()
	o.Client = &http.Client{Transport: s}
	f, err := Open(t.Context(), where, o)
	require.NoError(t, err)
	return f
}

// told are the events of a feed in words, to its end.
func told(f *Feed) (words []string) {
	for event := range f.Events() {
		words = append(words, word(event))
	}
	return words
}

func word(event Event) string {
	switch e := event.(type) {
	case *OpenEvent:
		return "open"
	case *Record:
		return strings.TrimPrefix(fmt.Sprintf("%s %s#%s", e.Type, e.Data, e.LastEventID), "message ")
	case *Error:
		text := "error:" + string(e.Type)
		if e.Status != 0 {
			text += fmt.Sprint(" ", e.Status)
		}
		if e.Final {
			text += "!"
		}
		return text
	case *KeepAliveEvent:
		return fmt.Sprintf("keepalive:%s %s", e.Kind, e.Data)
	case *MalformedEvent:
		return fmt.Sprintf("malformed:%s %s", e.Reason, e.Data)
	case *GapEvent:
		return "gap:" + string(e.Reason)
	case *StallEvent:
		return "stall"
	case *LagEvent:
		return "lag"
	case *WarningEvent:
		return "warning:" + string(e.Reason)
	}
	return fmt.Sprintf("%T", event)
}

// inBubble runs a test in a time of its own, which goes on as soon as everybody waits.
func inBubble(t *testing.T, run func(t *testing.T)) { synctest.Test(t, run) }
