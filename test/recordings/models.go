package recordings

import "strings"

// models are the answers of language models: complete, cut, refused and resumed.
func models() []Recording {
	return append(append(ollamas(), openAIs()...), append(anthropics(), geminis()...)...)
}

// ask is a question, which is a POST and sent once, and its one answer. ends is as in
// [Answer].
func ask(preset, name, path, ends string, show []string, seen ...Seen) Recording {
	return Recording{
		Preset: preset, Name: name, Method: "POST", Path: path, Body: `{"stream":true}`, Show: show,
		Answers: []Answer{{Query: queryOf(path), Seen: seen, Ends: ends, Final: true}},
	}
}

func queryOf(path string) string {
	_, query, _ := strings.Cut(path, "?")
	return query
}

func ollamas() []Recording {
	const path = "/api/chat"
	show := []string{"/message/content", "/status", "/error"}
	hi := Seen{Record, "message", "", "Grüß"}
	return []Recording{
		ask("ollama", "chat", path, "complete", show, hi, Seen{Record, "message", "", " Gott 👋"}, Seen{"end", "message", "", ""}),
		ask("ollama", "pull", "/api/pull", "complete", show,
			Seen{Record, "message", "", "pulling manifest"}, Seen{Record, "message", "", "pulling 8eeb52dfb3bb"}, Seen{"end", "message", "", "success"}),
		ask("ollama", "error", path, "", show,
			hi, Seen{"stop", "message", "", "an error was encountered while running the model"}),
		ask("ollama", "cut", path, "incomplete", show, hi),
	}
}

func openAIs() []Recording {
	const chat, responses = "/v1/chat/completions", "/v1/responses"
	show := []string{"/type", "/choices/0/delta/content", "/choices/0/finish_reason", "/usage/total_tokens", "/error/type"}
	hi := Seen{Record, "message", "", "Grüß"}
	named := func(fate, kind, id string) Seen { return Seen{fate, kind, id, kind} }
	begun := []Seen{
		named(Record, "response.created", "0"), named(Record, "response.in_progress", "1"), beat,
		named(Record, "response.output_text.delta", "3"),
	}
	done := []Seen{named(Record, "response.output_text.delta", "4"), named("end", "response.completed", "5")}
	return []Recording{
		ask("openai", "chat", chat, "complete", show,
			beat, Seen{Record, "message", "", ""}, hi, Seen{Record, "message", "", " Gott 👋"}, Seen{"last", "message", "", "stop"},
			Seen{Record, "message", "", "12"}, Seen{Silent + "end", "message", "", "[DONE]"}),
		ask("openai", "error", chat, "", show, hi, Seen{"stop", "message", "", "server_error"}),
		ask("openai", "cut", chat, "incomplete", show, hi),
		ask("openai", "responses", responses, "complete", show, append(begun[:len(begun):len(begun)], done...)...),
		ask("openai", "failed", responses, "", show, named(Record, "response.created", "0"), named("stop", "response.failed", "1")),
		{
			// A background response is read by GET, and goes on after a number.
			Preset: "openai", Name: "background", Path: responses + "/resp_1?stream=true", Show: show,
			Answers: []Answer{
				{Query: "stream=true", Seen: begun},
				{Query: "stream=true&starting_after=3", Seen: done, Ends: "complete", Final: true},
			},
		},
	}
}

func anthropics() []Recording {
	const path = "/v1/messages"
	show := []string{"/delta/text", "/error/type", "/type"}
	begun := []Seen{{Record, "message_start", "", "message_start"}, {Record, "content_block_start", "", "content_block_start"}, beat}
	with := func(more ...Seen) []Seen { return append(begun[:len(begun):len(begun)], more...) }
	hi := Seen{Record, "content_block_delta", "", "Grüß"}
	return []Recording{
		ask("anthropic", "messages", path, "complete", show, with(
			hi, Seen{Record, "content_block_delta", "", " Gott 👋"}, Seen{Record, "content_block_stop", "", "content_block_stop"},
			Seen{Record, "message_delta", "", "message_delta"}, Seen{"end", "message_stop", "", "message_stop"})...),
		ask("anthropic", "overloaded", path, "", show, with(Seen{"retry", "error", "", "overloaded_error"})...),
		ask("anthropic", "refused", path, "", show, Seen{"stop", "error", "", "invalid_request_error"}),
		ask("anthropic", "cut", path, "incomplete", show, with(hi)...),
	}
}

// geminis have finishReason in every chunk, as some models do.
func geminis() []Recording {
	const path = "/v1beta/models/gemini:streamGenerateContent"
	show := []string{"/candidates/0/content/parts/0/text", "/promptFeedback/blockReason", "/error/status"}
	hi, gott := Seen{"last", "message", "", "Grüß"}, Seen{"last", "message", "", " Gott 👋"}
	return []Recording{
		ask("gemini", "array", path, "complete", show, hi, gott),
		ask("gemini", "blocked", path, "complete", show, Seen{"warning", "message", "", "SAFETY"}),
		ask("gemini", "error", path, "", show, Seen{Record, "message", "", "Grüß"}, Seen{"stop", "message", "", "UNAVAILABLE"}),
		ask("gemini", "cut", path, "incomplete", show, Seen{Record, "message", "", "Grüß"}),
		ask("gemini", "sse", path+"?alt=sse", "complete", show, hi, gott),
	}
}
