package recordings

// frames are the services whose records are bytes.
func frames() []Recording {
	const answer, graphql = "/model/m", "/graphql"
	shown := []string{"/delta/text", "/message/role", "/role", "/stopReason", "/type"}
	begun := []Seen{{Record, "messageStart", "", "assistant"}, {Record, "contentBlockDelta", "", "Zürich"}}
	return []Recording{
		dockerLogs(),
		ask("bedrock", "invoke", answer+"/invoke-with-response-stream", "complete", shown,
			Seen{Record, "chunk", "", "assistant"}, Seen{Record, "chunk", "", "Grüß"}, Seen{Record, "chunk", "", " dich 👋"},
			Seen{Record, "chunk", "", "message_stop"}),
		ask("bedrock", "converse", answer+"/converse-stream", "complete", shown, append(begun[:2:2],
			Seen{Record, "contentBlockStop", "", `{"contentBlockIndex":0,"p":"ab"}`}, Seen{Record, "messageStop", "", "end_turn"},
			Seen{Record, "metadata", "", `{"metrics":{"latencyMs":381},"p":"a","usage":{"inputTokens":9,"outputTokens":3,"totalTokens":12}}`})...),
		ask("bedrock", "throttled", answer+"/converse-stream", "server", shown, begun...),
		ask("graphql-multipart", "subscription", graphql, "complete", []string{"/payload/data/news", "/payload/errors/0/message"},
			beat, Seen{Record, "message", "", "grüß"}, beat, Seen{Record, "message", "", "no news"}),
		ask("graphql-multipart", "fatal", graphql, "server", []string{"/payload/data/news", "/errors/0/extensions/code"},
			beat, Seen{Record, "message", "", "one"}, Seen{"stop", "message", "", "WEBSOCKET_MESSAGE_ERROR"}),
		ask("graphql-multipart", "defer", graphql, "complete", []string{"/data/user/name", "/incremental/0/data/friends/0", "/hasNext"},
			Seen{"warning", "message", "", "Zoë"}, Seen{Record, "message", "", "Jürgen"}, Seen{"end", "message", "", "false"}),
	}
}

// dockerLogs gives the parts of a long line one stamp, and begins at the cursor. The connection is
// lost between the parts.
func dockerLogs() Recording {
	const query = "follow=1&stdout=1&stderr=1&timestamps=1"
	const first, second, third, last = "1714557600.123456789", "1714557601.000000001", "1714557602.500000000", "1714557603.000000000"
	return Recording{
		Preset: "docker-logs", Name: "follow", Path: "/v1.43/containers/web/logs?" + query,
		Answers: []Answer{{
			Query: query,
			Seen: []Seen{
				{Record, "stdout", first, "listening on :8080\n"}, {Record, "stderr", second, "grüß 👋\n"},
				{Record, "stdout", third, "the first part of a long line, "},
			},
			Ends: "end",
		}, {
			Query: query + "&since=" + third,
			Seen:  []Seen{{Fate: Duplicate}, {Record, "stdout", third, "and its end\n"}, {Record, "stderr", last, "three\n"}},
			Ends:  "end",
		}},
	}
}
