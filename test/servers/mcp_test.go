package servers

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A session is one of a client with an MCP server.
type session struct {
	t       *testing.T
	url, id string
	version string
}

// join opens a session, as every client has to.
func join(t *testing.T, url, version string) *session {
	t.Helper()
	s := &session{t: t, url: url, version: version}
	head := s.ask("initialize", 1, harness.Args{
		"protocolVersion": version, "capabilities": harness.Args{}, "clientInfo": harness.Args{"name": "test", "version": "1"},
	})
	s.id = head.Get("Mcp-Session-Id")
	require.NotEmpty(t, s.id)
	s.ask("notifications/initialized", 0, nil)
	return s
}

// call is a JSON-RPC request, or a notification if its id is 0.
func call(method string, id int, params harness.Args) string {
	message := harness.Args{"jsonrpc": "2.0", "method": method}
	if id > 0 {
		message["id"] = id
	}
	if params != nil {
		message["params"] = params
	}
	return harness.JS(message)
}

func (s *session) headers() harness.Args {
	h := harness.Args{"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
	if s.id != "" {
		h["Mcp-Session-Id"], h["Mcp-Protocol-Version"] = s.id, s.version
	}
	return h
}

// ask makes a request beside the page, and returns the head of its answer.
func (s *session) ask(method string, id int, params harness.Args) http.Header {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.url, bytes.NewReader([]byte(call(method, id, params))))
	require.NoError(s.t, err)
	for name, value := range s.headers() {
		request.Header.Set(name, value.(string))
	}
	r, err := http.DefaultClient.Do(request)
	require.NoError(s.t, err)
	defer func() { _ = r.Body.Close() }()
	_, err = io.Copy(io.Discard, r.Body)
	require.NoError(s.t, err)
	require.Less(s.t, r.StatusCode, 300)
	return r.Header
}

// request is a setting that sends a request of the session in a page, and reads its answer
// and what comes ahead of it.
func (s *session) request(method string, params, init harness.Args) setting {
	set := setting{init: harness.Args{"preset": "mcp", "method": "POST", "headers": s.headers(), "body": call(method, 2, params)}}
	maps.Copy(set.init, init)
	return set
}

func tool(name string, arguments harness.Args) harness.Args {
	return harness.Args{"name": name, "arguments": arguments}
}

func TestMCP(t *testing.T) {
	t.Parallel()
	server := run(t, node(t, "mcp.js", "PORT")...)
	page := open(t)
	for _, version := range []string{"2025-06-18", "2025-11-25"} {
		t.Run(version, func(t *testing.T) {
			s := join(t, server.url(), version)
			goesOn(t, page, func(t *testing.T, topic string) *source {
				topic = version + topic
				return &source{
					server: server, path: "/",
					setting: s.request("tools/call", tool("ticks", harness.Args{"topic": topic, "count": 5}), nil),
					publish: publisher(t, server, topic),
					numbers: func(r record) []int {
						var message struct {
							Params struct{ Data json.RawMessage }
						}
						_ = json.Unmarshal([]byte(r.Data), &message)
						return numbered(record{Data: string(message.Params.Data)})
					},
					cursor: lastEventID,
				}
			}, cut, finished, torn, silent)

			t.Run("an answer is complete at its result", func(t *testing.T) {
				publisher(t, server, version)(1)
				got := read(page, server.url(), s.request("tools/call", tool("ticks", harness.Args{"topic": version, "count": 1}), nil)).
					until(harness.Args{"Over": 1})
				require.Len(t, got.Records, 2)
				assert.Contains(t, got.Records[1].Data, `"text":"done"`)
				assert.Equal(t, []string{"complete"}, got.types())
				assert.Empty(t, got.Threw)
			})
		})
	}

	t.Run("a server that restarts has forgotten the session, and is not asked anew", func(t *testing.T) {
		s := join(t, server.url(), "2025-11-25")
		w := lay(t, server.address)
		r := read(page, w.url, s.request("tools/call", tool("ticks", harness.Args{"topic": "forgotten", "count": 2}), nil))
		publisher(t, server, "forgotten")(1)
		require.Len(t, r.until(harness.Args{"Records": 1}).Records, 1)
		server.stop()
		server.start()
		got := r.until(harness.Args{"Over": 1})
		refused(t, got, "status", "404", "Session not found")
		assert.Len(t, got.Records, 1)
		for i, asked := range w.asked() {
			assert.Equal(t, i == 0, asked.Method == http.MethodPost, asked.Method)
		}
	})
	t.Run("an answer of JSON is complete", func(t *testing.T) {
		s := join(t, server.url()+"/json", "2025-11-25")
		got := read(page, s.url, s.request("tools/list", nil, nil)).until(harness.Args{"Over": 1})
		require.Len(t, got.Records, 1)
		assert.Contains(t, got.Records[0].Data, `"name":"ticks"`)
		assert.Equal(t, []string{"complete"}, got.types())
	})

	for name, want := range map[string]struct {
		path   string
		method string
		header harness.Args
		kind   string
		words  string
	}{
		"a method that is none":    {"/", "nope/nope", nil, "server", "Method not found"},
		"a session that is none":   {"/", "tools/list", harness.Args{"Mcp-Session-Id": "nope"}, "status", "404"},
		"a token that is wrong":    {"/private", "tools/list", harness.Args{"Authorization": "Bearer wrong"}, "status", "invalid_token: No token is wrong."},
		"an Accept without a type": {"/", "tools/list", harness.Args{"Accept": "text/event-stream"}, "status", "406"},
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			s := join(t, server.url(), "2025-11-25")
			headers := s.headers()
			maps.Copy(headers, want.header)
			got := read(page, server.url()+want.path, s.request(want.method, nil, harness.Args{"headers": headers})).until(harness.Args{"Over": 1})
			refused(t, got, want.kind, want.words)
		})
	}
}
