package serve

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// parameters are those of a query that mean something here, with what they can be. Others may stand there too: proxies and pages have
// their own.
var parameters = []struct{ name, canBe string }{
	{"after", "a position, oldest or newest"},
	{"since", "a time: RFC 3339, or seconds since 1970"},
	{"filter", "types of events, with commas between"},
	{"offset", "-1, now, or a Stream-Next-Offset"},
	{"live", "long-poll or sse"},
}

// queryOf is the query of a request. What cannot be read is not passed over: the reader would begin elsewhere than it believes.
func queryOf(r *http.Request) (url.Values, *problem) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, bad(fmt.Sprintf("The query cannot be read: %.80s.", err))
	}
	for _, p := range parameters {
		switch values := query[p.name]; {
		case len(values) > 1:
			return nil, bad(p.name + " is there more than once.")
		case len(values) == 1 && values[0] == "":
			return nil, bad(p.name + " is empty; it can be " + p.canBe + ".")
		}
	}
	if isDurable(query) && (query.Has("after") || query.Has("since") || query.Has("filter")) {
		return nil, bad("after, since and filter do not go with offset and live, which are of Durable Streams.")
	}
	return query, nil
}

func isDurable(query url.Values) bool { return query.Has("offset") || query.Has("live") }

// What a filter has at most. A reader keeps it for as long as it is there.
const (
	filterTypes = 100
	filterBytes = 4096
)

// filter is what ?filter= says: types of events, with commas between. nil is all.
func filter(query url.Values) (map[string]bool, *problem) {
	text := query.Get("filter")
	if text == "" {
		return nil, nil
	}
	names := strings.Split(text, ",")
	if len(names) > filterTypes || len(text) > filterBytes {
		return nil, bad(fmt.Sprintf("filter is too long; it can have %d types, of %d bytes together.", filterTypes, filterBytes))
	}
	types := map[string]bool{record.GapType: true}
	for _, name := range names {
		if !canBeType(name) {
			return nil, bad(fmt.Sprintf("filter has %.40q, which is no type of an event; there are types, with commas between and nothing else.", name))
		}
		types[name] = true
	}
	return types, nil
}

// canBeType says whether an event of that type can be written: its line would not be one with a control character.
func canBeType(name string) bool {
	return name != "" && name == strings.TrimSpace(name) && utf8.ValidString(name) && !strings.ContainsFunc(name, unicode.IsControl)
}
