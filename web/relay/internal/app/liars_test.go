package app

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A liar is an upstream that does what none should.
type liar struct {
	name    string
	options string // of the feed
	answer  http.HandlerFunc
	stores  int    // records, of all that it says
	logs    string // what the log has to say
}

const eventStream = "text/event-stream"

// says answers with a text, and then the connection is there and silent.
func says(kind, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write([]byte(text))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
}

// raw answers with bytes that net/http would not write.
func raw(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_, _ = conn.Write([]byte(text))
			_ = conn.Close()
		}
	}
}

const head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"

var liars = []liar{
	{name: "html", stores: 0, logs: "type=content-type", answer: says("text/html", "<html>please log in</html>")},
	{name: "empty", stores: 0, logs: "type=end", answer: raw(head + "Content-Length: 0\r\n\r\n")},
	// Whatever cursor it is asked for, all comes again; retry has it come soon.
	{name: "again", stores: 5, logs: "type=end", answer: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", eventStream)
		for i := range 5 {
			_, _ = fmt.Fprintf(w, "retry: 10\nid: %d\ndata: %d\n\n", i, i)
		}
	}},
	{name: "short", stores: 1, logs: "type=network", answer: raw(head + "Content-Length: 1000000\r\n\r\nid: 1\ndata: a\n\nid: 2\ndata: b")},
	{name: "chunks", stores: 1, logs: "type=network", answer: raw(head + "Transfer-Encoding: chunked\r\n\r\nF\r\nid: 1\ndata: a\n\n\r\nFFFFFFFFFFFFFFFF\r\ndata")},
	{name: "head", stores: 0, logs: "type=network", answer: raw("220 mail.example ESMTP\r\n")},
	{name: "lengths", options: "format = \"u32be\"\n", stores: 2, logs: "length-too-large", // the record, and the gap
		answer: says("application/octet-stream", "\x00\x00\x00\x01a\xff\xff\xff\xffgarbage")},
	{name: "long", options: "maxRecordBytes = 1000\n", stores: 3, logs: "too-large",
		answer: says(eventStream, "id: 1\ndata: a\n\ndata: "+strings.Repeat("x", 1<<20)+"\n\nid: 2\ndata: b\n\n")},
	{name: "slow", stores: 1, logs: "the feed is open", answer: func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", eventStream)
		for _, one := range []byte("id: 1\ndata: slow\n\n") {
			_, _ = w.Write([]byte{one})
			_ = http.NewResponseController(w).Flush()
		}
		<-r.Context().Done()
	}},
}

// What upstreams do is told, and is no harm to other feeds nor to what was stored.
func TestUpstreamThatLies(t *testing.T) {
	mux := http.NewServeMux()
	config := &strings.Builder{}
	fmt.Fprintf(config, "folder = %q\n", t.TempDir())
	host := httptest.NewServer(mux)
	t.Cleanup(host.Close)
	t.Cleanup(host.CloseClientConnections)
	asked := map[string]chan struct{}{}
	for _, l := range liars {
		asked[l.name] = make(chan struct{}, 1000)
		mux.HandleFunc("/"+l.name, func(w http.ResponseWriter, r *http.Request) {
			asked[l.name] <- struct{}{}
			l.answer(w, r)
		})
		fmt.Fprintf(config, "[feeds.%s]\nurl = \"%s/%s\"\n%s", l.name, host.URL, l.name, l.options)
	}
	fmt.Fprintf(config, "[feeds.good]\nurl = %q\n", local(t)+"/espresso/subscribe?from=1&count=1&rate=0&hold=1")
	a, log, _ := start(t, load(t, config.String()))
	ready(t, a)
	read(t, get(t, a.URL()+"/feeds/good?after=oldest").Body, 1)
	for _, l := range liars {
		t.Run(l.name, func(t *testing.T) {
			<-asked[l.name]
			if l.name == "again" {
				<-asked[l.name]
				<-asked[l.name]
			}
			require.Eventually(t, func() bool {
				for line := range strings.Lines(log.String()) {
					if strings.Contains(line, "feed="+l.name+" ") && strings.Contains(line, l.logs) {
						return true
					}
				}
				return false
			}, time.Minute, 10*time.Millisecond, "the log says %q", l.logs)
			stored := func() string {
				_, rest, _ := strings.Cut(text(t, a.URL()+"/metrics"), fmt.Sprintf("relay_stored_records_total{feed=%q} ", l.name))
				number, _, _ := strings.Cut(rest, "\n")
				return cmp.Or(number, "0")
			}
			require.Eventually(t, func() bool { return stored() == strconv.Itoa(l.stores) }, time.Minute, 10*time.Millisecond, "%d are stored", l.stores)
		})
	}
	assert.Equal(t, "ok\n", text(t, a.URL()+"/healthz"))
}
