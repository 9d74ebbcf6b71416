package hooks

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
)

// rooms are the local feeds, which know who reads them and how often they were asked.
type rooms struct {
	URL    string
	Server *feeds.Server

	mu     sync.Mutex
	asked  int
	tokens []string
	been   map[string]bool
}

func newRooms(t *testing.T) *rooms {
	r := &rooms{been: map[string]bool{}, Server: feeds.New(feeds.Options{Seed: 1, Interval: time.Hour, Keepalive: -1})}
	r.URL = harness.Serve(t, r)
	return r
}

// ServeHTTP takes any token but "expired" for Gitter's. As there, a room brings nothing a second time.
func (r *rooms) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if request.Method != http.MethodOptions {
		token := strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")
		r.mu.Lock()
		r.asked++
		r.tokens = append(r.tokens, token)
		if token != "expired" {
			request.Header.Set("Authorization", "Bearer "+feeds.GitterToken)
			if strings.HasPrefix(request.URL.Path, "/gitter/") && r.been[request.URL.Path] {
				request.URL.RawQuery = ""
			}
			r.been[request.URL.Path] = true
		}
		r.mu.Unlock()
	}
	r.Server.ServeHTTP(w, request)
}

// of is the address of a room that brings three messages and then stays.
func (r *rooms) of(room string) string {
	return fmt.Sprintf("%s/gitter/v1/rooms/%s/chatMessages?from=1&count=3&hold=1&rate=0", r.URL, room)
}

// put is the address of a body of so many messages that comes at once and then stays.
func (r *rooms) put(name string, messages int) string {
	var body strings.Builder
	for n := range messages {
		fmt.Fprintf(&body, "{\"id\":\"%d\",\"text\":\"message %d\"}\n", n+1, n+1)
	}
	r.Server.Put(name, []byte(body.String()))
	return r.URL + "/raw/get/" + name + "?type=application/x-ndjson&hold=1"
}

func (r *rooms) requests() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

func (r *rooms) lastToken() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tokens[len(r.tokens)-1]
}

// read are the rooms that somebody reads now.
func (r *rooms) read() []string {
	read := []string{}
	for _, connection := range r.Server.Connections() {
		read = append(read, connection.Channel)
	}
	slices.Sort(read)
	return read
}

// assertRead waits until these rooms are read, each by one connection.
func (r *rooms) assertRead(t *testing.T, rooms ...string) {
	t.Helper()
	assert.Eventually(t, func() bool { return slices.Equal(r.read(), append([]string{}, rooms...)) }, 20*time.Second, 20*time.Millisecond,
		"connections to %v, and not to %v", rooms, r.read())
}
