package servers

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// channel is a setting for what is published to a channel.
func channel(name string, init harness.Args) setting {
	s := setting{init: harness.Args{
		"preset":    "centrifugo-ws",
		"subscribe": harness.Args{"id": 2, "subscribe": harness.Args{"channel": name}},
	}}
	for name, value := range init {
		s.init[name] = value
	}
	return s
}

func TestCentrifuge(t *testing.T) {
	t.Parallel()
	server := run(t, built(t, "centrifuge"), "ADDRESS")
	page := open(t)
	url := server.url() + "/connection/websocket"
	publish := func(n int) {
		post(t, server.url()+"/publish", "application/json", fmt.Appendf(nil, `{"channel":"news","data":{"n":%d}}`, n))
	}

	t.Run("what is published goes on after another connection", func(t *testing.T) {
		r := read(page, url, channel("news", nil))
		r.until(harness.Args{"Records": 1})
		const some = 40 // more than the server sends in a message
		for n := range some {
			publish(n + 1)
		}
		r.until(harness.Args{"Records": 1 + some})
		post(t, server.url()+"/reconnect", "", nil)
		r.until(harness.Args{"Records": 1 + some + 1}) // the answer to the second subscription
		publish(some + 1)
		got := r.until(harness.Args{"Records": 1 + some + 2})
		for n := range some {
			assert.Equal(t, fmt.Sprint(n+1), got.Records[1+n].ID)
			assert.Contains(t, got.Records[1+n].Data, fmt.Sprintf(`"data":{"n":%d}`, n+1))
		}
		assert.Equal(t, fmt.Sprint(some+1), got.Records[1+some+1].ID)
		assert.Equal(t, []string{"server"}, got.types())
		assert.Equal(t, "3011", got.Errors[0].Code)
		assert.Equal(t, []string{"no-resume"}, got.Gaps)
		assert.Empty(t, got.Malformed)
		r.close()
	})
	t.Run("a server whose pings are answered stays", func(t *testing.T) {
		r := read(page, url, channel("quiet", nil))
		got := r.until(harness.Args{"Keepalives": 4}) // the answer to the greeting, and pings
		assert.Empty(t, got.Errors)
		r.close()
	})
	t.Run("a channel that is refused is a warning", func(t *testing.T) {
		r := read(page, url, channel("secret", nil))
		got := r.until(harness.Args{"Warnings": 1})
		assert.Contains(t, got.Warnings[0], "permission denied")
		r.close()
	})
	for token, code := range map[string]string{"wrong": "3500", "expired": "109"} {
		t.Run(token+" tokens are refused", func(t *testing.T) {
			greet := harness.Args{"id": 1, "connect": harness.Args{"token": token}}
			got := read(page, url, channel("news", harness.Args{"greet": greet})).until(harness.Args{"Over": 1})
			refused(t, got, "server")
			assert.Equal(t, code, got.Errors[0].Code)
		})
	}
}
