package servers

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
)

// subscription is a setting for an operation, in the mode of distinct connections.
func subscription(query string, variables, init harness.Args) setting {
	s := setting{init: harness.Args{
		"preset": "graphql-sse", "method": "POST",
		"headers": harness.Args{"Content-Type": "application/json"},
		"body":    harness.JS(map[string]any{"query": query, "variables": variables}),
	}}
	maps.Copy(s.init, init)
	return s
}

func TestGraphQLSSE(t *testing.T) {
	t.Parallel()
	server := logged(t, "graphql-sse.js")
	page := open(t)
	goesOn(t, page, func(t *testing.T, topic string) *source {
		s := subscription("subscription ($topic: String, $after: String) { ticks(topic: $topic, after: $after) }",
			harness.Args{"topic": topic}, harness.Args{
				"id": "/data/ticks", "resume": harness.Args{"body": "/variables/after"}, "reconnect": harness.Args{"anyMethod": true},
			})
		return &source{
			server: server, path: "/", setting: s, publish: publisher(t, server, topic),
			numbers: func(r record) []int {
				var result struct{ Data struct{ Ticks int } }
				_ = json.Unmarshal([]byte(r.Data), &result)
				return []int{result.Data.Ticks}
			},
			text: func(n int) string { return fmt.Sprintf(`"ticks":%d`, n) },
			cursor: func(r request) string {
				var body struct{ Variables struct{ After string } }
				_ = json.Unmarshal([]byte(r.Body), &body)
				return body.Variables.After
			},
		}
	}, cut, finished, torn, silent, restarted, killed)

	for name, want := range map[string]struct {
		query string
		data  []string
	}{
		"a subscription that ends": {"subscription { two }", []string{`{"data":{"two":1}}`, `{"data":{"two":2}}`}},
		"a query":                  {"{ one }", []string{`{"data":{"one":1}}`}},
		"a resolver that throws is a result": {"subscription { throws }", []string{
			`{"errors":[{"message":"The resolver fell over.","locations":[{"line":1,"column":16}],"path":["throws"]}],"data":{"throws":null}}`,
		}},
		"a field that is none is a result": {"subscription { nope }", []string{
			`{"errors":[{"message":"Cannot query field \"nope\" on type \"Subscription\".","locations":[{"line":1,"column":16}]}]}`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(page, server.url(), subscription(want.query, nil, nil)).until(harness.Args{"Over": 1})
			assert.Equal(t, want.data, got.data())
			assert.Equal(t, []string{"complete"}, got.types())
			assert.Empty(t, got.Threw)
		})
	}
	givesUp(t, page, server, "/", subscription("subscription { ticks(topic: \"cut\") }", nil, nil).init,
		harness.Args{"Keepalives": 1}) // the comment that it begins with

	t.Run("a token that is wrong is refused", func(t *testing.T) {
		headers := harness.Args{"Content-Type": "application/json", "Authorization": "Bearer wrong"}
		got := read(page, server.url(), subscription("{ one }", nil, harness.Args{"headers": headers})).until(harness.Args{"Over": 1})
		refused(t, got, "status", "401")
	})
	t.Run("a request that is none is refused in the server's words", func(t *testing.T) {
		got := read(page, server.url(), subscription("{ one }", nil, harness.Args{"body": "{"})).until(harness.Args{"Over": 1})
		refused(t, got, "status", "400", "Expected property name")
	})
}
