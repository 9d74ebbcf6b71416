package conformance

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

// cutBodies say everything that there is to say, in each kind of line end.
var cutBodies = []struct{ name, body string }{
	{"LF", "\ufeffid: é\ndata: a😀\n:c\nevent: t\ndata\n\ndata:b\n\n"},
	{"CR", "\ufeffid: é\rdata: a😀\r:c\revent: t\rdata\r\rdata:b\r\r"},
	{"CRLF", "\ufeffid: é\r\ndata: a😀\r\n:c\r\nevent: t\r\ndata\r\n\r\ndata:b\r\n\r\n"},
	{"all three", "\ufeffid: é\r\ndata: a😀\r:c\nevent: t\r\ndata\n\r\ndata:b\r\n\r"},
}

var cutWant = []string{"open 1", "t: a😀\n #é", "message: b #é", "error 0"}

// cutScript has the server go on behind the cut when the page has the response and with
// it what stands ahead of the cut.
const cutScript = `
	const es = make();
	es.addEventListener('open', proceed);
	return log(es);`

// tryCuts sends bodies cut in two at each byte, and one byte after the other.
func (s *stage) tryCuts() {
	for _, c := range cutBodies {
		var inTwo []rule
		for cut := 1; cut < len(c.body); cut++ {
			name := fmt.Sprintf("cut behind byte %d", cut)
			inTwo = append(inTwo, answers(name, stream(c.body[:cut]).then(c.body[cut:])).does(cutScript).hears("t"))
		}
		cuts := proof.Case{Group: "Cuts", Name: "bytes in two pieces, cut at each place: " + c.name, Source: "WHATWG HTML 9.2.5"}
		for _, column := range columns {
			s.tryCut(cuts, inTwo, column, fmt.Sprintf("%d places", len(inTwo)))
		}
		var bytes []string
		for _, b := range []byte(c.body) {
			bytes = append(bytes, string([]byte{b}))
		}
		single := answers("", stream(bytes[0]).then(bytes[1:]...)).hears("t").does(`
			const es = make();
			es.addEventListener('open', async () => { for (let n = 0; n < ` + fmt.Sprint(len(bytes)-1) + `; n++) await proceed(); });
			return log(es);`)
		cuts.Name = "one byte at a time: " + c.name
		for _, column := range columns {
			s.tryCut(cuts, []rule{single}, column, "")
		}
	}
}

// tryCut tries rules that are the same body, cut in several ways.
func (s *stage) tryCut(of proof.Case, rules []rule, c column, note string) {
	seen := s.perform(s.page.T, rules, c, atOnce)
	if c == native && harness.Browser() != harness.Chromium {
		otherwise := slices.IndexFunc(seen, func(p performance) bool { return p.Failed != "" || !slices.Equal(cutWant, p.Lines) })
		s.tell(rule{Case: of, outcome: outcome{lines: cutWant}}, seen[max(0, otherwise)])
		return
	}
	s.suite.Run(of, c.title, func(t *testing.T) string {
		for i, p := range seen {
			assert.Equal(t, cutWant, p.Lines, "%s %s", rules[i].Name, p.Failed)
		}
		return note
	})
}
