package config

import (
	"net/netip"

	"github.com/feedsource/feedsource/web/relay/internal/serve"
)

// checkAuth lets nobody in by oversight: without auth, only this machine can read.
func (f *file) checkAuth(c *Config) {
	a := &c.Auth
	isSet := a.JWKS != "" || a.Keys != ""
	host, _, ok := hostPort(c.Listen, 0)
	switch {
	case !ok:
		f.wrong("listen", `%s; it can be "127.0.0.1:8787", "[::1]:8787" or ":443", with a port up to 65535`, noAddress(c.Listen))
	case !isSet && !a.None && !isLoopback(host):
		f.wrong("listen", "%s can be reached from elsewhere, and there is no auth: name jwks or keys in [auth], say none = true there, or listen on 127.0.0.1", c.Listen)
	}
	switch {
	case a.JWKS != "" && a.Keys != "":
		f.wrong("auth.keys", "there is jwks too: keys come from the one or from the other")
	case isSet && a.None:
		f.wrong("auth.none", "there are keys too; leave the one or the other out")
	case isSet && a.Issuer == "":
		f.wrong("auth.issuer", "whose tokens count has to be said: it is their claim iss")
	case !isSet && a.Issuer != "":
		f.wrong("auth.issuer", "it needs jwks or keys, by which tokens are checked")
	case !isSet && a.Audience != "":
		f.wrong("auth.audience", "it needs jwks or keys, by which tokens are checked")
	}
	if _, ok := parse(a.JWKS, "https", "http"); a.JWKS != "" && !ok {
		f.wrong("auth.jwks", "%q is no URL of keys; it can begin with https://, and its port can be up to 65535", shown(a.JWKS))
	}
	if a.Keys != "" {
		if _, err := serve.NewJWTFromFile(a.Keys, a.Issuer, a.Audience); err != nil {
			f.wrong("auth.keys", "%v", err)
		}
	}
}

func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}
