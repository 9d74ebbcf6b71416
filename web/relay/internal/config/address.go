package config

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// hostPort splits an address to listen at or to connect to. It is none without a port that there can be, from least on.
func hostPort(text string, least int) (host string, port int, ok bool) {
	host, number, err := net.SplitHostPort(text)
	if err != nil || !isHost.MatchString(host) && net.ParseIP(strings.Split(host, "%")[0]) == nil {
		return "", 0, false
	}
	value, err := strconv.ParseUint(number, 10, 16)
	return host, int(value), err == nil && int(value) >= least
}

// isHost is met by the name of a host, and by none.
var isHost = regexp.MustCompile(`^([A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$`)

func noAddress(text string) string {
	if text == "" {
		return "it is missing"
	}
	return strconv.Quote(shown(text)) + " is no address"
}

// parse reads a URL of one of some schemes. It is none without a host, or with a port that cannot be.
func parse(text string, schemes ...string) (*url.URL, bool) {
	u, err := url.Parse(text)
	if err != nil || !slices.Contains(schemes, u.Scheme) || u.Hostname() == "" {
		return nil, false
	}
	if port := u.Port(); port != "" {
		number, err := strconv.ParseUint(port, 10, 16)
		return u, err == nil && number > 0
	}
	return u, true
}

// shown is an address without what may be secret in it: a user with a password, and a query. What may be either is not shown at all.
func shown(address string) string {
	at := strings.LastIndexByte(address, '@')
	address, _, _ = strings.Cut(address, "?")
	if at > len(address) {
		return "…"
	}
	return address[at+1:]
}
