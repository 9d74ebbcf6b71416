package feeds

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAnswersAreReadableFromAnotherOrigin(t *testing.T) {
	s, u := listen(t, frozen())
	s.Put("x", nil)
	for _, path := range []string{
		"/raw/get/x", "/espresso/subscribe?count=0", gitterRoom, "/ably/sse", filterURL, "/control/connections", "/nowhere",
	} {
		h := ask(t, "GET", u+path, "Origin: http://localhost:8080").header
		assert.Equal(t, "http://localhost:8080", h.Get("Access-Control-Allow-Origin"), path)
		assert.Equal(t, "true", h.Get("Access-Control-Allow-Credentials"))
		assert.Contains(t, h.Get("Access-Control-Expose-Headers"), "Retry-After")
		assert.Contains(t, h.Values("Vary"), "Origin")
	}
}

func TestStreamsForbidStoringBufferingAndSniffing(t *testing.T) {
	_, u := listen(t, frozen())
	h := ask(t, "GET", u+"/espresso/subscribe?count=0").header
	assert.Equal(t, "no-store, no-transform", h.Get("Cache-Control"))
	assert.Equal(t, "no", h.Get("X-Accel-Buffering"))
	assert.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
	assert.Empty(t, h.Get("Access-Control-Allow-Origin"), "no Origin, no CORS")
}

func TestPreflight(t *testing.T) {
	_, u := listen(t, frozen())
	r := ask(t, "OPTIONS", u+gitterRoom, "Origin: null", "Access-Control-Request-Method: GET",
		"Access-Control-Request-Headers: authorization, last-event-id,x-user-agent,x-bad name,cookie")
	assert.Equal(t, http.StatusNoContent, r.status)
	assert.Equal(t, "null", r.header.Get("Access-Control-Allow-Origin"))
	assert.Equal(t, "true", r.header.Get("Access-Control-Allow-Credentials"))
	assert.Equal(t, "GET, POST, OPTIONS", r.header.Get("Access-Control-Allow-Methods"))
	assert.Equal(t, "Authorization, Content-Type, Accept, Last-Event-ID, Range, Cache-Control, X-Requested-With, x-user-agent",
		r.header.Get("Access-Control-Allow-Headers"))
	assert.Equal(t, "600", r.header.Get("Access-Control-Max-Age"))
}

func TestCORSFaults(t *testing.T) {
	_, u := listen(t, frozen())
	r := ask(t, "OPTIONS", u+gitterRoom+"?nopreflight=1", "Origin: http://page")
	assert.Equal(t, http.StatusForbidden, r.status)
	assert.Empty(t, r.header.Get("Access-Control-Allow-Origin"))

	for _, method := range []string{"GET", "OPTIONS"} {
		r = ask(t, method, u+"/espresso/subscribe?count=0&nocors=1", "Origin: http://page")
		assert.Less(t, r.status, 300)
		assert.Empty(t, r.header.Get("Access-Control-Allow-Origin"))
		assert.Empty(t, r.header.Get("Access-Control-Allow-Methods"))
	}
}
