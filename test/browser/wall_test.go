package browser

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/feeds"
)

// A wall is Espresso's, with pages on it.
type wall struct {
	t       *testing.T
	site    *harness.Site
	server  *feeds.Server
	url, ws string
}

func newWall(t *testing.T) *wall {
	t.Helper()
	w := &wall{t: t, site: harness.NewSite(t), server: feeds.New(feeds.Options{History: 1 << 20})}
	w.url = harness.Serve(t, w.server) + "/espresso/wall"
	w.ws = "ws" + strings.TrimPrefix(w.url, "http")
	return w
}

func (w *wall) page() *harness.Page { return open(w.t, w.site, "/module.html") }

func (w *wall) say(text string) {
	w.t.Helper()
	res, err := http.Post(w.url, "text/plain", strings.NewReader(text))
	require.NoError(w.t, err)
	require.NoError(w.t, res.Body.Close())
	require.Equal(w.t, http.StatusOK, res.StatusCode)
}

var onTheWall = regexp.MustCompile(`"id":(\d+),.*"text":"([^"]*)"`)

// kept is what the server has, as "number text".
func (w *wall) kept() (list []string) {
	w.t.Helper()
	res, err := http.Get(w.url + "?since=0&form=json&keepopen=0")
	require.NoError(w.t, err)
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	require.NoError(w.t, err)
	for _, found := range onTheWall.FindAllStringSubmatch(string(body), -1) {
		list = append(list, found[1]+" "+found[2])
	}
	return list
}

// untilOver leaves out what came behind the end of a talk: a page may have said it as its line was cut, and nobody stays for it.
func untilOver(lines []string) []string {
	over := slices.IndexFunc(lines, func(line string) bool { return strings.HasSuffix(line, " over") })
	return lines[:over+1]
}

// Two pages and the server talk while the server cuts a hundred times, whenever it may be.
func TestTwoPagesTalkOverTheWall(t *testing.T) {
	harness.NotShared(t, "two pages would have one connection")
	for _, way := range sockets[:2] {
		w := newWall(t)
		dice := rand.New(rand.NewPCG(14, 100))
		pages := map[string]*harness.Page{"ada": w.page(), "zoe": w.page()}
		for name, page := range pages {
			harness.Call[any](page, "wall.js", "join", harness.Args{"url": w.ws + "?form=json&since=0", "way": way, "name": name})
		}
		said := []string{}
		late := time.Now().Add(40 * time.Second)
		for cuts := 0; cuts < 100; {
			require.True(t, time.Now().Before(late), "cut %d times", cuts)
			time.Sleep(time.Duration(dice.IntN(20_000)) * time.Microsecond)
			if len(w.server.Connections()) == 2 {
				w.server.CutFeed("wall")
				cuts++
				said = append(said, fmt.Sprint("server ", cuts))
				w.say(said[len(said)-1])
			}
		}
		for _, page := range pages {
			said = append(said, harness.Call[[]string](page, "wall.js", "stopTalking", nil)...)
		}
		w.say("over")
		least := 90 // a cut may come ahead of the connection's being told
		if harness.Browser() == harness.Firefox {
			least = 75 // where it does so more often
		}
		heard := map[string][]string{}
		for name, page := range pages {
			got := harness.Call[struct {
				Heard      []string
				Reconnects int
			}](page, "wall.js", "leave", nil)
			heard[name] = untilOver(got.Heard)
			assert.Greater(t, got.Reconnects, least, "%v", way)
		}
		kept := untilOver(w.kept())
		assert.Greater(t, len(kept), 200)
		assert.Equal(t, kept, heard["ada"], "%v", way)
		assert.Equal(t, kept, heard["zoe"], "%v", way)
		texts := map[string]int{}
		for i, line := range kept {
			number, text, _ := strings.Cut(line, " ")
			assert.Equal(t, fmt.Sprint(i+1), number)
			texts[text]++
			assert.Equal(t, 1, texts[text], "%s was sent twice: %v", text, way)
		}
		delete(texts, "over")
		for text := range texts {
			assert.Contains(t, said, text)
		}
	}
}

