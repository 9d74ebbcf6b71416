package browser

const (
	signIn = `<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>`
	tooBig = `{"error":{"message":"This model's maximum context length is 8192 tokens","type":"invalid_request_error","code":"context_length_exceeded"}}`
	tweet  = `{"title":"operational-disconnect","disconnect_type":"OperationalDisconnect","detail":"This stream has been disconnected for operational reasons.","type":"https://api.twitter.com/2/problems/operational-disconnect"}`
	status = "{⏎  \"kind\": \"Status\",⏎  \"apiVersion\": \"v1\",⏎  \"metadata\": {},⏎  \"status\": \"Failure\",⏎  \"message\": \"pods is forbidden: User cannot watch\",⏎  \"reason\": \"Forbidden\",⏎  \"code\": 403⏎}⏎"
)

// again is told by a feed that is asked once more, and then not to come back.
func again(told ...string) []string { return append(told, "error:no-content!") }

var twice = []string{"GET /v1", "GET /v1"}

// instead is what came instead of a feed.
var instead = append(append(pages(), binaries()...), []finding{
	{name: "openai, a JSON error with status 200", options: post(opts{"preset": "openai"}),
		turns: typed("application/json", `{"error":{"message":"quota exceeded"}}⏏`),
		told:  []string{"error:content-type!"}, says: []string{"quota exceeded"}, body: `{"error":{"message":"quota exceeded"}}`},
	{name: "sse, a JSON error", options: opts{"format": "sse"}, asked: twice,
		turns: turns(`{"message":"Internal error"}⏏`),
		told:  again("error:content-type"), says: []string{"Internal error"}, body: `{"message":"Internal error"}`},
	{name: "couchdb without feed=", options: opts{"preset": "couchdb"},
		turns: typed("application/json", "{\"results\":[⏎{\"seq\":\"1-a\",\"id\":\"x\",\"changes\":[{\"rev\":\"1-b\"}]}⏎],⏎\"last_seq\":\"1-a\",\"pending\":0}⏎⏏"),
		told:  []string{"error:server!"}, says: []string{"the URL needs feed=continuous"}},
	{name: "couchdb, the last line", options: opts{"preset": "couchdb"}, asked: []string{"GET /v1", "GET /v1?since=2-a"},
		turns: typed("application/json", "{\"seq\":\"1-a\",\"id\":\"x\",\"changes\":[{\"rev\":\"1-b\"}]}⏎{\"last_seq\":\"2-a\",\"pending\":0}⏎⏏"),
		told:  again(`{"seq":"1-a","id":"x","changes":[{"rev":"1-b"}]}`, `keepalive:signal {"last_seq":"2-a","pending":0}`, "error:end")},
	{name: `openai, "error": ""`, options: post(opts{"preset": "openai"}),
		turns: turns("data: {\"error\":\"\",\"choices\":[]}⏎⏎data: [DONE]⏎⏎⏏"),
		told:  []string{`{"error":"","choices":[]}`, "error:complete!"}},
	{name: `openai, "error": false`, options: post(opts{"preset": "openai"}),
		turns: turns("data: {\"error\":false,\"choices\":[]}⏎⏎data: [DONE]⏎⏎⏏"),
		told:  []string{`{"error":false,"choices":[]}`, "error:complete!"}},
	{name: `openai, "error": null`, options: post(opts{"preset": "openai"}),
		turns: turns("data: {\"error\":null,\"choices\":[]}⏎⏎data: [DONE]⏎⏎⏏"),
		told:  []string{`{"error":null,"choices":[]}`, "error:complete!"}},
	{name: "openai, an event named error of plain text", options: post(opts{"preset": "openai"}),
		turns: turns("event: error⏎data: Too many requests⏎⏎⏏"),
		told:  []string{"error=Too many requests", "error:server!"}, says: []string{"Too many requests"}},
	{name: "openai, a code in an object", options: post(opts{"preset": "openai"}),
		turns: turns("data: " + tooBig + "⏎⏎⏏"),
		told:  []string{tooBig, "error:server!"}, code: "context_length_exceeded", says: []string{"This model's maximum context length is 8192 tokens"}},
	{name: "kubernetes, a code in an object", options: opts{"preset": "kubernetes"},
		url: "/v1?resourceVersion=1", asked: []string{"GET /v1?resourceVersion=1", "GET /v1"},
		turns: typed("application/json", `{"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}}⏎⏏`),
		told:  again("gap:expired", "error:server"), code: "410", says: []string{"too old resource version: 1 (2)"}},
	{name: "kubernetes, another code in an object", options: opts{"preset": "kubernetes"}, asked: twice,
		turns: typed("application/json", `{"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"etcdserver: leader changed","reason":"InternalError","code":500}}⏎⏏`),
		told:  again("error:server"), code: "500", says: []string{"etcdserver: leader changed"}},
	{name: "kubernetes, a Status that is pretty-printed", options: opts{"preset": "kubernetes"},
		turns: refused(403, "application/json", status+"⏏"),
		told:  []string{"error:status!"}, says: []string{"pods is forbidden: User cannot watch"}, body: `"reason": "Forbidden"`},
	{name: "anthropic without event lines", options: post(opts{"preset": "anthropic"}),
		turns: turns("data: {\"type\":\"ping\"}⏎⏎data: " + delta + "⏎⏎data: {\"type\":\"message_stop\"}⏎⏎⏏"),
		told:  []string{`keepalive:signal {"type":"ping"}`, delta, `{"type":"message_stop"}`, "error:complete!"}},
	{name: "anthropic, an error without event lines", options: post(opts{"preset": "anthropic"}),
		turns: turns("data: {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"max_tokens is too large\"}}⏎⏎⏏"),
		told:  []string{`{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens is too large"}}`, "error:server!"},
		code:  "invalid_request_error", says: []string{"max_tokens is too large"}},
	{name: "x-v2, a disconnect at top level", options: opts{"preset": "x-v2"}, asked: twice,
		turns: typed("application/json", tweet+"\r⏎⏏"),
		told:  again("error:server"), says: []string{"This stream has been disconnected for operational reasons."}, code: "OperationalDisconnect"},
	{name: "kubernetes, a record with a code", options: opts{"preset": "kubernetes"}, asked: twice,
		turns: typed("application/json", `{"type":"ADDED","object":{"code":410,"data":{}}}⏎⏏`),
		told:  again(`{"type":"ADDED","object":{"code":410,"data":{}}}`, "error:end")},
	{name: "fetch gives an object that is no Response", options: opts{"reconnect": opts{"maxAttempts": 3}}, functions: []string{"notAResponse"}, inPage: ownFetch,
		told: []string{"error:request", "error:request", "error:request!"}, waits: []float64{1000, 2000}},
	{name: "fetch gives an empty object", options: opts{"reconnect": opts{"maxAttempts": 3}}, functions: []string{"nothing"}, inPage: ownFetch,
		told: []string{"error:request", "error:request", "error:request!"}, waits: []float64{1000, 2000}},
	{name: "fetch gives a Response that was read", options: opts{"reconnect": opts{"maxAttempts": 3}}, functions: []string{"used"}, inPage: ownFetch,
		told: []string{"error:request", "error:request", "error:request!"}, waits: []float64{1000, 2000}},
}...)

// pages are web pages in place of a feed, whatever the format.
func pages() []finding {
	var list []finding
	for _, preset := range []string{"nchan", "mercure", "openai", "kubernetes", "docker", "ollama"} {
		list = append(list, finding{
			name: preset + ", a web page", options: opts{"preset": preset}, asked: twice,
			turns: typed("text/html; charset=utf-8", signIn+"⏏"),
			told:  again("error:content-type"), says: []string{"a web page instead of a feed"}, body: "Sign in",
		})
	}
	return list
}

// binaries are types that auto refuses.
func binaries() []finding {
	var list []finding
	for _, essence := range []string{
		"application/grpc", "application/grpc+proto", "application/cbor", "application/x-protobuf",
		"application/protobuf", "application/octet-stream",
	} {
		list = append(list, finding{
			name: "auto, " + essence, turns: typed(essence, "\x00\x00\x00\x10⏎\x01¦\x02⏎⏏"),
			told: []string{"error:content-type!"}, says: []string{"with the type " + essence, "name its format"},
		})
	}
	return list
}
