package feeds

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// faults are what a request asks to go wrong. The table in the package
// comment says what each means. Numbers are -1 where nothing was asked.
type faults struct {
	status       int
	retryAfter   string
	html         bool
	contentType  string
	headersDelay time.Duration

	malformed     int
	oversize      int
	oversizeBytes int
	shortCount    int
	longCount     int
	burst         int
	hold          bool

	wire   wireFaults
	socket socketFaults
}

// wireFaults strike at byte counts of the body, whatever the bytes mean.
type wireFaults struct {
	chunk      int
	split      int
	splitPause time.Duration
	cut        int
	cutClean   int
	silence    int
}

var noFaults = faults{
	malformed: -1, oversize: -1, shortCount: -1, longCount: -1,
	wire:   wireFaults{split: -1, cut: -1, cutClean: -1, silence: -1},
	socket: socketFaults{deaf: -1},
}

func (s *Server) faults(r *http.Request, q *query) faults {
	f := faults{
		status:       q.number("status", 0, 200, 599),
		retryAfter:   q.Get("retryafter"),
		html:         q.flag("html"),
		contentType:  q.Get("type"),
		headersDelay: q.millis("headersdelay", 0),
		malformed:    q.count("malformed"),
		shortCount:   q.count("shortcount"),
		longCount:    q.count("longcount"),
		burst:        q.number("burst", 0, 1, 1<<20),
		hold:         q.flag("hold"),
		wire:         readWireFaults(q),
		socket:       readSocketFaults(q),
	}
	f.oversize, f.oversizeBytes = q.pair("oversize")
	return s.limit(f, r, q)
}

func readWireFaults(q *query) wireFaults {
	f := wireFaults{
		chunk:      q.number("chunk", 0, 1, 1<<16),
		split:      q.count("split"),
		splitPause: q.millis("splitpause", 0),
		cut:        q.count("cut"),
		cutClean:   q.count("cutclean"),
		silence:    q.count("silence"),
	}
	if q.flag("nobody") {
		f.silence = 0
	}
	return f
}

// pair reads two numbers with a comma between.
func (q *query) pair(name string) (a, b int) {
	if !q.Has(name) {
		return -1, 0
	}
	left, right, _ := strings.Cut(q.Get(name), ",")
	a, errA := strconv.Atoi(left)
	b, errB := strconv.Atoi(right)
	if errA != nil || errB != nil || a < 0 || b < 0 || b > maxOversize {
		q.fail(name, "a message number, a comma and a size in bytes up to 64 MiB")
	}
	return a, b
}

const maxOversize = 64 << 20

// limit takes back the faults of a request that comes after those for which
// they were asked. Requests with the same fault= key are counted together;
// without a key those with the same address are.
func (s *Server) limit(f faults, r *http.Request, q *query) faults {
	times, statusTimes := q.count("times"), q.count("statustimes")
	if times < 0 && statusTimes < 0 {
		return f
	}
	key := q.Get("fault")
	if key == "" {
		key = r.URL.RequestURI()
	}
	s.mu.Lock()
	s.faulted[key]++
	seen := s.faulted[key]
	s.mu.Unlock()
	if times >= 0 && seen > times {
		return noFaults
	}
	if statusTimes >= 0 && seen > statusTimes {
		f.status, f.retryAfter = 0, ""
	}
	return f
}

// intercept plays the faults that come before a body and reports whether it
// has answered the request.
func (f faults) intercept(w http.ResponseWriter, r *http.Request) bool {
	if f.headersDelay > 0 && !pause(r.Context(), f.headersDelay) {
		return true
	}
	if f.status == 0 && !f.html {
		return false
	}
	status := f.status
	if status == 0 {
		status = http.StatusOK
	}
	if f.retryAfter != "" {
		w.Header().Set("Retry-After", f.retryAfter)
	}
	f.answer(w, status)
	return true
}

func (f faults) answer(w http.ResponseWriter, status int) {
	text := http.StatusText(status)
	if text == "" {
		text = "Status " + strconv.Itoa(status) // 420 has no name of its own
	}
	switch {
	case status == http.StatusNoContent || status == http.StatusNotModified:
		w.WriteHeader(status)
	case f.html:
		setType(w, f.typeOr("text/html; charset=utf-8"))
		w.WriteHeader(status)
		w.Write([]byte("<!DOCTYPE html>\n<title>" + text + "</title>\n<h1>" + text + "</h1>\n"))
	default:
		setType(w, f.typeOr("application/json"))
		w.WriteHeader(status)
		w.Write([]byte(`{"error":"` + text + `"}` + "\n"))
	}
}

func (f faults) typeOr(contentType string) string {
	if f.contentType != "" {
		return f.contentType
	}
	return contentType
}

// spoil applies oversize and malformed to the JSON text of the i-th message
// of a response.
func (f faults) spoil(i int, text []byte) []byte {
	if i == f.oversize {
		text = pad(text, f.oversizeBytes)
	}
	if i == f.malformed {
		text = text[:len(text)/2]
	}
	return text
}

// miscount is what the length prefix of the i-th message is wrong by.
func (f faults) miscount(i int) int {
	switch i {
	case f.shortCount:
		return -2
	case f.longCount:
		return +2
	}
	return 0
}
