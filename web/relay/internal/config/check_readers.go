package config

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/feedsource"
)

// patience is how long a page that reads by the preset relay bears silence.
var patience = func() time.Duration {
	preset, _ := feedsource.PresetOptions("relay")
	return preset.Keepalive.Timeout
}()

func (f *file) checkReaders(r *Readers) {
	// A third is left for what delays a heartbeat on its way.
	f.between("readers.heartbeat", r.Heartbeat, time.Second, patience*2/3,
		fmt.Sprintf("because the preset relay takes %v of silence for a dead connection", Duration{patience}))
	const away = "because readers who are away for longer have given up"
	f.between("readers.write_timeout", r.WriteTimeout, 100*time.Millisecond, 10*time.Minute, "because a reader who takes nothing has a place for so long")
	f.between("readers.retry", r.Retry, 100*time.Millisecond, 10*time.Minute, away)
	f.between("readers.spread", r.Spread, 100*time.Millisecond, 10*time.Minute, away)
	f.between("readers.gather", r.Gather, 0, 10*time.Second, "because records wait for so long")
	f.limit("readers.max", r.Max)
	f.limit("readers.max_per_address", r.MaxPerAddress)
	if r.AddressHeader != "" && !isToken.MatchString(r.AddressHeader) {
		f.wrong("readers.address_header", "%q is no name of a header; it can be X-Forwarded-For or the like", r.AddressHeader)
	}
	for i, origin := range r.Origins {
		if origin != "*" {
			f.checkOrigin(elementOf("readers.origins", i), origin)
		}
	}
}

// isToken is met by the name of a header (RFC 9110 section 5.6.2).
var isToken = regexp.MustCompile("^[\\w!#$%&'*+.^`|~-]+$")

// checkOrigin notes what no browser says of a page (RFC 6454 section 7), and so lets none read.
func (f *file) checkOrigin(key, origin string) {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme == "" || u.Hostname() == "" || strings.Contains(origin, "*") {
		f.wrong(key, `%q is no origin; it can be "https://app.example", or "*" for all`, shown(origin))
		return
	}
	_, hasPort := parse(origin, u.Scheme)
	bare := u.Scheme + "://" + strings.TrimSuffix(strings.ToLower(u.Host), ":")
	isDefault := u.Scheme == "https" && u.Port() == "443" || u.Scheme == "http" && u.Port() == "80"
	switch {
	case !hasPort:
		f.wrong(key, "the port of %q can be up to 65535", shown(origin))
	case isDefault:
		f.wrong(key, "browsers leave the port of %q out; it can be %q", shown(origin), strings.TrimSuffix(bare, ":"+u.Port()))
	case strings.ToLower(origin) != bare:
		f.wrong(key, "%q has more than a scheme, a host and a port; it can be %q", shown(origin), bare)
	case strings.ContainsFunc(bare, func(c rune) bool { return c > '~' }):
		f.wrong(key, "browsers write the host of %q in ASCII; it begins with xn--", origin)
	}
}
