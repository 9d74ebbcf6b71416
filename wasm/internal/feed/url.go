package feed

import "strings"

// Place is a URL without what may be secret: user, password, query and fragment. It
// names the feed in messages.
func Place(url string) string {
	scheme, rest, _ := strings.Cut(url, ":")
	if !strings.HasPrefix(rest, "//") {
		return scheme + ":…" // data:, blob: and others that hold their content
	}
	rest = rest[:min(len(rest), indexAny(rest, "?#"))]
	host, path, slash := strings.Cut(rest[2:], "/")
	host = host[strings.LastIndexByte(host, '@')+1:]
	if slash {
		path = "/" + path
	}
	return scheme + "://" + host + path
}

// veiled is what a browser or a page said of a failure, with each URL in it shortened to
// its Place: Chromium quotes a URL that holds a password in full, with its query.
func veiled(said string) string {
	var b strings.Builder
	for {
		i := strings.Index(said, "://")
		if i < 0 {
			return b.String() + said
		}
		start := strings.LastIndexAny(said[:i], " \t\r\n\"'<>()") + 1
		end := i + indexAny(said[i:], " \t\r\n\"<>") // a URL holds these only escaped
		b.WriteString(said[:start])
		b.WriteString(Place(said[start:end]))
		said = said[end:]
	}
}

func indexAny(s, chars string) int {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return i
	}
	return len(s)
}

// withQuery is url with a query parameter set. The other parameters stay as they were,
// byte for byte: some are signed.
func withQuery(url, name, value string) string {
	url, _, _ = strings.Cut(url, "#")
	path, query, _ := strings.Cut(url, "?")
	escaped := escape(name)
	var kept []string
	for part := range strings.SplitSeq(query, "&") {
		if key, _, _ := strings.Cut(part, "="); part != "" && key != name && key != escaped {
			kept = append(kept, part)
		}
	}
	return path + "?" + strings.Join(append(kept, escaped+"="+escape(wellFormed(value))), "&")
}

// escape writes s for a query: all but the unreserved characters (RFC 3986 section
// 2.3) as bytes in hexadecimal.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}