func TestTheWallIsTheSameByEventStream(t *testing.T) {
	over(t, func(t *testing.T, page *harness.Page, way harness.Args) {
		w := newWall(t)
		for n := range 60 {
			w.say([]string{"été 日本 👩‍👩‍👧", "two\nlines\r\n", "", `"quoted" \ {}`, " leading: colon"}[n%5] + fmt.Sprint(" #", n+1))
		}
		for _, form := range []string{"text", "json"} {
			for _, fault := range []string{"", "&cut=900&times=4"} {
				if form == "text" && fault != "" {
					continue // that has no cursor
				}
				got := harness.Call[struct{ ByEventStream, ByWebSocket [][]string }](page, "wall.js", "both", harness.Args{
					"way": way, "id": form == "json", "last": 60,
					"eventStream": w.url + "?since=0&form=" + form + fault, "webSocket": w.ws + "?since=0&form=" + form + fault,
				})
				assert.Greater(t, len(got.ByEventStream), 60)
				assert.Equal(t, got.ByEventStream, got.ByWebSocket, "%s %s %v", form, fault, way)
			}
		}
	})
}

func TestFaultsOfTheWall(t *testing.T) {
	w := newWall(t)
	w.say("one")
	w.say("two")
	for _, way := range sockets {
		page := w.page()
		page.Expect("WebSocket connection to") // Chromium's own notes
		for query, want := range map[string]string{
			"close=1000":                      `end 1000 again: the server closed the connection (1000)`,
			"close=1005":                      `end 1005 again: the server closed the connection (1005)`,
			"close=1001&reason=going":         `server 1001 again: the server closed the connection (1001 "going")`,
			"close=1006":                      `network again: the connection was cut (abnormal closure)`,
			"close=1011":                      `server 1011 again: the server closed the connection (1011)`,
			"close=1012":                      `server 1012 again: the server closed the connection (1012)`,
			"close=1013":                      `server 1013 again: the server closed the connection (1013)`,
			"close=1014":                      `server 1014 again: the server closed the connection (1014)`,
			"close=1002":                      `server 1002 final: the server closed the connection (1002)`,
			"close=1003":                      `server 1003 final: the server closed the connection (1003)`,
			"close=1007":                      `server 1007 final: the server closed the connection (1007)`,
			"close=1008&reason=no+entry":      `server 1008 final: the server closed the connection (1008 "no entry")`,
			"close=1009":                      `server 1009 final: the server closed the connection (1009)`,
			"close=1010":                      `server 1010 final: the server closed the connection (1010)`,
			"close=3000":                      `server 3000 final: the server closed the connection (3000)`,
			"close=3001":                      `server 3001 again: the server closed the connection (3001)`,
			"close=4000":                      `server 4000 again: the server closed the connection (4000)`,
			"close=4999":                      `server 4999 again: the server closed the connection (4999)`,
			"close=4400&reason=bad":           `server 4400 final: the server said "bad"; the feed is closed.`,
			"close=4900":                      `complete final: the answer is complete.`,
			"close=1008&closeafter=1&since=1": `server 1008 final`,
			"since=0&cut=30":                  `network again: the connection was cut (abnormal closure)`,
			"since=0&malformed=1":             `network again: the connection was cut (abnormal closure)`,
			"silence=0":                       `stall again: `,
			"since=0&silence=30":              `stall again: `,
			"status=503":                      `network again: no connection (`,
			"nocors=1":                        `network again: no connection (`,
		} {
			if harness.Browser() == harness.WebKit && regexp.MustCompile(`^close=101[234]`).MatchString(query) {
				want = "network again: the connection was cut (abnormal closure)" // it knows no such codes
			}
			if harness.Browser() == harness.Firefox {
				want, _, _ = strings.Cut(want, "the connection was cut") // which it may not take for open, if that was at once
			}
			got := harness.Call[string](page, "wall.js", "fault", harness.Args{"url": w.ws + "?" + query, "way": way})
			assert.Contains(t, got, want, "%s %v", query, way)
		}
		for say, want := range map[string]string{
			"bytes":    `server 1003 final: the server closed the connection (1003 "the wall takes text")`,
			"too much": `server 1009 final: the server closed the connection (1009 "a message has 64 KiB at most")`,
		} {
			got := harness.Call[string](page, "wall.js", "fault", harness.Args{"url": w.ws, "way": way, "says": say})
			assert.Contains(t, got, want, "%s %v", say, way)
		}
		assert.Equal(t, []string{"greeting", "malformed too-large", "two"},
			harness.Call[[]string](page, "wall.js", "overTheLimit", harness.Args{"url": w.ws + "?since=0&oversize=0,5000&form=json", "way": way}), way)
	}
}
