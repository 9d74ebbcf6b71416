package servers

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// operation is a setting for an operation by a WebSocket.
func operation(query string, init harness.Args) setting {
	s := setting{init: harness.Args{
		"preset":    "graphql-transport-ws",
		"subscribe": harness.Args{"id": "1", "type": "subscribe", "payload": harness.Args{"query": query}},
	}}
	for name, value := range init {
		s.init[name] = value
	}
	return s
}

func TestGraphQLWS(t *testing.T) {
	t.Parallel()
	server := logged(t, "graphql-ws.js")
	page := open(t)
	for name, want := range map[string]struct {
		query string
		data  []string
		types []string
	}{
		"a subscription that ends": {
			"subscription { two }",
			[]string{`{"id":"1","type":"next","payload":{"data":{"two":1}}}`, `{"id":"1","type":"next","payload":{"data":{"two":2}}}`},
			[]string{"complete"},
		},
		"a query": {"{ one }", []string{`{"id":"1","type":"next","payload":{"data":{"one":1}}}`}, []string{"complete"}},
		"a field that is none": {
			"subscription { nope }",
			[]string{`{"id":"1","type":"error","payload":[{"message":"Cannot query field \"nope\" on type \"Subscription\".","locations":[{"line":1,"column":16}]}]}`},
			[]string{"server"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(page, server.url(), operation(want.query, nil)).until(harness.Args{"Over": 1})
			assert.Equal(t, want.data, got.data())
			assert.Equal(t, want.types, got.types())
		})
	}
	for name, want := range map[string]struct {
		init harness.Args
		code string
	}{
		"a token that is wrong":      {harness.Args{"greet": harness.Args{"type": "connection_init", "payload": harness.Args{"token": "wrong"}}}, "4403"},
		"a second greeting":          {harness.Args{"subscribe": harness.Args{"type": "connection_init"}}, "4429"},
		"a message of no type":       {harness.Args{"subscribe": "nonsense"}, "4400"},
		"nothing but a subscription": {harness.Args{"greet": harness.Args{"id": "1", "type": "subscribe", "payload": harness.Args{"query": "{ one }"}}}, "4401"},
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			got := read(page, server.url(), operation("{ one }", want.init)).until(harness.Args{"Over": 1})
			refused(t, got, "server")
			assert.Equal(t, want.code, got.Errors[0].Code)
		})
	}

	t.Run("a subscription goes on by another connection", func(t *testing.T) {
		publish := publisher(t, server, "restarted")
		publish(1)
		r := read(page, server.url(), operation(`subscription { ticks(topic: "restarted") }`, harness.Args{
			"id": "/payload/data/ticks", "dedupe": "/payload/data/ticks",
		}))
		r.until(harness.Args{"Records": 1})
		server.stop()
		server.start()
		publish(2)
		got := r.until(harness.Args{"Records": 2})
		assert.Equal(t, []string{
			`{"id":"1","type":"next","payload":{"data":{"ticks":1}}}`, `{"id":"1","type":"next","payload":{"data":{"ticks":2}}}`,
		}, got.data())
		r.close()
	})
	t.Run("a silent server is asked", func(t *testing.T) {
		r := read(page, server.url(), operation(`subscription { ticks(topic: "silent") }`, harness.Args{"keepalive": harness.Args{"timeoutMs": 2000}}))
		got := r.until(harness.Args{"Keepalives": 4}) // connection_ack, and pongs
		assert.Empty(t, got.Errors)
		r.close()
	})
}
