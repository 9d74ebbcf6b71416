package console

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// read has the form read what /raw serves.
func (c *console) read(body, format, headers string) {
	c.T.Helper()
	c.feeds.Put("sample", []byte(body))
	c.fill("#url", c.origin+"/raw/get/sample")
	c.fill("#headers", headers)
	c.choose("#format", format)
	c.click("#reader-form [type=submit]")
	ask[any](c, `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))`) // what an earlier read showed is gone
	c.until(`state(card("records")) === "CLOSED" && trouble(card("records")).textContent`)
}

func TestReadEventStream(t *testing.T) {
	c := open(t)
	c.read("data: one\n\nid: 7\nevent: news\ndata: two\ndata: lines — ünïcödé\n\n: still here\n\ndata: three\n\n", "sse", "X-Demo: für dich")
	assert.Equal(t, "f\xfcr dich", c.lastRequest().header.Get("X-Demo"))
	assert.Equal(t, "text/event-stream", c.lastRequest().header.Get("Accept"))
	assert.Equal(t, []message{
		{Who: "message", Handle: "id 7", What: "three"},
		{Who: "news", Handle: "id 7", What: "two\nlines — ünïcödé"},
		{Who: "message", What: "one"},
	}, c.records())
	assert.Equal(t, 3, c.count("records", "records"))
	assert.Equal(t, 1, c.count("records", "keepalives"))
	assert.Equal(t, "7", ask[string](c, `$(".cursor-value", card("records")).textContent`))
	assert.Equal(t, "complete", ask[string](c, `$(".trouble-type", card("records")).textContent`))
}

// records are what the reader's card shows, without the time and the look.
func (c *console) records() []message {
	list := c.messages("records")
	for i := range list {
		list[i].When, list[i].Classes = "", ""
	}
	return list
}

func TestReadShowsWhatIsMalformed(t *testing.T) {
	c := open(t)
	c.read("9\r\n{\"a\":1}\r\nfour\r\n9\r\n{\"b\":2}\r\n", "length", "")
	assert.ElementsMatch(t, []message{
		{Who: "message", What: `{"b":2}`},
		{Who: "malformed", Handle: "bad-length, at byte 12", What: "four"},
		{Who: "message", What: `{"a":1}`},
	}, c.records())
	assert.Equal(t, 1, c.count("records", "malformed"))

	c.read("{\"a\":1}\n{\"b\":\n\n{\"c\":3}\n", "ndjson", "")
	assert.ElementsMatch(t, []message{
		{Who: "message", What: `{"c":3}`},
		{Who: "malformed", Handle: "not-json, at byte 8", What: `{"b":`},
		{Who: "message", What: `{"a":1}`},
	}, c.records())
	assert.Equal(t, 1, ask[int](c, `all(".malformed", card("records")).filter(shown).length`))
}

// By the standard of event streams nothing is malformed: what is no field is passed over.
func TestReadWhatTheHintSays(t *testing.T) {
	c := open(t)
	read := func(path, format string) {
		c.fill("#url", c.origin+path)
		c.choose("#format", format)
		c.click("#reader-form [type=submit]")
	}
	read("/ably/event-stream?channels=console&v=1.2&from=1&count=20&rate=0&malformed=3", "ndjson")
	c.until(`count(card("records"), "malformed") === 1 && state(card("records")) === "CLOSED"`)
	read("/espresso/subscribe?from=1&count=20&rate=0&malformed=3", "sse")
	c.until(`$(".about", card("records")).textContent.includes("/espresso/subscribe?from=1&count=20") && count(card("records"), "records") === 19 && state(card("records")) === "CLOSED"`)
	assert.Zero(t, c.count("records", "malformed"))
	assert.Contains(t, ask[string](c, `$("#reader .lead").textContent`), "In server-sent events none is broken by their")
}

