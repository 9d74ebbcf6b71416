package conformance

import (
	"maps"
	"net/http"

	"github.com/feedsource/feedsource/test/proof"
)

// A column is a class that every rule is tried on. Its word is the page's for it.
type column struct{ word, title string }

var (
	native = column{"native", "EventSource of the browser"}
	strict = column{"strict", "strict EventSource"}
	ours   = column{"ours", "FeedSource"}

	columns = []column{native, strict, ours}
)

// A rule is one sentence of the standard, what the server sends to try it, and what the
// page must see.
type rule struct {
	proof.Case
	wpt     string // the file of the web platform tests that asks for it, if one does
	answers []answer
	cors    http.Header
	// script is the body of an async function that makes the feed and returns lines; see
	// testdata/page.js. Without one, the feed is made and all that it dispatches noted
	// until its connection has failed so often.
	script   string
	types    []string // listened to beside open, message and error
	failures int
	solo     bool // the script would disturb others in its page, or they it
	outcome
	differing map[column]difference
	unlike    map[string]string // browsers in which no page can do what the rule asks, and why
	stalls    map[string]string // browsers whose own EventSource holds up its page for minutes, and with what
}

// An outcome is what a class does: lines of the page, and headers that the server got,
// one value for each request.
type outcome struct {
	lines []string
	asked map[string][]string
}

// A difference is another outcome than the rule's, and why.
type difference struct {
	outcome
	why string
}

// open lets pages of other origins read, with cookies and Last-Event-ID.
var open = http.Header{
	"Access-Control-Allow-Origin":      {"ORIGIN"},
	"Access-Control-Allow-Credentials": {"true"},
	"Access-Control-Allow-Headers":     {"Last-Event-ID"},
}

// says is a rule about a body: the lines are what comes between open and the end.
func says(name, body string, lines ...string) rule {
	return answers(name, stream(body)).sees(append(append([]string{"open 1"}, lines...), "error 0")...)
}

// answers is a rule about what follows from the server's answers.
func answers(name string, list ...answer) rule {
	return rule{Case: proof.Case{Name: name}, answers: list, cors: open, failures: 1}
}

// sees sets the lines that the page must see.
func (r rule) sees(lines ...string) rule { r.lines = append([]string{}, lines...); return r }

// hears has the page listen to further types.
func (r rule) hears(types ...string) rule { r.types = types; return r }

// fails is how many failures of the connection end the log.
func (r rule) fails(times int) rule { r.failures = times; return r }

// does sets the page's script.
func (r rule) does(script string) rule { r.script = script; return r }

// alone keeps other rules out of the page meanwhile.
func (r rule) alone() rule { r.solo = true; return r }

// asks says what one header is in each request; see [play.asked].
func (r rule) asks(header string, values ...string) rule {
	asked := map[string][]string{header: values}
	for name, others := range r.asked {
		asked[name] = others
	}
	r.asked = asked
	return r
}

// allows sets the answer to other origins.
func (r rule) allows(cors http.Header) rule { r.cors = cors; return r }

// as names the file of the web platform tests that tries the same.
func (r rule) as(wpt string) rule { r.wpt = wpt; return r }

// of gives the clause, if it is another than the group's.
func (r rule) of(clause string) rule { r.Source = clause; return r }

// but says that a class does otherwise, and why. What it asks stays, unless it is told
// with [rule.butAsks].
func (r rule) but(c column, why string, lines ...string) rule {
	return r.differ(c, difference{outcome{append([]string{}, lines...), r.asked}, why})
}

// butAsks says that a class asks otherwise, and why. The lines stay.
func (r rule) butAsks(c column, why, header string, values ...string) rule {
	lines := r.lines
	if d, ok := r.differing[c]; ok {
		lines = d.lines
	}
	return r.differ(c, difference{outcome{lines, rule{}.asks(header, values...).asked}, why})
}

// notIn says that no page can do it in a browser, and why; js/docs/browsers.md tells more.
func (r rule) notIn(browser, why string) rule {
	r.unlike = maps.Clone(r.unlike)
	if r.unlike == nil {
		r.unlike = map[string]string{}
	}
	r.unlike[browser] = why
	return r
}

// stallsIn says that a browser's own EventSource holds up its page for minutes, and with what: there it is not tried.
func (r rule) stallsIn(browser, what string) rule {
	r.stalls = map[string]string{browser: what}
	return r
}

func (r rule) differ(c column, d difference) rule {
	all := map[column]difference{c: d}
	for other, known := range r.differing {
		if other != c {
			all[other] = known
		}
	}
	r.differing = all
	return r
}

// group puts rules under a heading, with the clause of section 9.2 that they are of.
func group(name, clause string, rules ...rule) []rule {
	for i := range rules {
		r := &rules[i]
		r.Group = name
		if r.Source == "" {
			r.Source = clause
		}
		r.Source = "WHATWG HTML " + r.Source
		if r.wpt != "" {
			r.Source += "; WPT eventsource/" + r.wpt
		}
	}
	return rules
}

// outcomeOn is what a class has to do, and why if it is not what the rule says.
func (r rule) outcomeOn(c column) (want outcome, why string) {
	if d, ok := r.differing[c]; ok {
		return d.outcome, d.why
	}
	return r.outcome, ""
}
