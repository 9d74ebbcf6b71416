package serve

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A Grant is what the bearer of a token may do.
type Grant struct {
	Feeds []string  // that it may read; "*" is all of them
	Until time.Time // when it is over; zero is never
}

// Has says whether a feed may be read.
func (g *Grant) Has(feed string) bool {
	return slices.Contains(g.Feeds, feed) || slices.Contains(g.Feeds, "*")
}

// Auth says what the bearer of a token may do.
type Auth interface {
	Check(ctx context.Context, token string) (Grant, error)
}

var notForThisFeed = &problem{http.StatusForbidden, "not-this-feed", "The token is not for this feed.", nil}

// errKeysAway is that nobody can say now whether a token is valid.
var errKeysAway = errors.New("the keys of tokens cannot be had")

// grant is that of a request's token.
func (s *Server) grant(r *http.Request) (Grant, *problem) {
	if s.options.Auth == nil {
		return Grant{Feeds: []string{"*"}}, nil
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return Grant{}, &problem{http.StatusUnauthorized, "no-token", "The request needs a header Authorization: Bearer with a token.", nil}
	}
	grant, err := s.options.Auth.Check(r.Context(), strings.TrimSpace(token))
	switch {
	case errors.Is(err, errKeysAway):
		return Grant{}, &problem{http.StatusServiceUnavailable, "no-keys", "The keys by which tokens are checked cannot be had now.", nil}
	case err != nil:
		s.options.Log.Debug("a token was refused", "path", r.URL.Path, "error", err)
		return Grant{}, &problem{http.StatusUnauthorized, "bad-token", "The token is not valid here: " + reason(err) + ".", nil}
	}
	return grant, nil
}