func TestReadByPost(t *testing.T) {
	c := open(t)
	assert.False(t, ask[bool](c, `shown($("#body"))`))
	c.choose("#method", "POST")
	assert.True(t, ask[bool](c, `shown($("#body"))`))
	c.fill("#body", "what is asked")
	c.read("one\ntwo\n", "lines", "Content-Type: application/x-question")
	assert.Equal(t, "POST", c.lastRequest().method)
	assert.Equal(t, "what is asked", c.lastRequest().body)
	assert.Equal(t, "application/x-question", c.lastRequest().header.Get("Content-Type"))
	assert.Equal(t, []message{{Who: "message", What: "two"}, {Who: "message", What: "one"}}, c.records())
}

func TestReadByPreset(t *testing.T) {
	c := open(t)
	c.choose("#preset", "openai")
	assert.Equal(t, "sse", ask[string](c, `$("#format").value`))
	c.choose("#preset", "ntfy")
	assert.Equal(t, "ntfy topics, from /json or /sse.", ask[string](c, `$("#preset-hint").textContent`))
	c.read(`{"id":"a","event":"open"}`+"\n"+`{"id":"b","event":"message"}`+"\n", "ndjson", "")
	assert.Equal(t, []message{{Who: "message", Handle: "id b", What: `{"id":"b","event":"message"}`}}, c.records())
	assert.Equal(t, 1, c.count("records", "keepalives"))
	c.choose("#preset", "")
	c.read("one\n", "lines", "")
	assert.Equal(t, []message{{Who: "message", What: "one"}}, c.records())
}

// Whichever preset is chosen, what the form gives besides makes a feed with it.
func TestReadByEveryPreset(t *testing.T) {
	c := open(t)
	names := ask[[]string](c, `all("#preset option").map((option) => option.value)`)
	assert.Greater(t, len(names), 30)
	for _, name := range names {
		c.choose("#preset", name)
		c.fill("#url", c.origin+"/raw/get/none?"+name)
		c.click("#reader-form [type=submit]")
		c.until(`$(".about", card("records")).textContent.endsWith("?` + name + `")`) // a feed that could not be made fails the test
	}
}

// A password that somebody types into the address is seen there, and nowhere else.
func TestReadHidesPasswords(t *testing.T) {
	c := open(t)
	seen := func() string {
		return ask[string](c, `document.body.innerText + `+inside+`.innerHTML`)
	}
	c.fill("#headers", "")
	c.choose("#format", "lines")
	address := strings.Replace(c.origin, "http://", "http://ada:pass-word@", 1)
	c.fill("#url", address+"/raw/get/none?access_token=tok-en")
	c.click("#reader-form [type=submit]")
	c.until(`trouble(card("records")).textContent.includes("a URL takes no password")`)
	shown := strings.Replace(c.origin, "http://", "http://[redacted]@", 1)
	assert.Equal(t, "GET "+shown+"/raw/get/none?access_token=[redacted]", ask[string](c, `$(".about", card("records")).textContent`))
	assert.NotContains(t, seen(), "pass-word")
	assert.NotContains(t, seen(), "tok-en")
	c.fill("#url", "http://ada:pass-word@:x")
	c.click("#reader-form [type=submit]")
	c.until(`$("#url-problem").textContent === "“http://[redacted]@:x” is not a URL; write one like https://example.com/feed."`)
	assert.NotContains(t, seen(), "pass-word")
}

func TestReadEndless(t *testing.T) {
	c := open(t)
	c.click("#reader-form [type=submit]") // the address that the form suggests
	c.until(`state(card("records")) === "OPEN" && count(card("records"), "records") >= 2 && count(card("records"), "keepalives") >= 1`)
	c.click("#reader-form [data-do=close]")
	c.until(`state(card("records")) === "CLOSED"`)
	assert.Empty(t, ask[string](c, `trouble(card("records")).textContent`))
}

func TestReadRefused(t *testing.T) {
	c := open(t)
	c.fill("#headers", "")
	c.click("#reader-form [type=submit]")
	c.until(`trouble(card("records")).textContent`)
	assert.Contains(t, ask[string](c, `trouble(card("records")).textContent`), "the server answered 401 Unauthorized")
	assert.Equal(t, "no further attempt", ask[string](c, `$(".trouble-next", card("records")).textContent`))
}

