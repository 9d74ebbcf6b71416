package browser

import (
	"fmt"
	"slices"
)

func version(kind string, n int) string {
	return fmt.Sprintf(`{"type":"%s","object":{"metadata":{"resourceVersion":"%d"}}}`, kind, n)
}

const expired = `{"type":"ERROR","object":{"kind":"Status","code":410}}`

// goingOn are feeds that go on.
var goingOn = []finding{
	{name: "kubernetes, a version in the URL expires, ERROR 410", url: "/v1?watch=1&resourceVersion=146", options: opts{"preset": "kubernetes"},
		turns: turns(version("ADDED", 147) + "⏎✂⟳" + expired + "⏎⏏⟳" + version("ADDED", 160) + "⏎⏏"),
		asked: []string{"GET /v1?watch=1&resourceVersion=146", "GET /v1?watch=1&resourceVersion=147", "GET /v1?watch=1", "GET /v1?watch=1&resourceVersion=160"},
		told:  again(version("ADDED", 147), "error:network", "gap:expired", "error:server", version("ADDED", 160), "error:end")},
	{name: "kubernetes, a version in the URL expires, HTTP 410", url: "/v1?watch=1&resourceVersion=146", options: opts{"preset": "kubernetes"},
		turns: slices.Concat(turns(version("ADDED", 147)+"⏎✂"), refused(410, "application/json", `{"code":410}⏏`), turns(version("ADDED", 160)+"⏎⏏")),
		asked: []string{"GET /v1?watch=1&resourceVersion=146", "GET /v1?watch=1&resourceVersion=147", "GET /v1?watch=1", "GET /v1?watch=1&resourceVersion=160"},
		told:  again(version("ADDED", 147), "error:network", "gap:expired", "error:status", version("ADDED", 160), "error:end")},
	{name: "kubernetes, a watch without a version", url: "/v1?watch=1", options: opts{"preset": "kubernetes"},
		turns: turns(version("ADDED", 119) + "⏎" + version("ADDED", 138) + "⏎" + version("ADDED", 139) + "⏎" + version("ADDED", 135) + "⏎✂"),
		asked: []string{"GET /v1?watch=1", "GET /v1?watch=1&resourceVersion=139"},
		told:  again(version("ADDED", 119), version("ADDED", 138), version("ADDED", 139), version("ADDED", 135), "error:network"),
		ids:   []string{"119", "138", "139", "139"}},
	{name: "mcp, a POST goes on by GET", options: post(opts{"preset": "mcp"}),
		turns: turns("id: s1:0⏎retry: 300⏎data: ⏎⏎⏏⟳id: s1:1⏎data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}⏎⏎⏏"),
		asked: []string{"POST /v1 {}", "GET /v1 s1:0"},
		told:  []string{"keepalive:signal", "error:incomplete", `{"jsonrpc":"2.0","id":1,"result":{}}`, "error:complete!"}},
	{name: "mcp, a POST goes on by GET, anyMethod", options: post(opts{"preset": "mcp", "reconnect": opts{"anyMethod": true}}),
		turns: turns("id: s1:0⏎retry: 300⏎data: ⏎⏎⏏⟳id: s1:1⏎data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}⏎⏎⏏"),
		asked: []string{"POST /v1 {}", "GET /v1 s1:0"},
		told:  []string{"keepalive:signal", "error:incomplete", `{"jsonrpc":"2.0","id":1,"result":{}}`, "error:complete!"}},
	{name: "langgraph goes on at its Location", options: post(opts{"preset": "langgraph"}),
		turns: turns("id: 1⏎event: values⏎data: {\"a\":1}⏎⏎⏏⟳id: 2⏎event: values⏎data: {\"a\":2}⏎⏎event: end⏎data: null⏎⏎⏏", "Location", "/threads/t/runs/r/join"),
		asked: []string{"POST /v1 {}", "GET /threads/t/runs/r/join 1"},
		told:  []string{`values={"a":1}`, "error:incomplete", `values={"a":2}`, "error:complete!"}},
	{name: "CORS does not allow the cursor's header", denies: true,
		turns: turns("id: 6⏎retry: 300⏎data: a⏎⏎⏏⟳id: 7⏎data: b⏎⏎⏏"),
		asked: []string{"GET /v1", "GET /v1", "GET /v1"},
		told:  again("a", "error:end", "error:network", "warning:cors", "gap:no-resume", "b", "error:end")},
	{name: "one refused connection is not CORS",
		turns: func() []turn {
			list := turns("id: 6⏎data: a⏎⏎✂⟳data: of nobody⏎⏎⏏⟳id: 7⏎data: b⏎⏎⏏")
			list[1].refuses = 1
			return list
		}(),
		asked: []string{"GET /v1", "GET /v1", "GET /v1 6", "GET /v1 7"},
		told:  again("a", "error:network", "error:network", "b", "error:end")},
	{name: "a restart is not CORS, mercure", options: opts{"preset": "mercure"},
		turns: func() []turn {
			list := turns("id: 6⏎data: a⏎⏎✂⟳id: 7⏎data: b⏎⏎⏏", "Last-Event-ID", "6", "Access-Control-Expose-Headers", "Last-Event-ID")
			list[1].refuses = 2
			return list
		}(),
		asked: []string{"GET /v1", "GET /v1 6", "GET /v1 7"},
		told:  again("a", "error:network", "error:network", "error:network", "b", "error:end")},
	{name: "cut before the first record, ndjson", options: opts{"format": "ndjson", "id": "/n"},
		turns: turns("⏎✂⟳{\"n\":5}⏎⏏"), asked: []string{"GET /v1", "GET /v1", "GET /v1 5"},
		told: again("keepalive:blank", "error:network", "gap:no-resume", `{"n":5}`, "error:end")},
	{name: "cut before the first record, nchan", options: opts{"preset": "nchan"},
		turns: turns(":⏎⏎✂⟳id: 5⏎data: a⏎⏎⏏"), asked: []string{"GET /v1", "GET /v1", "GET /v1 5"},
		told: again("keepalive:comment", "error:network", "gap:no-resume", "a", "error:end")},
	{name: "cut before the first id of a stream that was not known to have any",
		turns: turns("data: a⏎⏎✂⟳data: b⏎⏎id: 5⏎data: c⏎⏎⏏"), asked: []string{"GET /v1", "GET /v1", "GET /v1 5"},
		told: again("a", "error:network", "b", "c", "gap:no-resume", "error:end"), ids: []string{"", "", "5"}},
	{name: "a stream without ids",
		turns: turns("data: a⏎⏎✂⟳data: b⏎⏎✂⟳data: c⏎⏎⏏"), asked: []string{"GET /v1", "GET /v1", "GET /v1", "GET /v1"},
		told: again("a", "error:network", "b", "error:network", "c", "error:end"), ids: []string{"", "", ""}},
	{name: "etcd, a pointer into the body",
		options: opts{"method": "POST", "body": `{"create_request":{"key":"Zm9v"}}`, "format": "ndjson", "id": "/rev",
			"resume": opts{"body": "/create_request/start_revision"}, "reconnect": opts{"anyMethod": true}},
		turns: turns(`{"rev":"3"}⏎✂`),
		asked: []string{`POST /v1 {"create_request":{"key":"Zm9v"}}`, `POST /v1 {"create_request":{"key":"Zm9v","start_revision":"3"}}`},
		told:  again(`{"rev":"3"}`, "error:network")},
	{name: "a body of bytes takes no cursor", functions: []string{"bytes"},
		options: opts{"method": "POST", "format": "ndjson", "id": "/n", "resume": opts{"body": "/from"}, "reconnect": opts{"anyMethod": true}},
		told:    []string{"error:request!"}},
	{name: "the page's own headers carry the cursor", functions: []string{"range"},
		options: opts{"format": "ndjson", "id": "/__CURSOR", "resume": "page"},
		turns:   turns(`{"__CURSOR":"s=1"}⏎✂⟳{"__CURSOR":"s=2"}⏎⏏`),
		asked:   []string{"GET /v1", "GET /v1 entries=s=1", "GET /v1 entries=s=2"},
		told:    again(`{"__CURSOR":"s=1"}`, "error:network", `{"__CURSOR":"s=2"}`, "error:end")},
	{name: "the page's own URL carries the cursor", functions: []string{"since"},
		options: opts{"format": "ndjson", "id": "/n", "resume": "page"},
		turns:   turns(`{"n":1}⏎✂⟳{"n":2}⏎⏏`),
		asked:   []string{"GET /v1", "GET /v1?since=1", "GET /v1?since=2"},
		told:    again(`{"n":1}`, "error:network", `{"n":2}`, "error:end")},
	{name: "the page's own fetch carries the cursor", functions: []string{"ownFetch"}, inPage: ownFetch,
		options: opts{"format": "ndjson", "id": "/n", "resume": "page"},
		turns:   turns(`{"n":1}⏎✂⟳{"n":2}⏎⏏`),
		asked:   []string{"GET /v1", "GET /v1 entries=1", "GET /v1 entries=2"},
		told:    again(`{"n":1}`, "error:network", `{"n":2}`, "error:end")},
	{name: "entries={id}:1:", options: opts{"format": "ndjson", "id": "/c", "resume": opts{"as": "entries={id}:1:"}},
		turns: turns(`{"c":"s=1"}⏎✂`), asked: []string{"GET /v1", "GET /v1 entries=s=1:1:"},
		told: again(`{"c":"s=1"}`, "error:network")},
	{name: "mod_revision + 1", options: opts{"format": "ndjson", "id": "/kv/mod_revision", "resume": opts{"query": "start", "as": "{id+1}"}},
		turns: turns(`{"kv":{"mod_revision":"9007199254740993"}}⏎✂`), asked: []string{"GET /v1", "GET /v1?start=9007199254740994"},
		told: again(`{"kv":{"mod_revision":"9007199254740993"}}`, "error:network")},
	{name: "SEC.NANO", functions: []string{"secondsAndNanoseconds"}, options: opts{"format": "ndjson", "id": "/timeNano", "resume": opts{"query": "since"}},
		turns: turns(`{"timeNano":1524831183200260097}⏎✂`), asked: []string{"GET /v1", "GET /v1?since=1524831183.200260097"},
		told: again(`{"timeNano":1524831183200260097}`, "error:network")},
	{name: "backfill in a stream of event: ticks", functions: []string{"pages"}, options: opts{"format": "sse", "id": "/n", "resume": false},
		turns: slices.Concat(turns("event: ticks⏎data: {\"n\":1}⏎⏎✂⟳event: ticks⏎data: {\"n\":3}⏎⏎event: ticks⏎data: {\"n\":4}⏎⏎⏏"),
			typed("application/json", `[{"n":2},{"n":3}]⏏`)),
		asked: []string{"GET /v1", "GET /v1", "GET /pages?after=1", "GET /v1"},
		told:  again(`ticks={"n":1}`, "error:network", `ticks={"n":2}`, `ticks={"n":3}`, `ticks={"n":4}`, "error:end")},
	{name: "a server that replays the last event inclusively", options: opts{"dedupe": "id"},
		turns: turns("id: 1⏎data: a⏎⏎id: 2⏎data: b⏎⏎data: b⏎⏎✂⟳id: 2⏎data: b⏎⏎data: b⏎⏎id: 3⏎data: b⏎⏎⏏"),
		asked: []string{"GET /v1", "GET /v1 2", "GET /v1 3"},
		told:  again("a", "b", "b", "error:network", "b", "b", "error:end"), ids: []string{"1", "2", "2", "2", "3"}},
	{name: "dedupe and a cursor that is a count", options: opts{"resume": opts{"query": "startIndex", "cursor": "count"}, "dedupe": ""},
		turns: turns("data: 1⏎⏎data: 1⏎⏎data: 2⏎⏎✂"), asked: []string{"GET /v1", "GET /v1?startIndex=3"},
		told: again("1", "2", "error:network")},
	{name: "a server that can only begin anew", options: opts{"resume": opts{"replay": "skip"}},
		turns: turns("data: a⏎⏎data: b⏎⏎✂⟳data: a⏎⏎data: b⏎⏎data: c⏎⏎⏏"), asked: []string{"GET /v1", "GET /v1", "GET /v1"},
		told: again("a", "b", "error:network", "c", "error:end")},
	{name: "a function in place of the URL", functions: []string{"ticket"},
		turns: turns("id: 1⏎data: a⏎⏎✂"), asked: []string{"GET /v1?ticket=1", "GET /v1?ticket=2 1"},
		told: again("a", "error:network")},
}
