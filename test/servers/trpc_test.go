package servers

import (
	"net/url"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
)

// procedure is the path of a subscription.
func procedure(name string, input harness.Args) string {
	return "/" + name + "?input=" + url.QueryEscape(harness.JS(input))
}

func TestTRPC(t *testing.T) {
	t.Parallel()
	server := logged(t, "trpc.js")
	page := open(t)
	trpc := setting{init: harness.Args{"preset": "trpc"}}
	goesOn(t, page, func(t *testing.T, topic string) *source {
		return &source{
			server: server, path: procedure("ticks", harness.Args{"topic": topic}), setting: trpc,
			publish: publisher(t, server, topic), numbers: numbered, cursor: headerOrQuery(t, "lastEventId"),
		}
	}, cut, finished, torn, silent, restarted, killed)

	t.Run("pings are signs of life", func(t *testing.T) {
		r := read(page, server.url()+procedure("ticks", harness.Args{"topic": "quiet"}), trpc)
		defer r.close()
		got := r.until(harness.Args{"Keepalives": 3})
		assert.Empty(t, got.Records)
		assert.Empty(t, got.Errors)
	})
	t.Run("a subscription that returns is complete", func(t *testing.T) {
		got := read(page, server.url()+procedure("two", nil), trpc).until(harness.Args{"Over": 1})
		assert.Equal(t, []string{`{"n":1}`, `{"n":2}`}, got.data())
		assert.Equal(t, []string{"complete"}, got.types())
		assert.Empty(t, got.Threw)
	})

	for name, want := range map[string]struct {
		path, code, body string
		records          []string
	}{
		"a subscription that throws":     {procedure("throws", nil), "FORBIDDEN", "Not for you.", []string{`{"n":1}`}},
		"a token that is wrong":          {procedure("ticks", harness.Args{"topic": "x"}), "UNAUTHORIZED", "No such token.", []string{}},
		"an input that lacks its member": {procedure("ticks", harness.Args{}), "BAD_REQUEST", "expected string", []string{}},
	} {
		t.Run(name+" is refused in the stream", func(t *testing.T) {
			s := setting{init: harness.Args{"preset": "trpc"}}
			if want.code == "UNAUTHORIZED" {
				s.init["headers"] = harness.Args{"Authorization": "Bearer wrong"}
			}
			got := read(page, server.url()+want.path, s).until(harness.Args{"Over": 1})
			refused(t, got, "server")
			assert.Equal(t, want.code, got.Errors[0].Code)
			assert.Contains(t, got.Errors[0].Body, want.body)
			assert.Equal(t, want.records, got.data())
		})
	}
	t.Run("a procedure that is none is refused", func(t *testing.T) {
		got := read(page, server.url()+"/nope", trpc).until(harness.Args{"Over": 1})
		refused(t, got, "status", "404", "No procedure found on path")
	})
}
