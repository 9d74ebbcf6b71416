package console

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var columns = []string{"left", "right"}

// said are the messages of a column without its greetings, oldest first, as "who: what #number".
func (c *console) said(column string) (list []string) {
	for _, m := range c.messages(column) {
		if m.Who != "wall" {
			list = append([]string{m.Who + ": " + m.What + " " + m.Handle}, list...)
		}
	}
	return list
}

// open on the wall waits until both columns are.
func onTheWall(t *testing.T) *console {
	t.Helper()
	c := open(t)
	c.until(`state(card("left")) === "OPEN" && state(card("right")) === "OPEN"`)
	c.until(`messages(card("left")).length === 1 && messages(card("right")).length === 1`)
	return c
}

func TestColumnsTalkOverTheWall(t *testing.T) {
	c := onTheWall(t)
	greeting := c.messages("left")[0]
	assert.Equal(t, []string{"wall", "Welcome to the wall"}, []string{greeting.Who, greeting.What})
	c.fill("#left-message", "hello: you")
	c.do(chromedp.KeyEvent("\r"))
	c.until(`messages(card("right")).length === 2 && messages(card("left")).length === 2`)
	c.until(`$("#left-message").value === ""`)
	c.fill("#right-speaker", "")
	c.fill("#right-message", "été 日本")
	c.click("#right .talk [type=submit]")
	c.until(`messages(card("right")).length === 3 && messages(card("left")).length === 3`)
	for _, column := range columns {
		assert.Equal(t, []string{"Ada: hello: you #1", "somebody: été 日本 #2"}, c.said(column))
		assert.Regexp(t, `^\d\d:\d\d:\d\d$`, c.messages(column)[0].When)
		assert.Zero(t, c.count(column, "reconnects"))
	}
	c.click("#right .talk [type=submit]")
	c.until(`$("#right-problem").textContent === "Write a message first."`)
	assert.Equal(t, "right-message", ask[string](c, `document.activeElement.id`))
	assert.Equal(t, "true", ask[string](c, `$("#right-message").getAttribute("aria-invalid")`))
}

func TestTheWallGoesOnAfterACut(t *testing.T) {
	c := onTheWall(t)
	c.fill("#left-message", "one")
	c.do(chromedp.KeyEvent("\r"))
	c.until(`messages(card("left")).length === 2`)
	c.answers(false) // the line stays cut
	c.click(`#left [data-do=cut]`)
	c.until(`$(".notice", card("left")).textContent`) // which cannot be asked for
	c.feeds.CutFeed("wall")
	for _, column := range columns {
		c.until(`$(".trouble-next", card("` + column + `")).textContent.startsWith("next try in") || $(".trouble-next", card("` + column + `")).textContent === "trying now"`)
	}
	c.fill("#left-message", "two")
	c.do(chromedp.KeyEvent("\r"))
	c.until(`$("#left-problem").textContent === "The message waits for a connection."`)
	assert.Equal(t, "two", ask[string](c, `$("#left-message").value`))
	c.answers(true)
	c.click(`#left [data-do=connect]`)
	c.click(`#right [data-do=connect]`)
	for _, column := range columns {
		c.until(`state(card("` + column + `")) === "OPEN" && messages(card("` + column + `")).some(({ what }) => what === "two")`)
		assert.Equal(t, []string{"Ada: one #1", "Ada: two #2"}, c.said(column))
	}
	c.until(`$("#left-problem").textContent === ""`)

	c.click(`#left [data-do=close]`)
	c.until(`state(card("left")) === "CLOSED"`)
	c.fill("#left-message", "three")
	c.do(chromedp.KeyEvent("\r"))
	c.until(`$("#left-problem").textContent.includes("the message was not sent, since the feed is closed")`)
	c.click(`#left [data-do=connect]`)
	c.until(`state(card("left")) === "OPEN"`)
	c.do(chromedp.Focus(chromedp.CSS("#left-message")), chromedp.KeyEvent("\r"))
	c.until(`messages(card("right"))[0].what === "three" && messages(card("left"))[0].what === "three"`)
	assert.Equal(t, []string{"Ada: one #1", "Ada: two #2", "Ada: three #3"}, c.said("left"))
}

