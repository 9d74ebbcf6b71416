package conformance

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

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
		cuts := proof.Case{Group: "Cuts", Name: "bytes in two pieces, cut at each place: " + c.name, Source: "WHATWG HTML 9.2.5"}
		for _, column := range columns {
			s.suite.Run(cuts, column.title, func(t *testing.T) string {
				var rules []rule
				for cut := 1; cut < len(c.body); cut++ {
					rules = append(rules, answers("", stream(c.body[:cut]).then(c.body[cut:])).does(cutScript).hears("t"))
				}
				for i, p := range s.perform(t, rules, column, atOnce) {
					assert.Equal(t, cutWant, p.Lines, "cut behind byte %d %s", i+1, p.Failed)
				}
				return fmt.Sprintf("%d places", len(c.body)-1)
			})
		}
		cuts.Name = "one byte at a time: " + c.name
		var bytes []string
		for _, b := range []byte(c.body) {
			bytes = append(bytes, string([]byte{b}))
		}
		for _, column := range columns {
			s.suite.Run(cuts, column.title, func(t *testing.T) string {
				r := answers("", stream("").then(bytes...)).hears("t").does(`
					const es = make();
					es.addEventListener('open', async () => { for (let n = 0; n < ` + fmt.Sprint(len(bytes)) + `; n++) await proceed(); });
					return log(es);`)
				p := s.perform(t, []rule{r}, column, 1)[0]
				assert.Equal(t, cutWant, p.Lines, p.Failed)
				return ""
			})
		}
	}
}