func TestReadAgain(t *testing.T) {
	c := open(t)
	c.click("#reader-form [name=again]")
	c.feeds.Put("sample", []byte("one\n"))
	c.fill("#url", c.origin+"/raw/get/sample")
	c.choose("#format", "lines")
	c.click("#reader-form [type=submit]")
	c.until(`count(card("records"), "reconnects") >= 1 && count(card("records"), "records") >= 2`)
	c.click("#reader-form [data-do=close]")
	c.until(`state(card("records")) === "CLOSED"`)
}

// Ten thousand records and one of a million characters leave a small page.
func TestTheListIsBounded(t *testing.T) {
	c := open(t)
	body := bytes.Repeat([]byte("a record like any other\n"), 10_000)
	body = append(body, strings.Repeat("x", 1_000_000)+"\nlast\n"...)
	c.read(string(body), "lines", "")
	c.until(`count(card("records"), "records") === 10002`)
	c.until(`messages(card("records"))[0]?.what === "last"`)
	assert.Equal(t, 200, ask[int](c, `messages(card("records")).length`))
	assert.Equal(t, strings.Repeat("x", 4000)+"… (1,000,000 characters in all)", c.records()[1].What)
	assert.Less(t, ask[int](c, `all("*").length`), 6000)
}

func TestMistakesInTheForm(t *testing.T) {
	c := open(t)
	for _, mistake := range []struct{ field, text, want string }{
		{"url", "http://", "“http://” is not a URL; write one like https://example.com/feed."},
		{"url", "ftp://example.com/", "A feed's URL begins with https:, http:, wss: or ws:, and not with ftp:."},
		{"url", " ", "Enter the URL of a feed."},
		{"url", "127.0.0.1:18432/espresso/subscribe", "“127.0.0.1:18432/espresso/subscribe” has no scheme; write http://127.0.0.1:18432/espresso/subscribe, or ./127.0.0.1:18432/espresso/subscribe if it is a path of this page."},
		{"url", "localhost:8080?token=a", "“localhost:8080?token=[redacted]” has no scheme; write http://localhost:8080?token=[redacted], or ./localhost:8080?token=[redacted] if it is a path of this page."},
		{"url", "feeds.example", "“feeds.example” has no scheme; write https://feeds.example, or ./feeds.example if it is a path of this page."},
		{"headers", "X-Fine: yes\nno colon here", "Line 2: “no colon here” has no colon; write Name: value."},
		{"headers", "b@d name: x", "Line 1: “b@d name” is not a header name."},
		{"headers", "X-Kanji: 漢字", "Line 1: the value of X-Kanji holds characters that no header can."},
		{"headers", "Cookie: a=b", "Line 1: browsers do not let pages set Cookie."},
	} {
		c.fill("#url", c.origin+"/raw/get/none")
		c.fill("#headers", "")
		c.fill("#"+mistake.field, mistake.text)
		c.click("#reader-form [type=submit]")
		c.until(`$("#` + mistake.field + `-problem").textContent === ` + harness.JS(mistake.want))
		assert.True(t, ask[bool](c, `shown($("#`+mistake.field+`-problem"))`))
		assert.Equal(t, "true", ask[string](c, `$("#`+mistake.field+`").getAttribute("aria-invalid")`))
		assert.Equal(t, mistake.field, ask[string](c, `document.activeElement.id`))
		assert.Equal(t, "CLOSED", ask[string](c, `state(card("records"))`))
	}
	c.fill("#headers", "X-Fine: yes")
	c.click("#reader-form [type=submit]")
	c.until(`trouble(card("records")).textContent.includes("404")`)
	assert.Zero(t, ask[int](c, `all("[aria-invalid]").length + all(".problem").filter((p) => p.textContent).length`))
}
