package recordings

// answers are those that go on by another request, and other answers to one question.
func answers() []Recording {
	show := []string{"/type", "/0/content", "/method", "/result/content/0/text", "/error/message", "/data/greetings", "/text", "/run_id", "/error", "/message"}
	named := func(fate, kind, id string) Seen { return Seen{fate, kind, id, kind} }
	said := func(fate, kind string) Seen { return Seen{fate, "message", "", kind} }
	done := Seen{Silent + "end", "message", "", "[DONE]"}
	return []Recording{
		ask("openai-background", "response", "/v1/responses", "complete", show,
			named(Record, "response.created", "0"), named(Record, "response.output_text.delta", "1"), named("end", "response.completed", "2")),
		ask("ai-sdk", "answer", "/api/chat", "complete", show,
			said(Record, "start"), said(Record, "text-start"), said(Record, "text-delta"), said(Record, "text-end"), said("last", "finish"), done),
		ask("ai-sdk", "error", "/api/chat", "", show, said(Record, "start"), said("stop", "error")),
		ask("workflow", "run", "/api/chat", "complete", show,
			Seen{Record, "message", "1", "start"}, Seen{Record, "message", "2", "text-delta"}, Seen{"last", "message", "3", "finish"},
			Seen{Silent + "end", "message", "3", "[DONE]"}),
		ask("langgraph", "run", "/threads/t1/runs/stream", "complete", show,
			Seen{Record, "metadata", "0", "1ef"}, beat, Seen{Record, "messages/partial", "1", "Grüß"}, Seen{Silent + "end", "end", "2", "null"}),
		ask("langgraph", "error", "/threads/t1/runs/stream", "", show,
			Seen{Record, "metadata", "0", "1ef"}, Seen{"stop", "error", "1", "GraphRecursionError"}),
		ask("mcp", "tool", "/mcp", "complete", show,
			Seen{"bookmark", "message", "s1:0", ""}, Seen{Record, "message", "s1:1", "notifications/progress"}, Seen{"end", "message", "s1:2", "Grüß"}),
		ask("mcp", "document", "/mcp", "complete", []string{"/jsonrpc"}, Seen{"end", "message", "", "2.0"}),
		ask("mcp", "error", "/mcp", "", show, Seen{"stop", "message", "", "Method not found"}),
		ask("graphql-sse", "subscription", "/graphql/stream", "complete", show,
			beat, Seen{Record, "next", "", "Grüß"}, beat, Seen{Record, "next", "", "你好"}, Seen{Fate: Silent + "end", Type: "complete"}),
	}
}

// streams are feeds that live on.
func streams() []Recording {
	show := []string{"/text", "/0/text", "/0/n", "/streamNextOffset", "/clientId", "/record/title", "/content", "/data/a", "/data/c", "/title", "/MESSAGE",
		"/result/events/0/kv/mod_revision", "/result/cancel_reason", "/data/code"}
	get := func(preset, name, path, ends string, final bool, seen ...Seen) Recording {
		return Recording{Preset: preset, Name: name, Path: path, Show: show, Answers: []Answer{{Query: queryOf(path), Seen: seen, Ends: ends, Final: final}}}
	}
	first, second := "0000000000000000_0000000000000011", "0000000000000000_0000000000000022"
	id := func(n string) string {
		return `[{"topic":"eqiad.mediawiki.recentchange","partition":0,"timestamp":170000000000` + n + `},{"topic":"codfw.mediawiki.recentchange","partition":0,"offset":-1}]`
	}
	return []Recording{
		get("durable-streams", "live", "/v1/stream/s?offset=now&live=sse", "complete", true,
			Seen{Record, "data", "", "Grüß"}, Seen{"bookmark", "control", first, first}, Seen{Record, "data", first, "2"}, Seen{Silent + "end", "control", second, second}),
		get("trpc", "subscription", "/ticks", "complete", true,
			beat, Seen{Record, "message", "1", "Grüß"}, beat, Seen{Record, "message", "2", "👋"}, Seen{Silent + "end", "return", "2", ""}),
		get("trpc", "throws", "/ticks", "", true, beat, Seen{Silent + "stop", "serialized-error", "", "FORBIDDEN"}),
		get("pocketbase", "realtime", "/api/realtime", "end", false,
			Seen{Record, "PB_CONNECT", "c1", "c1"}, Seen{Record, "posts/*", "c1", "Grüß"}),
		get("mastodon", "public", "/api/v1/streaming/public", "end", false,
			beat, Seen{Record, "update", "", "<p>Grüß</p>"}, beat, Seen{Record, "delete", "", "109"}),
		get("firebase", "values", "/rooms.json", "", true,
			Seen{Record, "put", "", "Grüß"}, beat, Seen{Record, "patch", "", "3"}, Seen{Silent + "stop", "cancel", "", "null"}),
		get("wikimedia", "recentchange", "/v2/stream/recentchange", "end", false,
			beat, Seen{Record, "message", id("1"), "Grüß Gott"}, Seen{Record, "message", id("2"), "Rain"}),
		ask("etcd", "watch", "/v3/watch", "", show, beat, Seen{Record, "message", "8", "8"}, Seen{Silent + "stop", "message", "9", "watch is canceled by the server"}),
		{
			Preset: "journal", Name: "follow", Path: "/entries?follow", Show: show,
			Answers: []Answer{
				{Query: "follow", Seen: []Seen{{Record, "message", "s=1;i=1", "Grüß"}, {Record, "message", "s=1;i=2", "Rain"}}, Ends: "end"},
				{Query: "follow", Seen: []Seen{{Fate: Duplicate}, {Record, "message", "s=1;i=3", "Sun"}}, Ends: "end"},
			},
		},
	}
}
