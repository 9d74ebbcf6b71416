package browser

const (
	hi       = `{"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}`
	stopped  = `{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}`
	usage    = `{"choices":[],"usage":{"total_tokens":3}}`
	whole    = `{"type":"response.completed","response":{"id":"r1","status":"completed"}}`
	part     = `{"candidates":[{"content":{"parts":[{"text":"Hi"}]}}]}`
	lastPart = `{"candidates":[{"content":{"parts":[{"text":"."}]},"finishReason":"STOP"}]}`
	counted  = `{"usageMetadata":{"totalTokenCount":3}}`
	delta    = `{"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}`
	busy     = `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`
)

func post(more opts) opts {
	options := opts{"method": "POST", "body": "{}"}
	for name, value := range more {
		options[name] = value
	}
	return options
}

// endings are the ends of answers.
var endings = []finding{
	{name: "openai, no blank line behind [DONE]", options: post(opts{"preset": "openai"}),
		turns: turns("data: " + hi + "⏎⏎data: " + stopped + "⏎⏎data: [DONE]⏏"),
		told:  []string{hi, stopped, "error:complete!"}},
	{name: "openai, the last event lacks its blank line", options: post(opts{"preset": "openai"}),
		turns: turns("event: response.completed⏎data: " + whole + "⏎⏏"),
		told:  []string{"response.completed=" + whole, "error:complete!"}},
	{name: "openai, finish_reason and usage without [DONE]", options: post(opts{"preset": "openai"}),
		turns: turns("data: " + hi + "⏎⏎data: " + stopped + "⏎⏎data: " + usage + "⏎⏎⏏"),
		told:  []string{hi, stopped, usage, "error:complete!"}},
	{name: "openai, neither finish_reason nor [DONE]", options: post(opts{"preset": "openai"}),
		turns: turns("data: " + hi + "⏎⏎⏏"),
		told:  []string{hi, "error:incomplete!"}},
	{name: "openai, cut behind finish_reason", options: post(opts{"preset": "openai"}),
		turns: turns("data: " + stopped + "⏎⏎✂"),
		told:  []string{stopped, "error:network!"}},
	{name: "gemini, finishReason", options: post(opts{"preset": "gemini"}),
		turns: turns("data: " + part + "⏎⏎data: " + lastPart + "⏎⏎⏏"),
		told:  []string{part, lastPart, "error:complete!"}},
	{name: "gemini, no finishReason", options: post(opts{"preset": "gemini"}),
		turns: turns("data: " + part + "⏎⏎⏏"),
		told:  []string{part, "error:incomplete!"}},
	{name: "a rule on finishReason, and a usage chunk behind it",
		options: post(opts{"format": "sse", "signals": []any{opts{"at": "/candidates/0/finishReason", "then": "last"}}}),
		turns:   turns("data: " + lastPart + "⏎⏎¦data: " + counted + "⏎⏎⏏"),
		told:    []string{lastPart, counted, "error:complete!"}},
	{name: "two records with reconnect: false", options: opts{"reconnect": false},
		turns: turns("data: a⏎⏎data: b⏎⏎⏏"), told: []string{"a", "b", "error:complete!"}},
	{name: "two records by a POST", options: post(nil),
		turns: turns("data: a⏎⏎data: b⏎⏎⏏"), told: []string{"a", "b", "error:complete!"}},
	{name: "a POST answered by one JSON document", options: post(nil),
		turns: typed("application/json", `{"jsonrpc":"2.0","id":1,"result":{}}⏏`),
		told:  []string{`{"jsonrpc":"2.0","id":1,"result":{}}`, "error:complete!"}},
	{name: "a POST answered by one JSON document, mcp", options: post(opts{"preset": "mcp"}),
		turns: typed("application/json", `{"jsonrpc":"2.0","id":1,"result":{}}⏏`),
		told:  []string{`{"jsonrpc":"2.0","id":1,"result":{}}`, "error:complete!"}},
	{name: "lines without a last LF", options: post(opts{"format": "lines"}),
		turns: typed("text/plain", "one⏎two⏏"), told: []string{"one", "two", "error:complete!"}},
	{name: "text without lines", options: post(opts{"format": "text"}), pieces: true,
		turns: typed("text/plain", "Hel¦lo, w¦örld⏏"), told: []string{"Hello, wörld", "error:complete!"}},
	{name: "an array whose connection is kept", options: opts{"format": "json-array"},
		turns: typed("application/json", `[{"a":1},{"a":2}]⏎`), told: []string{`{"a":1}`, `{"a":2}`, "error:complete!"}},
	{name: "auto, a second array behind the first", options: opts{},
		turns: typed("application/json", `[{"a":1},{"b":1}]⏎¦[{"c":1}]⏎`), told: []string{`{"a":1}`, `{"b":1}`, "error:complete!"}},
	{name: "anthropic, overloaded_error after text, anyMethod", options: post(opts{"preset": "anthropic", "reconnect": opts{"anyMethod": true}}),
		turns: turns("event: content_block_delta⏎data: " + delta + "⏎⏎event: error⏎data: " + busy + "⏎⏎⏏"),
		told:  []string{"content_block_delta=" + delta, "error=" + busy, "error:server!"}, code: "overloaded_error"},
	{name: "graphql-sse, complete without data, by a rule",
		options: post(opts{"format": "sse", "signals": []any{opts{"type": "complete", "then": "end"}}}),
		turns:   turns("event: next⏎data: {\"data\":1}⏎⏎event: complete⏎⏎⏏"),
		told:    []string{`next={"data":1}`, "error:complete!"}},
	{name: "graphql-sse, complete without data, by its preset", options: post(opts{"preset": "graphql-sse"}),
		turns: turns("event: next⏎data: {\"data\":1}⏎⏎event: complete⏎⏎"),
		told:  []string{`next={"data":1}`, "error:complete!"}},
}

