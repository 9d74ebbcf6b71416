package feeds

import (
	"net/http"
	"regexp"
)

type twitterRole int

const (
	twitterNone     twitterRole = iota
	twitterStandard             // may not use count
	twitterElevated
)

var oauthToken = regexp.MustCompile(`(?i)^OAuth\s.*\boauth_token="([^"]*)"`)

// twitterAccess finds out who asks: Basic, Bearer, or OAuth 1.0a, of which the
// token counts and the signature is not verified.
func (s *Server) twitterAccess(r *request) twitterRole {
	token := bearer(r.Request)
	if parts := oauthToken.FindStringSubmatch(r.Header.Get("Authorization")); parts != nil {
		token = parts[1]
	}
	user, password, _ := r.BasicAuth()
	switch {
	case token == s.opts.TwitterToken, user == s.opts.TwitterUser && password == s.opts.TwitterPassword:
		return twitterElevated
	case token == s.opts.TwitterStandardToken:
		return twitterStandard
	}
	return twitterNone
}

// twitterRefuse answers with an error. A 401 has no WWW-Authenticate header,
// for which a browser would open a dialog.
func twitterRefuse(w http.ResponseWriter, status, code int, message string) {
	answerJSON(w, status, map[string]any{"errors": []map[string]any{{"code": code, "message": message}}})
}
