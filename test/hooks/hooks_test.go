package hooks

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

func TestHooks(t *testing.T) {
	for _, name := range apps {
		t.Run(name, func(t *testing.T) {
			site := harness.Serve(t, http.FileServer(http.Dir(build(t, name))))
			start := func(t *testing.T) (*rooms, *app) { return newRooms(t), open(t, site) }

			t.Run("reads a feed by one connection, and leaves it", func(t *testing.T) {
				rooms, app := start(t)
				app.show(rooms.of("lobby"), "token")
				app.wait("state", "open")
				app.waitRecords(3)
				rooms.assertRead(t, "lobby")
				assert.Equal(t, 1, rooms.requests())
				app.hide()
				rooms.assertRead(t)
				assert.Equal(t, 1, rooms.requests())
			})

			t.Run("goes on where nothing but functions changed, and calls the new ones", func(t *testing.T) {
				rooms, app := start(t)
				app.show(rooms.of("lobby"), "first")
				app.waitRecords(3)
				app.show(rooms.of("lobby"), "second")
				app.show(rooms.of("lobby"), "third")
				assert.Equal(t, 1, rooms.requests())
				assert.Equal(t, "first", rooms.lastToken())
				rooms.Server.Cut()
				app.waitUntil("renders of another connection", func() bool { return rooms.requests() == 2 })
				assert.Equal(t, "third", rooms.lastToken())
				app.wait("state", "open")
				app.wait("error", "")
			})

			t.Run("another URL is another feed", func(t *testing.T) {
				rooms, app := start(t)
				app.show(rooms.of("lobby"), "token")
				app.waitRecords(3)
				before := app.records()
				app.show(rooms.of("garden"), "token")
				rooms.assertRead(t, "garden")
				app.waitRecords(3)
				assert.NotEqual(t, before, app.records(), "the records of another room alone")
				assert.Equal(t, 2, rooms.requests())
			})

			t.Run("without a URL there is no feed", func(t *testing.T) {
				rooms, app := start(t)
				app.show("", "token")
				app.wait("state", "idle")
				app.show(rooms.of("lobby"), "token")
				app.waitRecords(3)
				app.show("", "token")
				app.wait("state", "idle")
				rooms.assertRead(t)
				assert.Equal(t, 1, rooms.requests())
			})

			t.Run("shows what failed, and tries again when asked", func(t *testing.T) {
				rooms, app := start(t)
				app.show(rooms.of("lobby"), "expired")
				app.wait("state", "closed")
				assert.Contains(t, app.text("error"), "401")
				app.show(rooms.of("lobby"), "token")
				app.click("reconnect")
				app.wait("state", "open")
				app.waitRecords(3)
				app.wait("error", "")
			})

			t.Run("is stopped, and goes on", func(t *testing.T) {
				rooms, app := start(t)
				app.show(rooms.of("lobby"), "token")
				app.waitRecords(3)
				app.click("close")
				app.wait("state", "closed")
				rooms.assertRead(t)
				app.waitRecords(3)
				app.click("reconnect")
				app.wait("state", "open")
				rooms.assertRead(t, "lobby")
				app.hide()
				rooms.assertRead(t)
			})

			t.Run("renders a chunk of a thousand records at once, and keeps the newest", func(t *testing.T) {
				rooms, app := start(t)
				app.show(rooms.put("thousand", 1000), "token")
				app.waitUntil("the last message", func() bool { return strings.HasSuffix(app.records(), "message 1000") })
				app.waitRecords(50)
				assert.LessOrEqual(t, app.renders(), 20, "renders of 1,000 records")
			})

			t.Run("an option that cannot be is an error that is shown", func(t *testing.T) {
				_, app := start(t)
				app.Expect("is not a URL")
				app.show("http://[", "token")
				app.wait("state", "closed")
				assert.Contains(t, app.text("error"), `"http://[" is not a URL`)
			})
		})
	}
}
