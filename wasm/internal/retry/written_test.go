package retry

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/written"
)

// named is what the documentation calls each class.
var named = [classes]string{
	Network:   "a cut, or no answer",
	Rotation:  "an end, if the connection was useful",
	End:       "an end, if it was not",
	HTTP:      "a status 5xx, 408 or 425",
	RateLimit: "a status 429 or 420",
}

func TestWaitsAreWrittenDown(t *testing.T) {
	var b strings.Builder
	b.WriteString("| after | first | then | at most |\n|---|---|---|---|\n")
	for _, class := range []Class{Network, Rotation, End, HTTP, RateLimit} {
		c := Default()[class]
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", named[class], inWords(c.Base), growth(c), inWords(c.Cap))
	}
	written.Block(t, "failures.md", "waits", b.String())
}

func growth(c Curve) string {
	switch {
	case c.Step > 0:
		return inWords(c.Step) + " more each time"
	case c.Factor == 2:
		return "twice as long each time"
	}
	return inWords(c.Base)
}

func inWords(d time.Duration) string {
	switch {
	case d == 0:
		return "at once"
	case d < time.Second:
		return fmt.Sprint(d.Milliseconds(), " ms")
	case d < 10*time.Minute:
		return fmt.Sprint(d.Seconds(), " s")
	}
	return fmt.Sprint(d.Minutes(), " min")
}
