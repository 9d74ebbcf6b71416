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
nats = "nats://a:4222, tls://b:4222"
replicas = 3
lease = "20s"
log = "debug"
sync = "2m"
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
backfill = { url = "/history", after = "since" }
`)
	require.NoError(t, err)
	room := c.Feeds["room"]
	assert.Equal(t, Keep{Age: 7 * 24 * time.Hour, Size: 10e9}, room.Keep)
	assert.Equal(t, 2*time.Minute, c.Sync.Every)
	for secret, want := range map[Secret]string{
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

func TestMistakesAreToldWithTheirLines(t *testing.T) {
	const room = "[feeds.room]\nurl = \"https://feeds.example/room\"\n"
	for text, want := range map[string]string{
		"listen = 8787\n":                         "relay.toml:1: listen: it has to be a text, in quotes",
		"replicas = \"3\"\n":                      "relay.toml:1: replicas: it has to be a number",
		"lease = 10\n":                            "relay.toml:1: lease: it has to be a text, in quotes",
		"[readers]\norigins = \"*\"\n":            `relay.toml:2: readers.origins: it has to be a list of texts, as in ["a", "b"]`,
		"[readers]\ncompression = 1\n":            "relay.toml:2: readers.compression: it has to be true or false",
		"tls = 1\n":                               "relay.toml:1: tls: it has to be a table",
		"listen =\n":                              "relay.toml:1: ",
		"[feeds.room\n":                           "relay.toml:1: ",
		"\nlissen = \":1\"\n":                     "relay.toml:2: lissen is not a key; there are auth, cluster, feeds, folder, lease, listen, log, max_size, name, nats, readers, replicas, sync, tls. Did you mean listen?",
		room + "ulr = 1\n":                        "relay.toml:3: feeds.room.ulr is not a key; there are backfill, body, buffer,",
		"[readers]\norigin = []\n":                "relay.toml:2: readers.origin is not a key; there are address_header, compression, gather, heartbeat, max, max_per_address, origins, retry, spread, write_timeout. Did you mean origins?",
		"listen = \"here\"\n":                     `relay.toml:1: listen: "here" is no address; it can be "127.0.0.1:8787" or ":443"`,
		"\nlisten = \":80\"\n":                    "relay.toml:2: listen: :80 can be reached from elsewhere, and there is no auth",
		"log = \"loud\"":                          `relay.toml:1: log: "loud" is no level; it can be "debug", "info", "warn" or "error"`,
		"lease = \"1s\"":                          "relay.toml:1: lease: 1s is too short; it can be 2s and more",
		"lease = \"soon\"":                        `relay.toml:1: `,
		"replicas = 2":                            "relay.toml:1: replicas: 2 replicas have no majority that counts; there can be 1, 3 or 5",
		"replicas = 3":                            "relay.toml:1: replicas: 3 replicas need a cluster, or nats",
		"nats = \"nats://a\"\nfolder = \"x\"":     "relay.toml:2: folder: there is nats too",
		"nats = \"http://u:hush@a\"":              `relay.toml:1: nats: "a" is no address of a NATS server`,
		"nats = \"http://a\"":                     `relay.toml:1: nats: "http://a" is no address of a NATS server`,
		"[tls]\ncert = \"/none\"\n":               "relay.toml:1: tls: cert and key go together",
		"[tls]\nacme = \"https://a/directory\"\n": "relay.toml:2: tls.acme: there is no autocert",
		"[tls]\nautocert = [\"a\"]\nacme = \"http://a\"\n":   `relay.toml:3: tls.acme: "http://a" is no URL of a directory; it begins with https://`,
		"[tls]\nautocert = [\"a\"]\nacme_root = \"/none\"\n": "relay.toml:3: tls.acme_root: stat /none",
		"[auth]\nkeys = \"a\"\njwks = \"b\"\n":               "relay.toml:2: auth.keys: there is jwks too",
		"[auth]\nkeys = \"a\"\n":                             "relay.toml:1: auth.issuer: whose tokens count has to be said",
		"[cluster]\nlisten = \"a:1\"\n":                      "relay.toml:1: cluster.secret: a cluster needs a secret that all its nodes know: it is missing",
		"[feeds.Room]\nurl = \"https://a\"":                  `relay.toml:1: feeds.Room: a feed cannot be called "Room"`,
		"[feeds.room]\n":                                     "relay.toml:1: feeds.room.url: it is no address of a feed",
		"[feeds.room]\nurl = \"ftp://a\"":                    "relay.toml:2: feeds.room.url: it is no address of a feed; it can begin with https://, http://, wss:// or ws://",
		"[feeds.room]\nurl = \"https://${NO}\"":              "relay.toml:2: feeds.room.url: ${NO}: the environment has no variable NO",
		room + "keep = \"some\"\n":                           `relay.toml:3: `,
		room + "keep = \"50ms\"\n":                           "relay.toml:3: feeds.room.keep: an age can be 1s and more",
		room + "keep = \"1MB\"\n":                            "relay.toml:3: feeds.room.keep: a size can be 16MiB and more",
		room + "buffer = \"1kB\"\n":                          "relay.toml:3: feeds.room.buffer: it can be 1MiB and more",
		room + "headers = { A = \"${file:/none}\" }\n":       "relay.toml:3: feeds.room.headers: A: ${file:/none}: open /none",
	} {
		_, err := load(t, text)
		assert.ErrorContains(t, err, want, "%q", text)
	}
}

func TestAllMistakesAreTold(t *testing.T) {
	_, err := load(t, "log = \"loud\"\nreplicas = 4\n[feeds.a]\nurl = \"x\"\n[feeds.b]\nurl = \"y\"\n")
	lines := strings.Split(err.Error(), "\n")
	require.Len(t, lines, 4)
	for i, line := range []string{"1", "2", "4", "6"} {
		assert.Contains(t, lines[i], "relay.toml:"+line+": ")
	}
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
	var s Sync
	assert.ErrorContains(t, s.UnmarshalText([]byte("0s")), `it can be "always"`)
	require.NoError(t, s.UnmarshalText([]byte("always")))
}
