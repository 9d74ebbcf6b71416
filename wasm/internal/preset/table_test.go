package preset

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/written"
	"github.com/feedsource/feedsource/wasm/internal/framing"
)

func TestTableIsFresh(t *testing.T) { written.Block(t, "presets.md", "presets", tableOf(services(t))) }

func tableOf(list []service) string {
	var b strings.Builder
	b.WriteString("| `preset` | reads | `format` | cursor, and how it goes back | silence | what its records mean, and more | checked against |\n|---|---|---|---|---|---|---|\n")
	for _, s := range list {
		name := code(s.name)
		if s.Source != "" {
			name = "[" + name + "](" + s.Source + ")"
		}
		o := s.Options
		cells := []string{name, strings.TrimSuffix(s.About, "."), code(string(o.Format)), cursor(o), silence(o), notes(o), cmp.Or(s.Read, "documents")}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	return b.String()
}

func code(s string) string { return "`" + s + "`" }

// cursor is where the cursor is found and where it goes.
func cursor(o options) string {
	from := "the `id` field"
	if o.Format == framing.DockerFmt {
		from = "the stamp"
	}
	if len(o.ID) > 0 {
		var list []string
		for _, p := range o.ID {
			list = append(list, code(p.text))
		}
		from = strings.Join(list, " or ")
	}
	var to []string
	if o.Resume.Header.name != "" {
		to = append(to, code(o.Resume.Header.name))
	}
	if o.Resume.Query != "" {
		to = append(to, code("?"+o.Resume.Query+"="))
	}
	if o.Resume.Body != "" {
		to = append(to, "the body's "+code(o.Resume.Body))
	}
	if o.Resume.Cursor == "count" {
		from = "the number of records"
	}
	where := strings.Join(to, " or ")
	switch {
	case o.Resume.URL != "":
		where += ", by GET " + code(o.Resume.URL)
	case o.Resume.Method != "":
		where += ", by " + o.Resume.Method
	}
	switch {
	case o.Resume.Replay == "skip":
		return "what came is skipped"
	case where != "":
		return from + " → " + where
	case o.Resume.byPage:
		return "the page's own"
	case len(o.ID) > 0 && o.Resume.Header.off:
		return from + ", not sent back"
	}
	return "–"
}

// silence is the longest that is taken for a live connection's.
func silence(o options) string {
	switch {
	case o.Keepalive == nil:
		return "any"
	case o.Keepalive.TimeoutMs == nil:
		return "learned"
	}
	return span(*o.Keepalive.TimeoutMs)
}

func span(ms int) string {
	d := time.Duration(ms) * time.Millisecond
	switch {
	case d%time.Hour == 0:
		return fmt.Sprintf("%d h", d/time.Hour)
	case d%time.Minute == 0 && d > 5*time.Minute:
		return fmt.Sprintf("%d min", d/time.Minute)
	}
	return fmt.Sprintf("%g s", d.Seconds())
}

// phrases are what the words of rules do, as the table says it.
var phrases = map[string]string{
	"end": "complete at", "last": "complete at an end after", "refresh": "new token at", "retry": "waits at", "rotate": "reconnects at once at", "stop": "closes at",
	"ready": "ready at", "gap": "gap at", "warning": "warning at", "keepalive": "beat:", "bookmark": "cursor only:",
}

func notes(o options) string {
	var list, order []string
	conditions := map[string][]string{}
	for _, r := range o.Signals {
		if conditions[r.Then] == nil {
			order = append(order, r.Then)
		}
		conditions[r.Then] = add(conditions[r.Then], condition(r))
	}
	for _, word := range order {
		list = append(list, phrases[word]+" "+strings.Join(conditions[word], ", "))
	}
	list = append(list, extras(o)...)
	if o.isWebSocket() {
		list = append([]string{"WebSocket"}, list...)
	}
	if len(list) == 0 {
		return "–"
	}
	return strings.Join(list, "; ")
}

// add adds what a rule asks for, once.
func add(list []string, words string) []string {
	if slices.Contains(list, words) {
		return list
	}
	for _, earlier := range list {
		if strings.HasPrefix(earlier, closeCode) {
			words = strings.TrimPrefix(words, closeCode)
		}
	}
	return append(list, words)
}

const closeCode = "close code "

// condition is what a rule asks for, as short as can be understood: a number, true and false say
// nothing without the member's name.
func condition(r rule) string {
	name := ""
	if r.Close != nil {
		return closeCode + r.Close.String()
	}
	if r.At != nil {
		name = r.At.text[strings.LastIndexByte(r.At.text, '/')+1:] + " "
	}
	switch {
	case r.Range != nil:
		return fmt.Sprintf("%s%g–%g", name, r.Range[0], r.Range[1])
	case len(r.Is) > 4:
		return name + code(r.Is[0]) + " … " + code(r.Is[len(r.Is)-1])
	case len(r.Is) == 1 && r.Is[0] == "":
		return "an empty record"
	case len(r.Is) > 0:
		if !plainValue.MatchString(r.Is[0]) {
			name = ""
		}
		return name + code(strings.Join(r.Is, "`, `"))
	case r.At != nil:
		return code(r.At.text)
	}
	return code(r.Type)
}

var plainValue = regexp.MustCompile(`^(\d+|true|false)$`)

// extras are the options that have no column.
func extras(o options) []string {
	var list []string
	say := func(there bool, words string) {
		if there {
			list = append(list, words)
		}
	}
	if o.Gap != nil && o.Gap.WindowMs != nil {
		list = append(list, "gap after "+span(*o.Gap.WindowMs))
	}
	if o.MaxRecordBytes != nil {
		list = append(list, fmt.Sprintf("records up to %d bytes", *o.MaxRecordBytes))
	}
	say(o.Gap != nil && o.Gap.Header != "", "gap told by a header")
	say(o.Decode != nil, "payloads decoded")
	say(o.Protocols != "", "subprotocol")
	say(o.Greet != "", "greets with "+code(string(o.Greet)))
	say(o.Keepalive != nil && o.Keepalive.Ping != "", "pings")
	say(o.replies(), "answers pings")
	say(o.Hold, "held until the cursor after it")
	say(o.Dedupe != nil, "repeats dropped")
	say(o.Lag != nil, "lag")
	say(o.Reconnect.AnyMethod, "a POST is sent again")
	say(o.Reconnect.off, "asked once")
	return list
}
