//go:build !js

package feedsource

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// addressOf is where a request goes. The server must not choose another origin than its own.
func addressOf(r *feed.Request) (string, error) {
	if r.Base == "" {
		return r.URL, checkAddress(r.URL)
	}
	base, err := url.Parse(r.Base)
	if err != nil {
		return "", withoutURL(err)
	}
	to, err := base.Parse(r.URL)
	if err != nil {
		return "", withoutURL(err)
	}
	if r.Foreign && originOf(to) != originOf(base) {
		return "", fmt.Errorf("the server wants the feed to go on at %s, which Resume.URL would have to name", originOf(to))
	}
	return to.String(), checkAddress(to.String())
}

// originOf is the origin of a URL (WHATWG HTML, "origin"), with the port that its scheme has by default left out.
func originOf(u *url.URL) string {
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	return u.Scheme + "://" + host
}

// withoutURL is an error of net/http's or net/url's without the URL in it, which may hold secrets.
func withoutURL(err error) error {
	var about *url.Error
	if errors.As(err, &about) {
		return about.Err
	}
	return err
}
