package chaos

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// An account is what a reader has been told.
type account struct {
	Last  int      `json:"last"`
	Wrong []string `json:"wrong"` // what it should not have been told
	Opens int      `json:"opens"`

	// Of the feed that cannot go back.
	Gaps   int `json:"gaps"`
	Missed int `json:"missed"` // numbers, each behind a gap
}

// The feeds of a node: of the one each number comes, of the other those that are missing are told.
const (
	room = "room"
	live = "live"
)

// A reader reads a feed from one node after the other, as a page would from behind a balancer.
type reader struct {
	urls  []string
	feed  string
	token string // "" for none

	mu   sync.Mutex
	id   string
	told account
	gap  bool // behind the last number
}

var dialer = &http.Client{Transport: &http.Transport{
	DialContext:           (&net.Dialer{Timeout: time.Second}).DialContext,
	ResponseHeaderTimeout: 5 * time.Second,
	DisableKeepAlives:     true,
}}

// run reads until ctx is done.
func (r *reader) run(ctx context.Context) {
	for ctx.Err() == nil {
		r.read(ctx, r.urls[rand.N(len(r.urls))])
		select {
		case <-ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// silence is how long a connection may say nothing, of which there are heartbeats: a node that is stopped keeps it open.
const silence = 8 * time.Second

func (r *reader) read(ctx context.Context, url string) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	request, _ := http.NewRequestWithContext(ctx, http.MethodGet, url+"/feeds/"+r.feed+"?after=oldest", nil)
	if r.token != "" {
		request.Header.Set("Authorization", "Bearer "+r.token)
	}
	r.mu.Lock()
	if r.id != "" {
		request.Header.Set("Last-Event-ID", r.id)
	}
	r.mu.Unlock()
	response, err := dialer.Do(request)
	if err != nil {
		return
	}
	defer response.Body.Close()
	r.note(func() { r.told.Opens++ })
	if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusServiceUnavailable {
		r.note(func() { r.told.Wrong = append(r.told.Wrong, fmt.Sprintf("%s for %s", response.Status, r.id)) })
		return
	}
	watch := time.AfterFunc(silence, cancel)
	defer watch.Stop()
	lines := bufio.NewScanner(response.Body)
	for id, kind, data := "", "", ""; lines.Scan(); {
		watch.Reset(silence)
		switch name, value, _ := strings.Cut(lines.Text(), ": "); name {
		case "id":
			id = value
		case "event":
			kind = value
		case "data":
			data = value
		case "":
			if data != "" {
				r.take(id, kind, data)
			}
			kind, data = "", ""
		}
	}
}

func (r *reader) note(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
}

// take has each number once and in order, or a gap in the place of some, and nothing else.
func (r *reader) take(id, kind, data string) {
	r.note(func() {
		told := &r.told
		r.id = id
		if kind == record.GapType && r.feed == live {
			told.Gaps++
			r.gap = true
			return
		}
		n := 0
		_, err := fmt.Sscanf(data, `{"n":%d}`, &n)
		missed := n - told.Last - 1
		mayMiss := r.feed == live && (r.gap || told.Last == 0)
		if (err != nil || missed < 0 || missed > 0 && !mayMiss) && len(told.Wrong) < 20 {
			told.Wrong = append(told.Wrong, fmt.Sprintf("%s %s came as %s behind %d", kind, data, id, told.Last))
		}
		if told.Last > 0 {
			told.Missed += missed
		}
		told.Last, r.gap = n, false
	})
}

func (r *reader) account() account {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.told
}
