package console

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/spawn"
	"github.com/feedsource/feedsource/web/feeds"
)

// openRelayed opens the console beside a relay, which runs as relay.toml says but on other ports, and without the keys given.
func openRelayed(t *testing.T, without ...string) *console {
	t.Helper()
	address, err := spawn.FreeAddress()
	require.NoError(t, err)
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	c := startBeside(t, port)
	text, err := os.ReadFile(filepath.Join(harness.Root(), "web", "relay", "relay.toml"))
	require.NoError(t, err)
	folder := t.TempDir()
	settings := strings.NewReplacer(
		`"127.0.0.1:8787"`, `"`+address+`"`, "http://127.0.0.1:8081", c.origin, "http://127.0.0.1:8080", c.url, `"relay-data"`, `"`+folder+`"`,
	).Replace(string(text))
	for _, key := range without {
		settings = regexp.MustCompile(`(?m)^`+key+` = .*$`).ReplaceAllString(settings, "")
	}
	file := filepath.Join(folder, "relay.toml")
	require.NoError(t, os.WriteFile(file, []byte(settings), 0o600))
	relay(t, file)
	require.Eventually(t, func() bool { return spawn.Answers("http://" + address + "/readyz") }, time.Minute, 20*time.Millisecond)
	c.visit(t, c.url)
	c.until(`state(card("relay")) === "OPEN" && count(card("relay"), "records") >= 1`)
	return c
}

// relay runs one until the test ends.
func relay(t *testing.T, file string) {
	t.Helper()
	said := &spawn.Output{}
	running := exec.Command(harness.Relay(t), "-config", file)
	running.Env = append(os.Environ(), "GITTER_TOKEN="+feeds.GitterToken)
	running.Stdout, running.Stderr = said, said
	require.NoError(t, running.Start())
	t.Cleanup(func() {
		_ = running.Process.Signal(syscall.SIGTERM)
		_ = running.Wait()
		if t.Failed() {
			t.Log(said)
		}
	})
}

// Whatever happens between the relay and what it reads, its reader stays connected, and gets everything once.
func TestFaultsBehindTheRelayLoseNothing(t *testing.T) {
	c := openRelayed(t)
	assert.Equal(t, "#by-relay", ask[string](c, `$("nav li:nth-child(2) a").getAttribute("href")`))
	for _, fault := range []string{"cut", "503", "expiry", "burst", "malformed"} {
		c.strike("relay", fault)
		assert.Contains(t, c.log("relay")[0], "Between relay and source: The server")
		got := c.counts("relay", 5)
		assert.Zero(t, got.Lost, "%s: %v", fault, c.numbers("relay"))
		assert.Zero(t, got.Twice, "%s: %v", fault, c.numbers("relay"))
	}
	assert.Equal(t, 1, c.count("relay", "malformed"), "which the relay hands on as it came")
	assert.Zero(t, c.count("relay", "reconnects"), "the line to the page stays")
	assert.Zero(t, c.count("gitter", "reconnects"), "the line of the page's own stays too")
	c.click("#relay [data-do=close]")
	c.until(`state(card("relay")) === "CLOSED"`)
	c.click("#relay [data-do=connect]")
	c.until(`state(card("relay")) === "OPEN"`)
	got := c.counts("relay", 2)
	assert.Equal(t, ledger{0, 0, got.Made}, got)
}

// What cannot be had again is told where it is missing.
func TestWhatIsMissingBehindTheRelayIsTold(t *testing.T) {
	c := openRelayed(t, "backfill")
	c.strike("relay", "cut")
	c.until(`messages(card("relay")).some(({ who, handle, classes }) => who === "relay-gap" && handle === "no-resume" && classes === "message note")`)
	c.counts("relay", 2)
	assert.Zero(t, c.ledger("relay").Twice)
	assert.Zero(t, c.count("relay", "reconnects"))
}

// One line leads to the source, however many read it.
func TestOneLineBehindTheRelay(t *testing.T) {
	c := openRelayed(t)
	other := &console{Page: harness.Open(t, c.url)}
	other.until(`state(card("relay")) === "OPEN" && count(card("relay"), "records") >= 1`)
	lines := 0
	for _, s := range c.feeds.Connections() {
		if s.Feed == "gitter" && s.Channel == "relay" {
			lines++
		}
	}
	assert.Equal(t, 1, lines)
}

func TestTheRelayedConsoleLooksRight(t *testing.T) {
	c := openRelayed(t)
	for _, width := range []int64{320, 768, 1400} {
		c.do(chromedp.EmulateViewport(width, 740))
		c.until(`innerWidth === ` + number(int(width)))
		assert.LessOrEqual(t, ask[int](c, `document.scrollingElement.scrollWidth`), int(width))
	}
	c.AssertAccessible("the console with a relay")
}
