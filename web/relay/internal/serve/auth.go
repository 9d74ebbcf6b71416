package serve

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// Auth says which feeds the bearer of a token may read; "*" is all of them.
type Auth interface {
	Feeds(ctx context.Context, token string) ([]string, error)
}

// mayRead is nil if the reader may.
func (s *Server) mayRead(r *http.Request, feed string) *problem {
	if s.options.Auth == nil {
		return nil
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return &problem{http.StatusUnauthorized, "no-token", "The request needs a header Authorization: Bearer with a token.", nil}
	}
	feeds, err := s.options.Auth.Feeds(r.Context(), strings.TrimSpace(token))
	if err != nil {
		s.options.Log.Debug("a token was refused", "feed", feed, "error", err)
		return &problem{http.StatusUnauthorized, "bad-token", "The token is not valid here: " + reason(err) + ".", nil}
	}
	if !slices.Contains(feeds, feed) && !slices.Contains(feeds, "*") {
		return &problem{http.StatusForbidden, "not-this-feed", "The token is not for this feed.", nil}
	}
	return nil
}