// What was said while a column was closed comes when it is connected again, also to one that had heard nothing.
func TestTheWallTellsWhatWasSaidWhileItWasClosed(t *testing.T) {
	c := onTheWall(t)
	say := func(text string) {
		c.fill("#left-message", text)
		c.do(chromedp.KeyEvent("\r"))
		c.until(`$("#left-message").value === "" && messages(card("left"))[0].what === "` + text + `"`)
	}
	for _, text := range []string{"one", "two"} {
		c.click(`#right [data-do=close]`)
		c.until(`state(card("right")) === "CLOSED"`)
		say(text)
		c.click(`#right [data-do=connect]`)
		c.until(`messages(card("right"))[0].what === "` + text + `"`)
	}
	assert.Equal(t, []string{"Ada: one #1", "Ada: two #2"}, c.said("right"))
	c.until(ledgerOf + `("right").Made === 2`)
	assert.Equal(t, ledger{0, 0, 2}, c.ledger("right"))
}

// A wall keeps a thousand messages. Who comes back too late for some is told how many.
func TestTheWallTellsWhatIsLost(t *testing.T) {
	c := onTheWall(t)
	said := 0
	say := func(many int) {
		for range many {
			said++
			r, err := http.Post(c.origin+"/espresso/wall", "text/plain", strings.NewReader("message "+number(said)))
			require.NoError(t, err)
			require.NoError(t, r.Body.Close())
		}
	}
	say(1)
	c.until(ledgerOf + `("right").Made === 1`)
	c.click(`#right [data-do=close]`)
	c.until(`state(card("right")) === "CLOSED"`)
	for range 3 {
		say(400)
		c.until(ledgerOf + `("left").Made === ` + number(said))
	}
	c.click(`#right [data-do=connect]`)
	c.until(ledgerOf + `("right").Lost === 200 && ` + ledgerOf + `("right").Made === 1201`)
	assert.Zero(t, c.ledger("left").Lost)
}

func TestReadAWebSocket(t *testing.T) {
	c := open(t)
	ws := "ws" + c.origin[len("http"):] + "/espresso/wall"
	c.fill("#url", ws)
	c.choose("#format", "auto")
	c.click("#reader-form [type=submit]")
	c.until(`$("#headers-problem").textContent === "A page cannot give a WebSocket headers; leave this empty."`)
	c.fill("#headers", "")
	c.click("#reader-form [type=submit]")
	c.until(`messages(card("records")).length === 1`)
	assert.Equal(t, []message{{Who: "message", What: "Welcome to the wall"}}, c.records())
	assert.Equal(t, "WebSocket "+ws, ask[string](c, `$(".about", card("records")).textContent`))

	c.fill("#url", c.origin+"/raw/get/none")
	c.choose("#format", "message")
	c.click("#reader-form [type=submit]")
	c.until(`$("#url-problem").textContent.startsWith("format: 'message' is for a WebSocket")`)
}

func TestReadBytes(t *testing.T) {
	c := open(t)
	c.read("\x03abc\x05\x00\xff\x10\r\n\x06\xe6\x97\xa5ok\n", "varint", "")
	assert.Equal(t, []message{
		{Who: "message", What: "日ok\n"}, {Who: "message", What: "00 ff 10 0d 0a"}, {Who: "message", What: "abc"},
	}, c.records())
	long := make([]byte, 2+1000)
	long[0], long[1] = 0xe8, 0x07
	c.read(string(long), "varint", "")
	require.Len(t, c.records(), 1)
	assert.Regexp(t, `^(00 ){256}… \(1,000 bytes in all\)$`, c.records()[0].What)
}
