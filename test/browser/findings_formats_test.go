package browser

// silences are servers that say nothing.
var silences = []finding{
	{name: "a server that reads the request and writes nothing, once more behind a stall", options: opts{"keepalive": opts{"timeoutMs": 1000}},
		turns: append(append(turns("data: a⏎⏎"), turn{silent: true}), turns("data: b⏎⏎⏏")...),
		asked: []string{"GET /v1", "GET /v1", "GET /v1", "GET /v1"},
		told:  again("a", "stall", "error:stall", "stall", "error:stall", "b", "error:end")},
	{name: "three heads that come alone, as from a proxy that waits for the end", options: opts{"keepalive": opts{"timeoutMs": 300, "connectMs": 20_000}},
		turns: turns("⟳⟳"), asked: []string{"GET /v1", "GET /v1", "GET /v1", "GET /v1"},
		told: again("stall", "error:stall", "stall", "error:stall", "stall", "warning:buffered", "error:stall"), says: []string{"may hold it back"}},
}

const big = `{"n":1524831183200260097}`

// formats are inputs that are read wrong easily.
var formats = []finding{
	malformedSeq("a number and a bracket", "\x1e1]⏎"),
	malformedSeq("a number and a text", "\x1e12\"x\"⏎"),
	malformedSeq("a word and a bracket", "\x1etrue[⏎"),
	malformedSeq("an object and a text", "\x1e{\"a\":1} \"x\"⏎"),
	{name: "length, a web page", options: opts{"format": "length"}, asked: twice,
		turns: typed("application/json", "8⏎<html>⏎⏎⏏"), told: again("malformed:not-json", "error:end")},
	{name: "sse, a comment inside an event", asked: twice,
		turns: turns("data: one⏎:inside⏎data: two⏎⏎⏏"), told: again("keepalive:comment inside", "one\ntwo", "error:end")},
	{name: "sse, an empty comment", asked: twice, turns: turns(":⏎⏎⏏"), told: again("keepalive:comment", "error:end")},
	{name: "sse, a bare blank line", asked: twice, turns: turns("⏎⏏"), told: again("keepalive:blank", "error:end")},
	{name: "sse, event: alone", asked: twice, turns: turns("event: x⏎⏎⏏"), told: again("error:end")},
	{name: "sse, retry: alone", asked: twice, turns: turns("retry: 5⏎⏎⏏"), told: again("error:end")},
	{name: "sse, id: alone", asked: []string{"GET /v1", "GET /v1 3"}, turns: turns("id: 3⏎⏎⏏"), told: again("error:end")},
	{name: "a number that JavaScript rounds", functions: []string{"bigInts"}, options: opts{"format": "ndjson", "id": "/n"}, asked: []string{"GET /v1", "GET /v1 1524831183200260097"},
		turns: turns(big + "⏎⏏"), told: again(big, "error:end"), ids: []string{"1524831183200260097"}, json: []string{`{"n":"1524831183200260097n"}`}},
}

// malformedSeq is a JSON sequence with one element that is not one JSON text (RFC 7464 2.1, 2.4).
func malformedSeq(name, element string) finding {
	return finding{name: "json-seq, " + name, options: opts{"format": "json-seq"}, asked: twice,
		turns: typed("application/json-seq", element+"\x1e{\"b\":2}⏎⏏"), told: again("malformed:not-json", `{"b":2}`, "error:end")}
}