// behindSignals are records behind one that ends the connection, in one chunk and one by one.
func behindSignals() []finding {
	const one, two, three = `{"n":1}`, `{"n":2,"error":"x"}`, `{"n":3}`
	var list []finding
	both := func(told ...string) []string { return append([]string{one, two}, told...) }
	for _, c := range []struct {
		then  string
		told  []string
		asked []string
	}{
		{"stop", both("error:server!"), nil},
		{"end", both("error:complete!"), nil},
		{"rotate", both("error:server", "error:no-content!"), []string{"GET /v1", "GET /v1 2"}},
		{"retry", both("error:server", "error:no-content!"), []string{"GET /v1", "GET /v1 2"}},
		{"gap", both("gap:expired", "error:server", "error:no-content!"), []string{"GET /v1", "GET /v1"}},
		{"refresh", both("error:server!"), nil},
	} {
		options := opts{"format": "ndjson", "id": "/n", "signals": []any{opts{"at": "/error", "then": c.then}}}
		for name, script := range map[string]string{"in one chunk": one + "⏎" + two + "⏎" + three + "⏎⏏", "one by one": one + "⏎¦" + two + "⏎¦" + three + "⏎⏏"} {
			list = append(list, finding{name: c.then + ", " + name, options: options, turns: turns(script), told: c.told, asked: c.asked, ids: []string{"1", "2"}})
		}
	}
	return append(list,
		finding{name: "behind [DONE] in one chunk", options: post(opts{"preset": "openai"}),
			turns: turns("data: " + hi + "⏎⏎data: [DONE]⏎⏎data: " + usage + "⏎⏎⏏"), told: []string{hi, "error:complete!"}},
		finding{name: "behind [DONE] one by one", options: post(opts{"preset": "openai"}),
			turns: turns("data: " + hi + "⏎⏎¦data: [DONE]⏎⏎¦data: " + usage + "⏎⏎⏏"), told: []string{hi, "error:complete!"}},
		finding{name: "ollama says success behind its error", options: post(opts{"preset": "ollama"}),
			turns: typed("application/x-ndjson", `{"status":"pulling manifest"}⏎{"error":"pull model manifest: file does not exist"}⏎{"status":"success"}⏎⏏`),
			told:  []string{`{"status":"pulling manifest"}`, `{"error":"pull model manifest: file does not exist"}`, "error:server!"},
			says:  []string{"pull model manifest: file does not exist"}},
	)
}
