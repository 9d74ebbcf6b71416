package servers

import (
	"encoding/json"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func inParts(query string, init harness.Args) harness.Args {
	return with(harness.Args{
		"preset": "graphql-multipart",
		"method": "POST", "body": harness.JS(harness.Args{"query": query}),
		"headers": harness.Args{"Content-Type": "application/json", "Accept": "multipart/mixed"},
	}, init)
}

func TestGraphQLYoga(t *testing.T) {
	t.Parallel()
	server := run(t, node(t, "yoga.js", "PORT")...)
	page := open(t)
	ask := func(query string) sighting {
		return read(page, server.url()+"/graphql", setting{init: inParts(query, nil)}).until(harness.Args{"Over": 1})
	}
	t.Run("what is deferred comes in parts of its own", func(t *testing.T) {
		got := ask("{ parts { fast ... @defer { slow } } }")
		assert.Equal(t, []string{
			`{"data":{"parts":{"fast":"fast"}},"hasNext":true}`,
			`{"incremental":[{"data":{"slow":"slow ☃"},"path":["parts"]}],"hasNext":false}`,
		}, got.data())
		assert.Equal(t, []string{"complete"}, got.types())
		assert.Equal(t, []string{"content-type: String application/json; charset=utf-8", "content-length: String 49"}, got.Records[0].Fields)
		assert.Equal(t, got.Records[1].Data, string(got.Records[1].Bytes))
	})
	t.Run("a list comes item by item", func(t *testing.T) {
		got := ask("{ parts { list @stream } }")
		require.NotEmpty(t, got.Records)
		items := []string{}
		for _, r := range got.Records[1:] {
			var part struct{ Incremental []struct{ Items []string } }
			require.NoError(t, json.Unmarshal(r.Bytes, &part))
			for _, each := range part.Incremental {
				items = append(items, each.Items...)
			}
		}
		assert.Equal(t, []string{"one", "two", "☃"}, items)
		assert.Equal(t, []string{"complete"}, got.types())
	})
	t.Run("a resolver that throws is in a part", func(t *testing.T) {
		got := ask("{ parts { fast ... @defer { fails } } }")
		require.Len(t, got.Records, 2)
		assert.Contains(t, got.Records[1].Data, `"message":"The resolver fell over."`)
		assert.Equal(t, []string{"complete"}, got.types())
	})
	t.Run("a query that waits for nothing is complete", func(t *testing.T) {
		got := ask("{ parts { fast } }")
		assert.Equal(t, []string{`{"data":{"parts":{"fast":"fast"}}}`}, got.data())
		assert.Equal(t, []string{"complete"}, got.types())
	})
	t.Run("a field that is none is refused", func(t *testing.T) {
		got := ask("{ nope }")
		refused(t, got, "status", "400")
		assert.Contains(t, got.Errors[0].Body, `Cannot query field \"nope\"`)
	})
	t.Run("a subscription is refused, which Yoga has for event streams", func(t *testing.T) {
		refused(t, ask("subscription { two }"), "status", "406")
	})
	waiting := inParts("{ parts { fast ... @defer { never } } }", nil)
	givesUp(t, page, server, "/graphql", waiting, harness.Args{"Records": 1})
}
