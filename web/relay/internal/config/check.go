package config

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// check notes what cannot be, and puts in what follows from the rest.
func (f *file) check(c *Config) {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		f.wrong("listen", `%q is no address; it can be "127.0.0.1:8787" or ":443"`, c.Listen)
	}
	f.checkStore(c)
	f.checkTLS(&c.TLS)
	f.checkAuth(c, host)
	if c.Name == "" {
		c.Name, _ = os.Hostname()
	}
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, c.Log) {
		f.wrong("log", `%q is no level; it can be "debug", "info", "warn" or "error"`, c.Log)
	}
	for _, name := range sortedKeys(c.Feeds) {
		f.checkFeed("feeds."+name, name, c.Feeds[name])
	}
	f.atLeast("lease", c.Lease, 2*time.Second)
	f.atLeast("readers.heartbeat", c.Readers.Heartbeat, time.Second)
	f.atLeast("readers.write_timeout", c.Readers.WriteTimeout, 100*time.Millisecond)
	f.atLeast("readers.retry", c.Readers.Retry, 100*time.Millisecond)
	f.atLeast("readers.spread", c.Readers.Spread, 100*time.Millisecond)
}

func (f *file) atLeast(key string, value Duration, least time.Duration) {
	if value.Duration < least {
		f.wrong(key, "%v is too short; it can be %v and more", value.Duration, least)
	}
}

func (f *file) checkStore(c *Config) {
	switch {
	case c.NATS != "" && c.Folder != "":
		f.wrong("folder", "there is nats too: feeds are kept in the one or in the other")
	case c.NATS == "" && c.Folder == "":
		c.Folder = "relay-data"
	}
	if c.Replicas == 0 {
		c.Replicas = 1
	}
	hasMajority := slices.Contains([]int{1, 3, 5}, c.Replicas)
	if !hasMajority {
		f.wrong("replicas", "%d replicas have no majority that counts; there can be 1, 3 or 5", c.Replicas)
	}
	if c.NATS != "" {
		for server := range strings.SplitSeq(c.NATS, ",") {
			if u, err := url.Parse(strings.TrimSpace(server)); err != nil || !slices.Contains([]string{"nats", "tls", "ws", "wss"}, u.Scheme) {
				f.wrong("nats", "%q is no address of a NATS server; it can be nats://host:4222, several with commas between", withoutUser(server))
			}
		}
	}
	if hasMajority && c.Replicas > 1 && c.NATS == "" && c.Cluster.Listen == "" {
		f.wrong("replicas", "%d replicas need a cluster, or nats", c.Replicas)
	}
	f.checkCluster(c)
}

// withoutUser is an address without the password that may stand in it.
func withoutUser(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }

func (f *file) checkCluster(c *Config) {
	cluster := &c.Cluster
	if cluster.Listen == "" && len(cluster.Peers) == 0 {
		return
	}
	if c.NATS != "" {
		f.wrong("cluster.listen", "there is nats too: a cluster is made of servers that are embedded")
	}
	if _, _, err := net.SplitHostPort(cluster.Listen); err != nil {
		f.wrong("cluster.listen", `%q is no address; it can be "10.0.0.1:6222"`, cluster.Listen)
	}
	for _, peer := range cluster.Peers {
		if _, _, err := net.SplitHostPort(peer); err != nil {
			f.wrong("cluster.peers", `%q is no address; it can be "10.0.0.2:6222"`, peer)
		}
	}
	if secret, err := cluster.Secret.Value(); err != nil || secret == "" {
		f.wrong("cluster.secret", "a cluster needs a secret that all its nodes know: %v", orMissing(err))
	}
	if cluster.Name == "" {
		cluster.Name = "relay"
	}
}

func orMissing(err error) string {
	if err == nil {
		return "it is missing"
	}
	return err.Error()
}

func (f *file) checkTLS(t *TLS) {
	switch {
	case t.Cert != "" && len(t.Autocert) > 0:
		f.wrong("tls.autocert", "there is cert too: certificates come from the one or from the other")
	case (t.Cert == "") != (t.Key == ""):
		f.wrong("tls", "cert and key go together")
	case t.ACME+t.ACMERoot != "" && len(t.Autocert) == 0:
		f.wrong("tls.acme", "there is no autocert, whose names certificates would be for")
	}
	if u, err := url.Parse(t.ACME); t.ACME != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
		f.wrong("tls.acme", "%q is no URL of a directory; it begins with https://", t.ACME)
	}
	for _, name := range []struct{ key, path string }{{"tls.cert", t.Cert}, {"tls.key", t.Key}, {"tls.acme_root", t.ACMERoot}} {
		if name.path != "" {
			if _, err := os.Stat(name.path); err != nil {
				f.wrong(name.key, "%v", err)
			}
		}
	}
}

// checkAuth lets nobody in by oversight: without auth, only this machine can read.
func (f *file) checkAuth(c *Config, host string) {
	a := &c.Auth
	isSet := a.JWKS != "" || a.Keys != ""
	switch {
	case a.JWKS != "" && a.Keys != "":
		f.wrong("auth.keys", "there is jwks too: keys come from the one or from the other")
	case isSet && a.None:
		f.wrong("auth.none", "there are keys too")
	case !isSet && !a.None && !isLoopback(host):
		f.wrong("listen", "%s can be reached from elsewhere, and there is no auth: name jwks or keys in [auth], say none = true there, or listen on 127.0.0.1", c.Listen)
	case isSet && a.Issuer == "":
		f.wrong("auth.issuer", "whose tokens count has to be said: it is their claim iss")
	}
	if a.JWKS != "" {
		if u, err := url.Parse(a.JWKS); err != nil || u.Scheme != "https" && u.Scheme != "http" {
			f.wrong("auth.jwks", "it is no URL; it can begin with https://")
		}
	}
}

func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

// leastKept is more than the longest record, which would not fit otherwise.
const leastKept = 16 << 20

func (f *file) checkFeed(key, name string, feed *Feed) {
	if !store.Names.MatchString(name) {
		f.wrong(key, "a feed cannot be called %q: it can have a-z, 0-9, _ and -, up to 63 of them", name)
	}
	if text, err := feed.URL.Value(); err != nil {
		f.wrong(key+".url", "%v", err)
	} else if u, err := url.Parse(text); err != nil || !slices.Contains([]string{"http", "https", "ws", "wss"}, u.Scheme) || u.Host == "" {
		f.wrong(key+".url", "it is no address of a feed; it can begin with https://, http://, wss:// or ws://")
	}
	for _, header := range sortedKeys(feed.Headers) {
		if _, err := feed.Headers[header].Value(); err != nil {
			f.wrong(key+".headers", "%s: %v", header, err)
		}
	}
	if _, err := feed.Body.Value(); err != nil {
		f.wrong(key+".body", "%v", err)
	}
	if feed.Keep == (Keep{}) {
		feed.Keep.Age = 24 * time.Hour
	}
	if feed.Keep.Age != 0 && feed.Keep.Age < time.Second {
		f.wrong(key+".keep", "an age can be 1s and more")
	}
	if feed.Keep.Size != 0 && feed.Keep.Size < leastKept {
		f.wrong(key+".keep", "a size can be 16MiB and more, so that the longest record fits")
	}
	if feed.Buffer.Bytes == 0 {
		feed.Buffer.Bytes = 16 << 20
	}
	if feed.Buffer.Bytes < 1<<20 {
		f.wrong(key+".buffer", "it can be 1MiB and more")
	}
}

func sortedKeys[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
