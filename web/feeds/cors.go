package feeds

import (
	"net/http"
	"strings"
)

const (
	allowedMethods = "GET, POST, OPTIONS"

	exposedHeaders = "Retry-After, ETag, Date, Last-Event-ID, " +
		"X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"
)

// allowedHeaders is what a feed client has reason to send. Names that begin
// with X- are allowed as well.
var allowedHeaders = []string{
	"Authorization", "Content-Type", "Accept", "Last-Event-ID", "Range", "Cache-Control", "X-Requested-With",
}

// allowOrigin lets pages of every origin read the answer, and reports whether
// there is still something to answer. Every origin, with credentials, is right
// for feeds that hold nothing but invented messages, and for nothing else.
func allowOrigin(w http.ResponseWriter, r *http.Request) bool {
	q := r.URL.Query()
	preflight := r.Method == http.MethodOptions
	h := w.Header()
	h.Add("Vary", "Origin")
	switch {
	case preflight && q.Get("nopreflight") == "1":
		http.Error(w, "preflight refused on request", http.StatusForbidden)
		return false
	case r.Header.Get("Origin") != "" && q.Get("nocors") != "1":
		h.Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
		h.Set("Access-Control-Allow-Credentials", "true")
		h.Set("Access-Control-Expose-Headers", exposedHeaders)
		if preflight {
			allowRequest(h, r.Header.Get("Access-Control-Request-Headers"))
		}
	}
	if preflight {
		h.Set("Allow", allowedMethods)
		w.WriteHeader(http.StatusNoContent)
	}
	return !preflight
}

// allowRequest answers the questions of a preflight. The answer may be kept
// for 600 s, as Gitter's could.
func allowRequest(h http.Header, asked string) {
	allowed := allowedHeaders
	for name := range strings.SplitSeq(asked, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if strings.HasPrefix(name, "x-") && isToken(name) && name != "x-requested-with" {
			allowed = append(allowed[:len(allowed):len(allowed)], name)
		}
	}
	h.Set("Access-Control-Allow-Methods", allowedMethods)
	h.Set("Access-Control-Allow-Headers", strings.Join(allowed, ", "))
	h.Set("Access-Control-Max-Age", "600")
	h.Add("Vary", "Access-Control-Request-Headers")
}

// isToken accepts lower-case header names without punctuation but "-" and "_".
func isToken(name string) bool {
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}
