package readme

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
)

// reader is what the reader of an example has already: a feed, and names that are the page's own. An example that makes a
// feed of its own hides that one.
const reader = `<script type="importmap">{ "imports": { "feedsource": "/dist/index.js" } }</script>
<script type="module">
import { FeedSource, init } from 'feedsource';
const url = URL;
globalThis.show = (value) => console.log(JSON.stringify(value));
Object.assign(globalThis, { FeedSource, init, url, token: async () => TOKEN, feed: new FeedSource(url) });
</script>`

// somewhere are the addresses that examples read.
var somewhere = regexp.MustCompile(`https://(feeds\.example|ntfy\.sh)/[^']*`)

// Each page begins with an example that does what it says.
func TestFirstExamplesOfPages(t *testing.T) {
	const room = "/gitter/v1/rooms/42/chatMessages?rate=50&access_token=" + feeds.GitterToken
	const ran = "\nconsole.log('ran');"
	for page, c := range map[string]struct {
		feed  string // its path on the server of local feeds
		extra string // what shows that the example did something, where it shows nothing itself
		shows []string
	}{
		"reading":     {room, "", []string{`"text":`, `"text":`}},
		"events":      {room, "", []string{`^200$`, `"text":`}},
		"failures":    {"/espresso/subscribe?rate=50&type=image/png", "", []string{"image"}},
		"options":     {room, "\nfeed.onmessage = ({ json }) => show(json);", []string{`"text":`}},
		"presets":     {room, "\nfeed.onmessage = ({ json }) => show(json);", []string{`"text":`}},
		"formats":     {room, ran, []string{"ran"}},
		"signals":     {room, ran, []string{"ran"}},
		"sharing":     {room, ran, []string{"ran"}},
		"security":    {room, ran, []string{"ran"}},
		"engine":      {room, "\nawait init();" + ran, []string{"ran"}},
		"eventsource": {"/espresso/subscribe?rate=50", "\nnew EventSource(url).onopen = () => show('open');", []string{"open"}},
	} {
		t.Run(page, func(t *testing.T) {
			site := harness.NewSite(t)
			address := site.Feeds + c.feed
			code := somewhere.ReplaceAllLiteralString(example(t, "js/docs/"+page+".md", "js"), address)
			mine := strings.NewReplacer("URL", quoted(address), "TOKEN", quoted(feeds.GitterToken)).Replace(reader)
			got := logs(t, site, "/"+page+"-example.html", mine+`<script type="module">`+code+c.extra+"</script>", len(c.shows))
			for i, want := range c.shows {
				assert.Regexp(t, want, got[i])
			}
		})
	}
}

func quoted(text string) string {
	literal, _ := json.Marshal(text)
	return string(literal)
}
