package feeds

import (
	"strings"
	"time"
)

// answer is one answer of a language model: an event that names it, one for each word, and one
// that holds the whole. Event n exists n intervals after the beginning, whoever reads it.
type answer struct {
	id         string
	words      []string
	background bool
	interval   time.Duration
	begun      time.Time
	now        func() time.Time
}

func (a *answer) events() int { return len(a.words) + 2 }

// made is the number of events that exist.
func (a *answer) made() int {
	if a.interval == 0 {
		return a.events()
	}
	return min(a.events(), 1+int(a.now().Sub(a.begun)/a.interval))
}

// event is event n by its type and its content.
func (a *answer) event(n int) (name string, event map[string]any) {
	event = map[string]any{"sequence_number": n}
	switch n {
	case 0:
		name, event["response"] = "response.created", a.response(1)
	case a.events() - 1:
		name, event["response"] = "response.completed", a.response(a.events())
	default:
		name, event["delta"] = "response.output_text.delta", a.words[n-1]
		event["item_id"], event["output_index"], event["content_index"] = a.item(), 0, 0
	}
	event["type"] = name
	return name, event
}

// response is the answer as it stands when so many events have been made.
func (a *answer) response(made int) map[string]any {
	status, output := "in_progress", []any{}
	if made == a.events() {
		status = "completed"
	}
	if words := min(made-1, len(a.words)); words > 0 {
		text := map[string]string{"type": "output_text", "text": strings.Join(a.words[:words], "")}
		output = append(output, map[string]any{
			"type": "message", "id": a.item(), "role": "assistant", "status": status, "content": []any{text},
		})
	}
	return map[string]any{
		"id": a.id, "object": "response", "created_at": a.begun.Unix(), "model": "feedsource-parrot",
		"status": status, "background": a.background, "output": output,
	}
}

func (a *answer) item() string { return strings.Replace(a.id, "resp_", "msg_", 1) }

// openaiText is what the model has to say. Markup, an emoji of several characters and a line end
// are in it because pages get these wrong.
func openaiText(question string) string {
	return "You asked: “" + strings.Join(strings.Fields(question), " ") + "”\n\n" +
		"I am a parrot 🦜 and no model, so this is all that I can say to it. But I say it as a model would: " +
		"word by word, slowly, and to nobody but the one who asked.\n\n" +
		"Cut the connection while I speak, or reload the page. I go on speaking meanwhile, 👩‍👩‍👧 and all, for an answer " +
		"in the background is kept by its server. The page asks for what it missed by the number of the last word " +
		"that came, and the question is not asked again.\n\n" +
		"Whatever I say is text & never <b>markup</b>. That was all; now I am silent."
}
