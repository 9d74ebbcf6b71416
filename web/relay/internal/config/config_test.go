package config

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func load(t *testing.T, text string) (*Config, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "relay.toml")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	c, err := Load(name)
	if err != nil {
		err = fmt.Errorf("%s", strings.ReplaceAll(err.Error(), filepath.Dir(name)+"/", ""))
	}
	return c, err
}

func TestDefaults(t *testing.T) {
	c, err := load(t, "[feeds.room]\nurl = \"https://feeds.example/room\"\n")
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1:8787", c.Listen)
	assert.Equal(t, "relay-data", c.Folder)
	assert.NotEmpty(t, c.Name)
	assert.Equal(t, 1, c.Replicas)
	assert.Zero(t, c.Sync.Every, "each write is synced")
	assert.True(t, c.Readers.Compression)
	assert.Equal(t, Keep{Age: 24 * time.Hour}, c.Feeds["room"].Keep)
	assert.Equal(t, Size{16 << 20}, c.Feeds["room"].Buffer)
}

func TestAllThatThereIs(t *testing.T) {
	t.Setenv("ROOM_TOKEN", "hush")
	file := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(file, []byte("filed\n"), 0o600))
	c, err := load(t, `
listen = ":8443"
name = "a"
nats = "nats://relay:${ROOM_TOKEN}@a:4222, tls://b:4222"
replicas = 3
lease = "20s"
log = "debug"
[tls]
autocert = ["relay.example"]
acme = "https://ca.example/directory"
[readers]
origins = ["https://app.example"]
heartbeat = "10s"
max = 5
max_per_address = 2
address_header = "X-Real-IP"
compression = false
[auth]
jwks = "https://id.example/jwks"
issuer = "https://id.example"
[feeds.room]
url = "https://feeds.example/room?key=${ROOM_TOKEN}"
headers = { Authorization = "Bearer ${ROOM_TOKEN}", X-Key = "${file:`+file+`}" }
keep = "7d, 10GB"
buffer = "8MB"
format = "ndjson"
id = ["/id"]
resume = { query = "since" }
dedupe = { key = ["/id"] }
keepalive = { timeoutMs = 90000 }
gap = { windowMs = 120000 }
backfill = { url = "https://feeds.example/history?key=${ROOM_TOKEN}", after = "since" }
`)
	require.NoError(t, err)
	room := c.Feeds["room"]
	assert.Equal(t, Keep{Age: 7 * 24 * time.Hour, Size: 10e9}, room.Keep)
	for secret, want := range map[Secret]string{
		c.NATS: "nats://relay:hush@a:4222, tls://b:4222", room.Backfill.URL: "https://feeds.example/history?key=hush",
		room.URL: "https://feeds.example/room?key=hush", room.Headers["Authorization"]: "Bearer hush", room.Headers["X-Key"]: "filed",
	} {
		value, err := secret.Value()
		require.NoError(t, err)
		assert.Equal(t, want, value)
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(&log, nil))
	secret := Secret("hush")
	logger.Info(fmt.Sprint(secret, fmt.Sprintf("%v %s", secret, secret)), "secret", secret)
	assert.NotContains(t, log.String(), "hush")
}

func TestValuesOfTexts(t *testing.T) {
	for text, want := range map[string]string{
		"soon": `"soon" is no duration; it can be "500ms", "90s", "24h" or "7d"`, "-1s": "is no duration", "1e9d": "is no duration",
		"99999999d": "is no duration",
	} {
		var d Duration
		assert.ErrorContains(t, d.UnmarshalText([]byte(text)), want)
	}
	for _, text := range []string{"", "10", "GB", "1.5GB", "-1GB", "9999999999GB", "999999999TiB"} {
		var s Size
		assert.ErrorContains(t, s.UnmarshalText([]byte(text)), "is no size", text)
	}
	for _, text := range []string{"", "24h, 24h", "1GB,1GB", "0s", "24h 10GB"} {
		var k Keep
		assert.ErrorContains(t, k.UnmarshalText([]byte(text)), "does not say how much to keep", text)
	}
	for value, want := range map[fmt.Stringer]string{
		Duration{time.Hour}: "1h", Duration{90 * time.Minute}: "1h30m", Duration{0}: "0s", Size{16 << 20}: "16MiB", Size{10e9}: "10GB", Size{1}: "1B",
	} {
		assert.Equal(t, want, value.String())
	}
	var s Sync
	assert.ErrorContains(t, s.UnmarshalText([]byte("0s")), `it can be "always"`)
	require.NoError(t, s.UnmarshalText([]byte("always")))
}
