package runtimes

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// server answers as feeds do that a test cannot do without: endless, cut, late, over, or not there.
func server() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/lines", func(w http.ResponseWriter, r *http.Request) {
		endless(w, r, "application/x-ndjson", "{\"n\":%d}\n")
	})
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		endless(w, r, "text/event-stream", "id: %[1]d\ndata: {\"n\":%[1]d}\n\n")
	})
	mux.HandleFunc("/array", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `[{"n":1},{"n":2}]`)
	})
	mux.HandleFunc("/asked", asked)
	mux.HandleFunc("/binary", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write([]byte{0, 2, 0xff, 0x00})
	})
	mux.HandleFunc("/flood", flood)
	mux.HandleFunc("/huge", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-ndjson")
		fmt.Fprintf(w, "%q\n", strings.Repeat("x", 1<<20)) // more than a pipe holds
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	runs := &runs{}
	mux.HandleFunc("/cut", runs.cut)
	mux.HandleFunc("/late", runs.late)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// happy-dom asks as a browser does.
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Headers", "*")
		if r.Method == http.MethodOptions {
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// endless sends three records, and no more until the client has gone.
func endless(w http.ResponseWriter, r *http.Request, contentType, record string) {
	w.Header().Set("Content-Type", contentType)
	for n := 1; n <= 3; n++ {
		fmt.Fprintf(w, record, n)
	}
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

// runs are the requests of each client, which names itself in the query.
type runs struct {
	mu    sync.Mutex
	count map[string]int
}

func (s *runs) next(r *http.Request) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.count == nil {
		s.count = map[string]int{}
	}
	run := r.URL.Query().Get("run")
	s.count[run]++
	return s.count[run]
}

// cut sends two events behind the cursor and drops the connection.
func (s *runs) cut(w http.ResponseWriter, r *http.Request) {
	var from int
	_, _ = fmt.Sscan(r.Header.Get("Last-Event-ID"), &from)
	w.Header().Set("Content-Type", "text/event-stream")
	for n := from + 1; n <= from+2; n++ {
		fmt.Fprintf(w, "id: %d\ndata: {}\n\n", n)
	}
	w.(http.Flusher).Flush()
	time.Sleep(20 * time.Millisecond)
	panic(http.ErrAbortHandler)
}

// late is not to be had at first.
func (s *runs) late(w http.ResponseWriter, r *http.Request) {
	if s.next(r) == 1 {
		w.Header().Set("Connection", "close")
		http.Error(w, "not yet", http.StatusServiceUnavailable)
		return
	}
	endless(w, r, "application/x-ndjson", "{\"n\":%d}\n")
}

// asked tells what it was asked, in one record.
func asked(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	n, _ := strconv.Atoi(r.Header.Get("Last-Event-ID") + r.URL.Query().Get("after"))
	w.Header().Set("Content-Type", "application/x-ndjson")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"n": n + 1, "method": r.Method, "type": r.Header.Get("Content-Type"), "token": r.Header.Get("Authorization"), "body": string(body),
	})
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

// flood sends records for as long as somebody reads.
func flood(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/x-ndjson")
	for n := 1; ; n++ {
		if _, err := fmt.Fprintf(w, "{\"n\":%d}\n", n); err != nil {
			return
		}
	}
}
