package servers

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
)

// A record is what a page had of a server.
type record struct {
	Type, ID, Data string
	Bytes          []byte          // if it has any
	Fields         []string        // of its header: what each is, in words
	Value          json.RawMessage // as a library of the page's reads it
}

// A failure is an error that a page was told of.
type failure struct {
	Type, Code, Body, Message string
	Status                    int
	Final                     bool
}

// A sighting is what a page has seen of a feed so far.
type sighting struct {
	Records                   []record
	Errors                    []failure
	Gaps, Warnings, Malformed []string
	Comments                  []string
	Opens, Keepalives         int
	Over                      bool
	Threw                     string // the type of the error that ended the loop
}

// types are those of the errors, in order.
func (s sighting) types() []string {
	list := []string{}
	for _, e := range s.Errors {
		list = append(list, e.Type)
	}
	return list
}

// data are those of the records, in order.
func (s sighting) data() []string {
	list := []string{}
	for _, r := range s.Records {
		list = append(list, r.Data)
	}
	return list
}

// A reader is a feed in a page.
type reader struct {
	page *harness.Page
	key  int
}

// A setting is what a feed is made with.
type setting struct {
	init harness.Args
	by   harness.Args // what JSON cannot say, by its names in means.js
}

// patience is how long all that is done with one server may take.
const patience = 3 * time.Minute

// libraries are what pages may have of npm.
const libraries = "npm/node_modules"

func open(t *testing.T) *harness.Page {
	t.Helper()
	site := harness.NewSite(t)
	site.Handle("/npm/", http.StripPrefix("/npm/", http.FileServer(http.Dir(libraries))).ServeHTTP)
	return harness.OpenFor(t, site.URL+"/module.html", patience)
}

func read(page *harness.Page, url string, s setting) *reader {
	page.T.Helper()
	if _, err := os.Stat(libraries); err != nil && s.by["library"] != nil {
		page.T.Logf("not read by a library as well: those of %s are not installed; ./build.sh servers installs them", libraries)
		s.by = maps.Clone(s.by)
		delete(s.by, "library")
	}
	args := harness.Args{"url": url, "init": s.init, "by": s.by}
	if s.init == nil {
		args["init"] = harness.Args{}
	}
	return &reader{page: page, key: harness.Call[int](page, "reader.js", "open", args)}
}

// until waits until the page has seen so much, by the names of a sighting's fields, or by
// Text that is in a record.
func (r *reader) until(wanted harness.Args) sighting {
	r.page.T.Helper()
	if wanted == nil {
		wanted = harness.Args{}
	}
	return harness.Call[sighting](r.page, "reader.js", "until", harness.Args{"reader": r.key, "wanted": wanted})
}

func (r *reader) close() {
	r.page.T.Helper()
	harness.Call[any](r.page, "reader.js", "close", harness.Args{"reader": r.key})
}

// refused asserts that a feed was given up, with an error of a type whose sentence has
// some words of the server's or about it.
func refused(t *testing.T, got sighting, kind string, words ...string) {
	t.Helper()
	if !assert.NotEmpty(t, got.Errors) {
		return
	}
	last := got.Errors[len(got.Errors)-1]
	assert.Equal(t, kind, last.Type, last.Message)
	assert.True(t, last.Final, last.Message)
	for _, word := range words {
		assert.Contains(t, last.Message, word)
	}
}

// with is an init with more.
func with(init, more harness.Args) harness.Args {
	all := harness.Args{}
	maps.Copy(all, init)
	maps.Copy(all, more)
	return all
}
