package feed

import "strings"

// Place is a URL without what may be secret: user, password, query and fragment. It
// names the feed in messages.
func Place(url string) string {
	if url == "" {
		return "the feed" // whose address the page has yet to give
	}
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

// absolute is a URL that may be relative to a base, as far as messages name it.
func absolute(url, base string) string {
	scheme, rest, _ := strings.Cut(base[:indexAny(base, "?#")], "//")
	host := rest[:indexAny(rest, "/")]
	switch own := url[:indexAny(url, "/?#")]; {
	case strings.HasSuffix(own, ":"):
		return url
	case strings.HasPrefix(url, "//"):
		return scheme + url
	case strings.HasPrefix(url, "/"):
		return scheme + "//" + host + url
	case own == "":
		return scheme + "//" + rest + url
	}
	return scheme + "//" + rest[:max(strings.LastIndexByte(rest, '/'), len(host))] + "/" + url
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
	path, kept := apart(url, name)
	return path + "?" + strings.Join(append(kept, escape(name)+"="+escape(WellFormed(value))), "&")
}

// withoutQuery is url without a query parameter; the rest stays as it was.
func withoutQuery(url, name string) string {
	if name == "" || queryValue(url, name) == "" {
		return url
	}
	path, kept := apart(url, name)
	if len(kept) == 0 {
		return path
	}
	return path + "?" + strings.Join(kept, "&")
}

// apart is url up to its query, and the parts of that which are not the parameter of a name.
func apart(url, name string) (path string, kept []string) {
	url, _, _ = strings.Cut(url, "#")
	path, query, _ := strings.Cut(url, "?")
	for part := range strings.SplitSeq(query, "&") {
		if key, _, _ := strings.Cut(part, "="); part != "" && key != name && key != escape(name) {
			kept = append(kept, part)
		}
	}
	return path, kept
}

// queryValue is the value of a query parameter, decoded; empty if there is none.
func queryValue(url, name string) string {
	url, _, _ = strings.Cut(url, "#")
	_, query, _ := strings.Cut(url, "?")
	for part := range strings.SplitSeq(query, "&") {
		if key, value, _ := strings.Cut(part, "="); key == name || key == escape(name) {
			return unescape(value)
		}
	}
	return ""
}

// unescape undoes the escapes of a query as forms have them (WHATWG URL, "application/x-www-form-urlencoded").
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			b.WriteByte(' ')
		case s[i] == '%' && i+2 < len(s) && nibble(s[i+1]) < 16 && nibble(s[i+2]) < 16:
			b.WriteByte(nibble(s[i+1])<<4 | nibble(s[i+2]))
			i += 2
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// nibble is the value of a hexadecimal digit; 16 for what is none.
func nibble(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 16
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
