package servers

import (
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/require"
)

// An origin is the app behind Pushpin: it answers a request with what it has, has Pushpin
// hold the connection, and publishes to those that are held.
type origin struct {
	publishTo string

	mu      sync.Mutex
	entries map[string][]int // by channel
}

// channels are the kinds of stream: their type, a record, and what Pushpin sends in silence.
var channels = map[string]struct{ contentType, record, beat string }{
	"events": {"text/event-stream", "id: %d\nevent: tick\ndata: {\"n\":%d}\n\n", `: keepalive\n\n`},
	"lines":  {"application/x-ndjson", `{"id":%d,"n":%d}` + "\n", `\n`},
	"crlf":   {"application/json", `{"id":%d,"n":%d}` + "\r\n", `\r\n`},
}

func (o *origin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
	channel, known := channels[strings.Split(r.URL.Path, "/")[1]]
	if r.Header.Get("Authorization") == "Bearer wrong" {
		http.Error(w, "No such token.", http.StatusUnauthorized)
		return
	}
	if r.Method == http.MethodOptions || !known {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	since, _ := strconv.Atoi(r.Header.Get("Last-Event-ID") + r.URL.Query().Get("since"))
	o.mu.Lock()
	entries := o.entries[r.URL.Path]
	o.mu.Unlock()
	w.Header().Set("Content-Type", channel.contentType)
	w.Header().Set("Grip-Hold", "stream")
	w.Header().Set("Grip-Channel", fmt.Sprintf("%s; prev-id=%d", r.URL.Path, len(entries)))
	w.Header().Set("Grip-Link", fmt.Sprintf("<%s?since=%d>; rel=next; timeout=2", r.URL.Path, len(entries)))
	w.Header().Set("Grip-Keep-Alive", channel.beat+"; format=cstring; timeout=1")
	for i := since; i < len(entries); i++ {
		_, _ = fmt.Fprintf(w, channel.record, i+1, entries[i])
	}
}

// publish keeps a record, and has Pushpin send it to those that it holds.
func (o *origin) publish(t *testing.T, path string, n int) {
	t.Helper()
	o.mu.Lock()
	o.entries[path] = append(o.entries[path], n)
	id := len(o.entries[path])
	o.mu.Unlock()
	record := fmt.Sprintf(channels[strings.Split(path, "/")[1]].record, id, n)
	body, err := json.Marshal(map[string]any{"items": []any{map[string]any{
		"channel": path, "id": fmt.Sprint(id), "prev-id": fmt.Sprint(id - 1),
		"formats": map[string]any{"http-stream": map[string]any{"content": record}},
	}}})
	require.NoError(t, err)
	post(t, o.publishTo+"/publish/", "application/json", body)
}

// startPushpin starts Pushpin before an origin.
func startPushpin(t *testing.T) (*process, *origin) {
	t.Helper()
	pushpin, zurl := program(t, "pushpin"), program(t, "zurl")
	program(t, "condure")
	folder, address, publish := t.TempDir(), free(t), free(t)
	_, port, err := net.SplitHostPort(publish)
	require.NoError(t, err)
	o := &origin{publishTo: "http://" + publish, entries: map[string][]int{}}
	for _, name := range []string{"run", "log"} {
		require.NoError(t, os.Mkdir(filepath.Join(folder, name), 0o700))
	}
	fill := strings.NewReplacer("FOLDER", folder, "ADDRESS", address, "PUBLISH", port)
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, []byte(fill.Replace(text)), 0o600))
		return file
	}
	read := func(name string) string {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		return string(text)
	}
	write("routes", "* "+strings.TrimPrefix(harness.Serve(t, o), "http://")+"\n")
	background(t, zurl, "--config="+write("zurl.conf", read("zurl.conf")))
	server := &process{t: t, address: address, also: []string{publish}}
	server.run([]string{pushpin, "--config=" + write("pushpin.conf", read("pushpin.conf")), "--merge-output"})
	impatient := &http.Client{Timeout: time.Second} // it may keep what comes ahead of its parts, and never answer
	require.Eventually(t, func() bool {             // its parts have found each other, and it does not answer for itself
		r, err := impatient.Get(server.url())
		if err == nil {
			_ = r.Body.Close()
		}
		return err == nil && r.StatusCode == http.StatusNoContent
	}, starting, 10*time.Millisecond, &server.printed)
	return server, o
}

func TestPushpin(t *testing.T) {
	t.Parallel()
	server, o := startPushpin(t)
	page := open(t)
	page.Expect("blocked by CORS policy: No 'Access-Control-Allow-Origin'") // what it answers itself when it starts
	inQuery := harness.Args{"id": "/id", "resume": harness.Args{"query": "since"}}
	kinds := []struct {
		name   string
		init   harness.Args
		cursor func(request) string
	}{
		{"events", harness.Args{}, lastEventID},
		{"lines", inQuery, since(t)},
		{"crlf", inQuery, since(t)},
	}
	t.Run("a token that is wrong is refused", func(t *testing.T) {
		headers := harness.Args{"Authorization": "Bearer wrong"}
		got := read(page, server.url()+"/events/x", setting{init: harness.Args{"headers": headers}}).until(harness.Args{"Over": 1})
		refused(t, got, "status", "401", "No such token.")
	})
	for _, again := range []bool{false, true} { // a server that has just come back may cut what it holds
		for _, kind := range kinds {
			channel := func(t *testing.T, topic string) *source {
				path := fmt.Sprintf("/%s/%s-%v", kind.name, topic, again)
				init := maps.Clone(kind.init)
				if again { // what comes ahead of its parts it may never answer
					init["keepalive"] = harness.Args{"timeoutMs": 30000, "connectMs": 2000}
				}
				return &source{
					server: server, path: path, setting: setting{init: init},
					publish: func(n int) { o.publish(t, path, n) }, numbers: numbered, cursor: kind.cursor,
					text: func(n int) string { return fmt.Sprintf(`"n":%d`, n) },
				}
			}
			t.Run(kind.name, func(t *testing.T) {
				if again {
					goesOn(t, page, channel, restarted)
					return
				}
				goesOn(t, page, channel, cut, finished, torn, silent)
				t.Run("is alive in silence", func(t *testing.T) {
					r := read(page, server.url()+"/"+kind.name+"/quiet", setting{init: kind.init})
					defer r.close()
					got := r.until(harness.Args{"Keepalives": 2})
					require.Empty(t, got.Errors)
				})
			})
		}
	}
}
