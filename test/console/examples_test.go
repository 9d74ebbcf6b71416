package console

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// example opens an example page.
func example(t *testing.T, name string) *console {
	t.Helper()
	c := start(t)
	c.Page = harness.Open(t, c.url+"/examples/"+name)
	return c
}

// another opens the page of an example in a second tab, beside the first.
func (c *console) another(t *testing.T, name string) *console {
	t.Helper()
	return &console{url: c.url, origin: c.origin, feeds: c.feeds, Page: harness.Open(t, c.url+"/examples/"+name)}
}

// passes has something happen on a feed while nobody reads it: a stream is read to its end.
func (c *console) passes(path string, headers ...string) {
	c.T.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	c.feeds.ServeHTTP(w, r)
	require.Equal(c.T, http.StatusOK, w.Code)
}

// text is how much of the answer is shown, said how it stands, and log what the feed told.
const (
	text = `$("#text").textContent`
	said = `$("#state").textContent`
	log  = `all("#log li").map((e) => e.textContent)`
)

// askModel asks, and waits for the first words of the answer.
func askModel(c *console) {
	c.T.Helper()
	c.until(`$("#ask")`)
	c.fill("#question", "Is <b>this</b> text?")
	c.click("#ask [type=submit]")
	c.until(text + `.includes("parrot")`)
}

// answered waits until the answer is complete, and checks that it is what the model holds, and that
// the model was asked once.
func answered(t *testing.T, c *console) {
	t.Helper()
	c.until(said + ` === "complete"`)
	posts, path := 0, ""
	for _, r := range c.noted() {
		if r.method == http.MethodPost {
			posts++
		} else {
			path = r.path
		}
	}
	assert.Equal(t, 1, posts, "the question was asked once")
	require.NotEmpty(t, path, "it went on by a GET")
	assert.Equal(t, modelText(t, c.origin+path), ask[string](c, text))
}

// modelText is the answer that the model keeps.
func modelText(t *testing.T, url string) string {
	t.Helper()
	r, err := http.Get(url)
	require.NoError(t, err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	var kept struct {
		Status string
		Output []struct{ Content []struct{ Text string } }
	}
	require.NoError(t, json.Unmarshal(body, &kept))
	require.Equal(t, "completed", kept.Status)
	return kept.Output[0].Content[0].Text
}

func TestAnAnswerGoesOnAfterACut(t *testing.T) {
	c := example(t, "answer")
	askModel(c)
	c.click("#fault-cut")
	c.until(`$("#log").textContent.includes("Went on")`)
	assert.Equal(t, "answering", ask[string](c, said))
	answered(t, c)
	assert.Contains(t, ask[string](c, text), "Is <b>this</b> text?")
	assert.Zero(t, ask[int](c, `all("#text b").length`), "text, and no markup")
}

func TestAnAnswerGoesOnAfterAReload(t *testing.T) {
	c := example(t, "answer")
	askModel(c)
	before := ask[string](c, text)
	c.Navigate(c.url + "/examples/answer")
	c.until(`$("#text") && ` + text + `.startsWith(` + harness.JS(before) + `)`)
	answered(t, c)
	assert.Equal(t, "Is <b>this</b> text?", ask[string](c, `$("#question").value`))
	assert.Contains(t, ask[[]string](c, log)[0], "open Went on: GET /v1/responses/")

	whole, requests := ask[string](c, text), len(c.noted()) // and what is complete stays
	c.Navigate(c.url + "/examples/answer")
	c.until(said + ` === "complete"`)
	assert.Equal(t, whole, ask[string](c, text))
	assert.Len(t, c.noted(), requests)
}

func TestAnAnswerIsStopped(t *testing.T) {
	c := example(t, "answer")
	askModel(c)
	c.click("#stop")
	c.until(said + ` === "stopped"`)
	stopped := ask[string](c, text)
	assert.True(t, strings.HasPrefix(stopped, "You asked"), "what came stays")
	require.Eventually(t, func() bool { return len(c.feeds.Connections()) == 0 }, 10*time.Second, 5*time.Millisecond)
	assert.Equal(t, stopped, ask[string](c, text))
	c.Navigate(c.url + "/examples/answer")
	c.until(said + ` === "stopped"`)
	assert.Equal(t, stopped, ask[string](c, text))

	askModel(c) // another question is asked anew
	c.click("#stop")
	assert.Equal(t, "POST POST", strings.Join(methods(c), " "))
}

func methods(c *console) (list []string) {
	for _, r := range c.noted() {
		list = append(list, r.method)
	}
	return list
}

// The table holds what a list of now holds. Both are asked for until they agree, for the pods
// change meanwhile.
const sameAsList = `(async () => {
	const { feeds } = await (await fetch("/config.json")).json();
	const late = performance.now() + 20000;
	while (performance.now() < late) {
		const { items, metadata } = await (await fetch(feeds + "/api/v1/namespaces/default/pods")).json();
		await until(() => Number($("#version").textContent) >= Number(metadata.resourceVersion));
		const want = items.map((pod) => pod.metadata.uid + " " + pod.status.phase).sort();
		const got = all("#pods tr").map((row) => row.dataset.uid + " " + row.cells[1].textContent).sort();
		if ($("#version").textContent === metadata.resourceVersion) return got.join() === want.join();
	}
	return false;
})()`

func TestAWatchShowsChanges(t *testing.T) {
	c := example(t, "watch")
	c.until(said + ` === "watching"`)
	first := ask[int](c, `Number($("#version").textContent)`)
	c.until(`Number($("#version").textContent) > ` + number(first+3))
	assert.True(t, ask[bool](c, sameAsList))
	c.click("#fault-cut")
	c.until(`$("#log").textContent.includes("network")`)
	c.until(said + ` === "watching"`)
	assert.True(t, ask[bool](c, sameAsList))
	assert.NotContains(t, ask[string](c, `$("#log").textContent`), "gap")
}

func TestAWatchListsAnewAfterARestart(t *testing.T) {
	c := example(t, "watch")
	c.until(said + ` === "watching"`)
	c.click("#fault-restart")
	c.until(`$("#log").textContent.includes("gap")`)
	c.until(said + ` === "watching"`)
	assert.Equal(t, []string{"open", "list", "gap", "open", "network", "open", "list"}, ask[[]string](c, `all("#log code").map((e) => e.textContent)`))
	assert.True(t, ask[bool](c, sameAsList))
}

func TestAWatchCountsWhatHappensAgain(t *testing.T) {
	c := example(t, "watch")
	c.until(said + ` === "watching"`)
	c.answers(false)
	c.click("#fault-cut") // which does not answer either
	c.feeds.CutFeed("kubernetes")
	c.until(`$("#log").textContent.includes("×3")`)
	told := ask[[]string](c, log)
	require.Len(t, told, 3)
	assert.Regexp(t, `^network ×\d+ no response`, told[0], "without the URL")
	c.answers(true)
	c.until(said + ` === "watching"`)
	assert.True(t, ask[bool](c, sameAsList))
}
