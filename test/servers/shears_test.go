package servers

import (
	"fmt"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A numbering is a server that is a library, within this process: it has a record for each number.
type numbering struct {
	setting
	path string
	// serve answers with the numbers behind the one that a request goes on from, and then leaves
	// the answer open, or ends it.
	serve func(w http.ResponseWriter, r *http.Request, behind func(cursor string) iter.Seq[int])
	// read is the number and the text of a record.
	read func(t *testing.T, r record) (n int, text string)
	// listen serves a handler, if not to any page in this process, and returns its address.
	listen func(t *testing.T, handler http.HandlerFunc) string
	// ends says that the answer that is whole says so.
	ends bool
}

// wording is the text that a record has by its number: of all lengths, and not of ASCII.
func wording(n int) string { return strconv.Itoa(n) + strings.Repeat(" ☃", n%53) }

// A supply has numbers as long as there is something to cut, and then ten more.
type supply struct {
	*shears
	closing sync.Once
	last    int
	closed  chan struct{} // when last is known
}

func (s *supply) behind(cursor string) iter.Seq[int] {
	return func(yield func(int) bool) {
		n, _ := strconv.Atoi(cursor)
		for n++; ; n++ {
			if !s.open() {
				s.closing.Do(func() {
					s.last = n + 10
					close(s.closed)
				})
				if n > s.last {
					return
				}
			}
			if !yield(n) {
				return
			}
		}
	}
}

// cutAgainAndAgain cuts a numbering: each of its records comes once, and in order.
func cutAgainAndAgain(t *testing.T, page *harness.Page, s numbering) {
	t.Helper()
	numbers := &supply{shears: newShears(4000), closed: make(chan struct{})}
	listen := s.listen
	if listen == nil {
		listen = servedToAnyPage
	}
	w := lay(t, listen(t, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, numbers.behind) }))
	w.cutAgainAndAgain(numbers.shears)
	r := read(page, w.url+s.path, setting{init: s.init, by: with(s.by, harness.Args{"hurried": true})})
	defer r.close()
	select {
	case <-numbers.closed:
	case <-time.After(patience / 3):
		require.Fail(t, "the feed was not cut so often", "%d cuts are left", numbers.left.Load())
	}
	wanted := harness.Args{"Records": numbers.last}
	if s.ends {
		wanted["Over"] = 1
	}
	got := r.until(wanted)
	inOrder(t, got, s.read)
	assert.GreaterOrEqual(t, len(got.Records), numbers.last)
	require.NotEmpty(t, got.Errors)
	last := got.Errors[len(got.Errors)-1]
	assert.Equal(t, s.ends, last.Type == "complete", last.Message)
}

// inOrder asserts that the records are those from 1 on, each once.
func inOrder(t *testing.T, got sighting, read func(t *testing.T, r record) (n int, text string)) {
	t.Helper()
	for i, record := range got.Records {
		n, text := read(t, record)
		require.Equal(t, i+1, n)
		require.Equal(t, wording(n), text)
		if record.Value != nil {
			require.JSONEq(t, fmt.Sprintf(`{"n":%d,"text":%q}`, n, text), string(record.Value))
		}
	}
	assert.Empty(t, got.Gaps)
}

func servedToAnyPage(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	return served(t, toAnyPage(handler))
}

// toAnyPage lets pages of all origins ask.
func toAnyPage(handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Expose-Headers", "*")
		if r.Method != http.MethodOptions {
			handler(w, r)
			return
		}
		w.Header().Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
		w.Header().Set("Access-Control-Max-Age", "600")
		w.WriteHeader(http.StatusNoContent)
	}
}

// send writes a record at once, and reports whether there is still somebody to write to.
func send(w http.ResponseWriter, record []byte) bool {
	_, err := w.Write(record)
	return err == nil && http.NewResponseController(w).Flush() == nil
}
