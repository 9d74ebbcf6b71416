package feeds

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// ablyErrorInfo is Ably's error object.
type ablyErrorInfo struct {
	Message    string `json:"message"`
	Code       int    `json:"code"`
	StatusCode int    `json:"statusCode"`
	Href       string `json:"href"`
}

// ablyError is the body of an error that comes before a stream.
type ablyError struct {
	Error ablyErrorInfo `json:"error"`
}

func newAblyError(status, code int, message string) *ablyError {
	return &ablyError{ablyErrorInfo{message, code, status, fmt.Sprintf("https://help.ably.io/error/%d", code)}}
}

// ablyInvalid is code 40003, "invalid parameter value".
func ablyInvalid(message string) *ablyError {
	return newAblyError(http.StatusBadRequest, 40003, message)
}

func (e *ablyError) answer(w http.ResponseWriter) { answerJSON(w, e.Error.StatusCode, e) }

// ablyTokenExpired is the ErrorInfo of a token that has expired, before a
// stream or in it.
var ablyTokenExpired = newAblyError(http.StatusUnauthorized, 40142, "token expired").Error

// ablyAuthorize checks the key or token of a request and tells when it
// expires; zero is never.
func (s *Server) ablyAuthorize(r *request) (expires time.Time, refusal *ablyError) {
	key, token := ablyCredentials(r)
	switch {
	case key == s.opts.AblyKey:
		return time.Time{}, nil
	case key == "" && token == "":
		return time.Time{}, newAblyError(http.StatusUnauthorized, 40101, "no key or token was given")
	}
	expires, known := s.ablyTokenExpiry(token)
	switch {
	case !known:
		return time.Time{}, newAblyError(http.StatusUnauthorized, 40101, "invalid credentials")
	case !expires.IsZero() && !expires.After(s.opts.Now()):
		return time.Time{}, &ablyError{ablyTokenExpired}
	}
	return expires, nil
}

// ablyCredentials finds the key or the token, in the query or in the header,
// where both are base64.
func ablyCredentials(r *request) (key, token string) {
	if key = r.query.Get("key"); key != "" {
		return key, ""
	}
	if token = r.query.Get("accessToken"); token != "" {
		return "", token
	}
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if plain, err := base64.StdEncoding.DecodeString(value); strings.EqualFold(scheme, "Basic") && err == nil {
		return string(plain), ""
	}
	return "", bearer(r.Request)
}

// ablyTokenExpiry reads a token. One in base64 is read as such if it is not
// known as it stands.
func (s *Server) ablyTokenExpiry(token string) (expires time.Time, known bool) {
	if expires, known = s.plainTokenExpiry(token); known {
		return expires, true
	}
	decoded, err := base64.StdEncoding.DecodeString(token)
	if err != nil {
		return time.Time{}, false
	}
	return s.plainTokenExpiry(string(decoded))
}

func (s *Server) plainTokenExpiry(token string) (expires time.Time, known bool) {
	kind, rest, _ := strings.Cut(token, ":")
	number, _, _ := strings.Cut(rest, ":")
	ms, err := strconv.ParseInt(number, 10, 64)
	switch {
	case token == s.opts.AblyToken:
		return time.Time{}, true
	case kind == "expires" && err == nil:
		return time.UnixMilli(ms), true
	case kind == "ttl" && err == nil:
		return s.firstUseOf(token).Add(time.Duration(ms) * time.Millisecond), true
	}
	return time.Time{}, false
}

func (s *Server) firstUseOf(token string) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	used, found := s.firstUse[token]
	if !found {
		used = s.opts.Now()
		s.firstUse[token] = used
	}
	return used
}

// ablyRequestToken issues a token. The path holds the whole key, or its name
// if the request carries the key as a credential.
func (s *Server) ablyRequestToken(w http.ResponseWriter, r *request) {
	ttl := r.query.millis("ttl", time.Hour)
	if r.refused(w) {
		return
	}
	key, _ := ablyCredentials(r)
	name, _, _ := strings.Cut(s.opts.AblyKey, ":")
	if asked := r.PathValue("key"); asked != s.opts.AblyKey && (asked != name || key != s.opts.AblyKey) {
		newAblyError(http.StatusUnauthorized, 40101, "invalid credentials").answer(w)
		return
	}
	issued := s.opts.Now()
	expires := issued.Add(ttl).UnixMilli()
	answerJSON(w, http.StatusCreated, map[string]any{
		"token":      fmt.Sprintf("expires:%d", expires),
		"issued":     issued.UnixMilli(),
		"expires":    expires,
		"keyName":    name,
		"capability": `{"*":["*"]}`,
	})
}
