package browser

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/recordings"
	"github.com/feedsource/feedsource/test/recordings/feedrec"
)

// A recordedFeed is what record of recorder.js gives.
type recordedFeed struct {
	File  []byte
	Heard []string
	Host  string
}

// troubled cuts the first answer within a record, when the page has had what is ahead of it; refuses the second request, goes on
// behind the cursor, ends, and asks the page not to come back.
func troubled(t *testing.T, had <-chan bool) http.HandlerFunc {
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		n++
		w.Header().Set("Content-Type", "text/event-stream")
		switch n {
		case 1:
			_, _ = fmt.Fprint(w, "id: 1\ndata: one\n\n: note\n\nid: 2\ndata: tw")
			w.(http.Flusher).Flush()
			<-had
			panic(http.ErrAbortHandler)
		case 2:
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = fmt.Fprint(w, "busy")
		case 3:
			assert.Equal(t, "1", r.Header.Get("Last-Event-ID"))
			_, _ = fmt.Fprint(w, "id: 2\ndata: two\n\nid: 3\nevent: tick\ndata: 日\n\n")
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}
}

// What a page has recorded, in whatever host the feed was, tells the same events when it is played again, in whatever
// chunks it comes; and no secret is in it.
func TestRecordingPlaysAgain(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	cut := map[bool]string{true: "error end 1", false: "error network 1"}[harness.Browser() == harness.WebKit] // which does not tell of the cut
	for _, worker := range []bool{false, true} {
		t.Run(map[bool]string{false: "page", true: "worker"}[worker], func(t *testing.T) {
			site := harness.NewSite(t)
			had := make(chan bool, 1)
			site.Handle("/troubled", troubled(t, had))
			site.Handle("/had", func(http.ResponseWriter, *http.Request) { had <- true })
			page := open(t, site, "/module.html")
			got := harness.Call[recordedFeed](page, "recorder.js", "record", harness.Args{
				"url": "/troubled?token=hush", "options": harness.Args{"worker": worker, "headers": harness.Args{"Authorization": "hush"}},
			})
			assert.Equal(t, map[bool]string{false: "page", true: "worker"}[worker], got.Host)
			assert.Equal(t, []string{
				"open", `message 1 "one"`, "keepalive", cut, "error status 503 2",
				"open", `message 2 "two"`, `tick 3 "日"`, "error end 3", "error no-content 204 4 final",
			}, got.Heard)
			recording, err := feedrec.Read(got.File)
			require.NoError(t, err)
			assert.Equal(t, []string{
				"request", "response", "chunk", "record", "keepalive", "end", "error", "wait",
				"request", "response", "chunk", "end", "error", "wait", "request", "response", "chunk", "record", "record", "end", "error", "wait",
				"request", "response", "end", "error",
			}, kinds(recording))
			lines := harness.Call[string](page, "recorder.js", "lines", harness.Args{"file": got.File})
			assert.NotContains(t, lines, "hush")
			assertPlaysAgain(t, page, got.File)
		})
	}
}

// kinds are those of all events, of several chunks of a body one; when a feed is open goes by the first chunk, or by the head.
func kinds(recording *feedrec.Recording) (list []string) {
	for _, e := range recording.Events {
		if e.Kind != "open" && (e.Kind != "chunk" || list[len(list)-1] != "chunk") {
			list = append(list, e.Kind)
		}
	}
	return list
}

// assertPlaysAgain has a page play a recording, and compares what its feed tells.
func assertPlaysAgain(t *testing.T, page *harness.Page, file []byte) {
	t.Helper()
	want, err := feedrec.Read(file)
	require.NoError(t, err)
	for _, how := range []harness.Args{{}, {"speed": 1}, {"cut": 1}, {"cut": harness.Args{"seed": 7}}} {
		lines := harness.Call[string](page, "recorder.js", "playAgain", harness.Args{"file": file, "how": how})
		got, err := feedrec.Read([]byte(lines))
		require.NoError(t, err)
		assert.Equal(t, strings.Join(want.Told(), "\n"), strings.Join(got.Told(), "\n"), "%v", how)
	}
}

