package config

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"unicode"

	"github.com/feedsource/feedsource/wasm/feedsource"
)

// checkOptions has the engine look at the options of a feed, and notes what it refuses.
func (f *file) checkOptions(key string, feed *Feed) {
	where, _ := feed.URL.Value() // which are there: checkSecrets
	options, _ := feed.Options()
	refusal := refused(where, options)
	if refusal != nil && refusal.Option == "url" {
		what := "it is no address of a feed"
		if where == "" {
			what = "it is missing"
		}
		f.wrong(key+".url", "%s; it can begin with https://, http://, wss:// or ws://, and its port can be up to 65535", what)
		return
	}
	f.checkHeaders(key, feed, where)
	for ; refusal != nil; refusal = refused(where, options) {
		switch refusal.Option {
		case "Backfill.URL":
			f.wrong(key+".backfill.url", "it is no address of pages; it can begin with https:// or http://, and its port can be up to 65535")
		case "Preset":
			f.note(key+".preset", key+"."+inKeys(refusal)+meant(feed.Preset, feedsource.Presets()))
			return // others may be refused for what it does not say
		default:
			f.note(key+"."+keyOf(refusal.Option), key+"."+inKeys(refusal))
		}
		if !take(&options, refusal.Option) {
			return
		}
	}
}

// refused is what the engine says of options without asking for anything: a context that is done ends the feed at once.
func refused(where string, options feedsource.Options) *feedsource.OptionError {
	done, cancel := context.WithCancel(context.Background())
	cancel()
	feed, err := feedsource.Open(done, where, options)
	if err == nil {
		_ = feed.Close()
	}
	var refusal *feedsource.OptionError
	errors.As(err, &refusal) // nothing else is there that could fail
	return refusal
}

// take takes an option away, so that the next one that is refused shows; false if there is none, or others hang on this one.
func take(options *feedsource.Options, name string) bool {
	name = strings.FieldsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) })[0]
	field := reflect.ValueOf(options).Elem().FieldByName(name)
	if name == "Method" || !field.IsValid() || field.IsZero() {
		return false
	}
	field.SetZero()
	return true
}

// checkHeaders looks at headers one by one, each of which has a line of its own.
func (f *file) checkHeaders(key string, feed *Feed, where string) {
	given := map[string]string{}
	for _, name := range sortedKeys(feed.Headers) {
		at, canonical := headerKey(key, name), http.CanonicalHeaderKey(name)
		value, _ := feed.Headers[name].Value()
		if other, ok := given[canonical]; ok {
			f.wrong(at, "it is the same header as %s; leave the one or the other out", other)
		}
		given[canonical] = name
		switch canonical {
		case "Content-Length", "Transfer-Encoding", "Trailer":
			f.wrong(at, "it is HTTP's own; leave it out")
		}
		if refusal := refused(where, feedsource.Options{Headers: http.Header{name: {value}}}); refusal != nil {
			f.note(at, key+"."+inKeys(refusal))
		}
	}
}

// keyOf is the key of an option that the engine names: timeoutMs of Timeout, for one.
func keyOf(option string) string {
	var path []string
	word, _, _ := strings.Cut(option, " ")
	for part := range strings.SplitSeq(word, ".") {
		for _, name := range keysOf(reflect.TypeFor[Feed](), path) {
			if strings.EqualFold(name, part) || strings.EqualFold(name, part+"Ms") {
				path = append(path, name)
				break
			}
		}
	}
	return join(path...)
}

// inKeys is a sentence of the engine's, which speaks of options of a Go program, as it is for relay.toml.
func inKeys(refusal *feedsource.OptionError) string {
	word, _, _ := strings.Cut(refusal.Option, " ")
	sentence := keyOf(refusal.Option) + strings.TrimPrefix(refusal.Message, word)
	return strings.TrimSuffix(words.Replace(sentence), ".")
}

var words = strings.NewReplacer(
	"a Method that has one", "a method that has one",
	"URL and After, or Func", "url and after",
	"has one of Key and ByID", "needs key",
	", or Transport websocket", "",
)
