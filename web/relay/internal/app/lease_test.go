package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An alarm for feeds that nobody reads adds up what all nodes say.
func TestNodeThatReadsNothingSaysSo(t *testing.T) {
	nats, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true})
	require.NoError(t, err)
	nats.Start()
	t.Cleanup(nats.Shutdown)
	require.True(t, nats.ReadyForConnections(time.Minute))
	node := func(name string) *App {
		a, _, _ := start(t, load(t, fmt.Sprintf("nats = %q\nname = %q\n[feeds.room]\nurl = \"%s/espresso/subscribe?hold=1\"\n", nats.ClientURL(), name, local(t))))
		ready(t, a)
		return a
	}
	has := func(a *App, line string) bool { return strings.Contains(text(t, a.URL()+"/metrics"), line+"\n") }
	first := node("first")
	require.Eventually(t, func() bool { return has(first, `relay_lease{feed="room"} 1`) }, time.Minute, 10*time.Millisecond)
	assert.True(t, has(node("second"), `relay_lease{feed="room"} 0`))
}