// Every recording of the folder is played again, whatever browser it was made in.
func TestRecordingsOfTheFolder(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	files, err := feedrec.All()
	require.NoError(t, err)
	site := harness.NewSite(t)
	page := open(t, site, "/module.html")
	for _, file := range files {
		t.Run(file.Name, func(t *testing.T) { assertPlaysAgain(t, page, file.Content) })
	}
}

// What is taken out of the options of any preset is nothing that a feed which plays the recording would need.
func TestRecordingsOfPresetsPlayAgain(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	page := open(t, harness.NewSite(t), "/module.html")
	for _, r := range recordings.All() {
		if r.IsWebSocket() {
			continue // which cannot be played
		}
		t.Run(r.Preset+" "+r.Name, func(t *testing.T) {
			options := harness.Args{"preset": r.Preset}
			if r.Method != "" {
				options["method"], options["body"] = r.Method, r.Body
			}
			url := harness.Serve(t, readable(&recordings.Player{T: t, Recording: r})) + r.Path
			file := harness.Call[[]byte](page, "recorder.js", "recordPreset", harness.Args{"url": url, "options": options})
			assertPlaysAgain(t, page, file)
		})
	}
}

// The body of a request is in no recording; a cursor that goes into it has one to go into all the same.
func TestRecordingOfACursorInABodyPlaysAgain(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	site := harness.NewSite(t)
	var bodies []string
	site.Handle("/watch", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(body))
		if len(bodies) > 2 {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"result":{"header":{"revision":"%d"},"events":[]}}`+"\n", len(bodies)+6)
	})
	page := open(t, site, "/module.html")
	file := harness.Call[[]byte](page, "recorder.js", "recordPreset", harness.Args{"url": "/watch", "options": harness.Args{
		"preset": "etcd", "method": "POST", "body": `{"create_request":{"key":"hush"}}`,
	}})
	require.Len(t, bodies, 3)
	assert.JSONEq(t, `{"create_request":{"key":"hush","start_revision":"8"}}`, bodies[1])
	assert.NotContains(t, harness.Call[string](page, "recorder.js", "lines", harness.Args{"file": file}), "hush")
	assertPlaysAgain(t, page, file)
}

// A page's own stream may fill one buffer again and again; what was in it first is recorded all the same.
func TestRecordsBytesOfABufferThatIsUsedAgain(t *testing.T) {
	harness.InPageOnly(t, ownFetch)
	page := open(t, harness.NewSite(t), "/module.html")
	got := harness.Call[[]string](page, "recorder.js", "recordOneBuffer", nil)
	assert.Equal(t, []string{"{\"n\":100}\n", "{\"n\":101}\n", "{\"n\":102}\n"}, got)
}

// Each request that the feed gives up has its reason, wherever the feed is.
func TestRecordingSaysWhyRequestsWereGivenUp(t *testing.T) {
	for _, worker := range []bool{false, true} {
		t.Run(map[bool]string{false: "page", true: "worker"}[worker], func(t *testing.T) {
			site := harness.NewSite(t)
			n := 0
			site.Handle("/silent", func(w http.ResponseWriter, r *http.Request) {
				n++
				w.Header().Set("Content-Type", "text/event-stream")
				_, _ = fmt.Fprint(w, map[bool]string{false: "id: 1\ndata: x\n\n", true: "event: bye\ndata: x\n\n"}[n == 3])
				w.(http.Flusher).Flush()
				<-r.Context().Done()
			})
			page := open(t, site, "/module.html")
			got := harness.Call[[]string](page, "recorder.js", "whys", harness.Args{"url": "/silent", "options": harness.Args{
				"worker": worker, "keepalive": harness.Args{"timeoutMs": 300}, "signals": []harness.Args{{"type": "bye", "then": "end"}},
			}})
			assert.Equal(t, []string{"1 reconnect", "2 stall", "3 complete"}, got)
		})
	}
}
