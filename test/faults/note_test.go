package faults

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const about = "Every fault strikes every protocol at every place, in a real browser: nothing is lost that the protocol can give back, " +
	"nothing comes twice, and the page is told. " +
	"Each field is one feed whose server fails it at one place and then behaves: it has six records, takes the cursor that the " +
	"protocol can bring (an event stream's in Last-Event-ID, JSON's in the query; lines have none, and the server goes on with " +
	"the next line), and when it has sent everything it asks not to come back. All comes in order, every request brings the " +
	"right cursor, the feed proposes the documented waits (the page makes them 3 ms), the page is told what stands here and " +
	"nothing else, no connection stays open, and the console stays empty. Faults in a body are played a second time for a page " +
	"that reads by a loop. Faults ahead of a body strike a first request and one that goes on: other places are the same to " +
	"them. Half a record that was cut is not told by an event stream, as the standard says. A field is empty where a protocol " +
	"has no such place: only lengths have a length, JSON that ends with its bracket has no delimiter, and lines nothing to know " +
	"a repeated record by. The Go package meets each fault that there is without CORS, and tells the same of it."

// note tells the reader what a cell's feed did: what came, what was told, how it went on.
func (c *cell) note(r *report) string {
	words := c.heard(r)
	for _, curtain := range [][]string{{"error:end", "error:no-content 204!"}, {"error:complete!"}} {
		if rest := len(words) - len(curtain); c.served && slices.Equal(words[rest:], curtain) {
			words = words[:rest] // which is the same for all
			break
		}
	}
	spans, failures := c.spans(words), 0
	var said []string
	for i, word := range words {
		switch {
		case word == "open":
			if i > 0 && (i+1 == len(words) || !runs.MatchString(words[i+1])) {
				said = append(said, "open")
			}
		case strings.HasPrefix(word, "error:"):
			said = append(said, failure(word, spans, &failures))
		default:
			said = append(said, phrase(word))
		}
	}
	return c.sentence(said) + c.also(r)
}

// sentence joins phrases, of which one that comes again and again is counted.
func (c *cell) sentence(said []string) string {
	if c.loose {
		said = []string{"all but what Chromium had not handed over when it was cut"}
		if !c.protocol.plain {
			said = []string{"all " + strconv.Itoa(c.count) + " records, the rest from the cursor on"}
		}
	}
	var list []string
	for i := 0; i < len(said); {
		n := 1
		for i+n < len(said) && said[i+n] == said[i] {
			n++
		}
		if n > 1 {
			list = append(list, fmt.Sprintf("%s (%d times)", said[i], n))
		} else {
			list = append(list, said[i])
		}
		i += n
	}
	text := strings.Join(list, "; ")
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// also is what the words do not tell.
func (c *cell) also(r *report) (text string) {
	if c.differs != "" {
		text = " " + c.differs
	}
	for _, n := range c.lost {
		text += fmt.Sprintf(" Line %d is lost: no cursor asks for it.", n)
	}
	if n := r.Stats.Duplicates; n > 0 {
		text += " " + plural(n, "repeated record") + " dropped."
	}
	if c.keepalives >= 0 {
		text += " " + plural(c.keepalives, "keep-alive") + " told."
	}
	return text
}

// failure is an error and how the feed goes on.
func failure(word string, spans []span, n *int) string {
	what := strings.TrimPrefix(word, "error:")
	if kind, final := strings.CutSuffix(what, "!"); final {
		if kind == "complete" {
			return "complete, closed"
		}
		return "error " + kind + ", closed"
	}
	wait := spans[*n]
	*n++
	if wait.to == 0 {
		return "error " + what + ", tried again at once"
	}
	return fmt.Sprintf("error %s, tried again in %g to %g s", what, round(wait.from), round(wait.to))
}

func round(ms float64) float64 { return float64(int(ms/10+0.5)) / 100 }

// phrase is a word in words.
func phrase(word string) string {
	if bounds := runs.FindStringSubmatch(word); bounds != nil {
		if bounds[2] == "" {
			return "record " + bounds[1]
		}
		return "records " + bounds[1] + "–" + bounds[2]
	}
	what, reason, _ := strings.Cut(word, ":")
	switch what {
	case "not a record":
		return "a line of the page as a record"
	case "malformed":
		return "malformed (" + reason + ")"
	case "gap", "warning":
		return what + " (" + reason + ")"
	}
	return what
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
