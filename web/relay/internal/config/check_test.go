package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMistakesAboutTheStore(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	const cluster = "[cluster]\nsecret = \"s\"\nlisten = \"10.0.0.1:6222\"\n"
	const peers = "peers = [\"10.0.0.1:6222\", \"10.0.0.2:6222\", \"10.0.0.3:6222\"]\n"
	told(t, map[string]string{
		"log = \"loud\"":              `relay.toml:1: log: "loud" is no level; it can be "debug", "info", "warn" or "error"`,
		"name = \"a b\"":              `relay.toml:1: name: "a b" is no name of a node`,
		"lease = \"1s\"":              "relay.toml:1: lease: 1s is too short; it can be 2s to 10m, because",
		"lease = \"7d\"":              "relay.toml:1: lease: 168h is too long; it can be 2s to 10m, because",
		"sync = \"1ms\"":              `relay.toml:1: sync: 1ms is too short; it can be 100ms and more, or "always"`,
		"folder = \"" + file + "\"":   "relay.toml:1: folder: " + file + " is a file; it can be a folder",
		"folder = \"" + file + "/a\"": "relay.toml:1: folder: " + file + "/a cannot be looked into: not a directory",
		"max_size = \"1MB\"":          "relay.toml:1: max_size: 1MB is too small; it can be 16MiB and more",
		"max_size = \"0B\"":           "relay.toml:1: max_size: 0B is too small",
		"max_size = \"1GB\"\n[feeds.a]\nurl = \"https://a\"\nkeep = \"800MB\"\n[feeds.b]\nurl = \"https://b\"\nkeep = \"1h, 700MB\"": "relay.toml:1: max_size: it is 1GB, and all keep of feeds together 1500MB, for which it has to have room",
		"replicas = 0":                            "relay.toml:1: replicas: 0 replicas have no majority that counts; there can be 1, 3 or 5",
		"replicas = 2":                            "relay.toml:1: replicas: 2 replicas have no majority that counts; there can be 1, 3 or 5",
		"replicas = -1":                           "relay.toml:1: replicas: -1 replicas",
		"replicas = 3":                            "relay.toml:1: replicas: 3 replicas need a cluster, or nats",
		"nats = \"nats://a\"\nfolder = \"x\"":     "relay.toml:2: folder: there is nats too",
		"nats = \"nats://a\"\nmax_size = \"1GB\"": "relay.toml:2: max_size: there is nats too",
		"nats = \"nats://a\"\nsync = \"always\"":  "relay.toml:2: sync: there is nats too",
		"nats = \"nats://a\"\n" + cluster + peers: "relay.toml:2: cluster: there is nats too",
		"nats = \"http://u:hush@a\"":              `relay.toml:1: nats: "a" is no address of a NATS server; it can be nats://host:4222`,
		"nats = \"http://a\"":                     `relay.toml:1: nats: "http://a" is no address of a NATS server`,
		"nats = \"nats://a:99999\"":               `relay.toml:1: nats: "nats://a:99999" is no address of a NATS server`,
		"nats = \"nats://a,\"":                    `relay.toml:1: nats: "" is no address of a NATS server`,
		"nats = \"nats://a, wss://b\"":            "relay.toml:1: nats: some of the servers are reached by WebSocket and some are not",
		cluster:                                   "relay.toml:1: cluster.peers: it is missing; it can be the addresses of all nodes",
		"replicas = 3\n" + cluster + "peers = [\"10.0.0.1:6222\"]":         "relay.toml:5: cluster.peers: replicas = 3 needs as many nodes, and with this one they are 1; name all of them",
		"replicas = 3\n" + cluster + "peers = [\"10.0.0.2:6222\"]":         "relay.toml:5: cluster.peers: replicas = 3 needs as many nodes, and with this one they are 2",
		"replicas = 5\n" + cluster + peers:                                 "relay.toml:5: cluster.peers: replicas = 5 needs as many nodes",
		"[cluster]\nlisten = \"a:1\"\npeers = [\"b:1\"]\n":                 "relay.toml:1: cluster.secret: a cluster needs a secret that all its nodes know: it is missing",
		cluster + "peers = [\n\"10.0.0.1:6222\",\n\"nats://u:hush@b\"]":    `relay.toml:6: cluster.peers[1]: "b" is no address; it can be "10.0.0.1:6222", with a port up to 65535`,
		cluster + "peers = [\"b:0\"]":                                      `relay.toml:4: cluster.peers[0]: "b:0" is no address`,
		cluster + "peers = [\":6222\"]":                                    `relay.toml:4: cluster.peers[0]: ":6222" is no address`,
		cluster + peers + "name = \"a b\"":                                 `relay.toml:5: cluster.name: "a b" is no name of a cluster`,
		"[cluster]\nsecret = \"s\"\n" + peers:                              `relay.toml:1: cluster.listen: it is missing; it can be "10.0.0.1:6222"`,
		"[cluster]\nsecret = \"s\"\nlisten = \"a:99999\"\n" + peers:        `relay.toml:3: cluster.listen: "a:99999" is no address`,
		"[cluster]\nsecret = \"s\"\nlisten = \"127.0.0.1:8787\"\n" + peers: "relay.toml:3: cluster.listen: readers are listened for at 127.0.0.1:8787; nodes need a port of their own",
	})
	for peers, fits := range map[string]bool{peers: false, strings.Replace(peers, "]", ", \"10.0.0.4:6222\"]", 1): true} {
		_, err := load(t, "max_size = \"1GB\"\nreplicas = 3\n"+cluster+peers+"[feeds.a]\nurl = \"https://a\"\nkeep = \"2GB\"\n")
		assert.Equal(t, fits, err == nil, "a node need not have all feeds if there are more nodes than replicas: %v", err)
	}
	_, err := load(t, "replicas = 3\n"+cluster+"peers = [\"10.0.0.2:6222\", \"10.0.0.3:6222\"]\n"+room)
	require.NoError(t, err, "this node need not be among the peers")
}

func TestMistakesAboutReaders(t *testing.T) {
	origins := func(origin string) string {
		return "[readers]\norigins = [\n\"https://a.example\", \"*\",\n\"" + origin + "\"]"
	}
	const can = `; it can be "https://app.example"`
	told(t, map[string]string{
		"listen = \"here\"":                      `relay.toml:1: listen: "here" is no address; it can be "127.0.0.1:8787", "[::1]:8787" or ":443", with a port up to 65535`,
		"listen = \"127.0.0.1:99999\"":           `relay.toml:1: listen: "127.0.0.1:99999" is no address`,
		"listen = \"127.0.0.1:\"":                `relay.toml:1: listen: "127.0.0.1:" is no address`,
		"listen = \"localhost:-1\"":              `relay.toml:1: listen: "localhost:-1" is no address`,
		"listen = \"http://a:80\"":               `relay.toml:1: listen: "http://a:80" is no address`,
		"listen = \"\"":                          `relay.toml:1: listen: it is missing; it can be "127.0.0.1:8787"`,
		"\nlisten = \":80\"\n":                   "relay.toml:2: listen: :80 can be reached from elsewhere, and there is no auth",
		"[readers]\nheartbeat = \"10ms\"":        "relay.toml:2: readers.heartbeat: 10ms is too short; it can be 1s to 30s, because the preset relay takes 45s of silence for a dead connection",
		"[readers]\nheartbeat = \"1m\"":          "relay.toml:2: readers.heartbeat: 1m is too long; it can be 1s to 30s,",
		"[readers]\nspread = \"1d\"":             "relay.toml:2: readers.spread: 24h is too long; it can be 100ms to 10m, because",
		"[readers]\nretry = \"1h\"":              "relay.toml:2: readers.retry: 1h is too long; it can be 100ms to 10m, because",
		"[readers]\nwrite_timeout = \"1d\"":      "relay.toml:2: readers.write_timeout: 24h is too long; it can be 100ms to 10m, because",
		"[readers]\ngather = \"11s\"":            "relay.toml:2: readers.gather: 11s is too long; it can be 0s to 10s, because",
		"[readers]\ngather = \"-1s\"":            `relay.toml:2: readers.gather: "-1s" is no duration`,
		"[readers]\nmax = -1":                    "relay.toml:2: readers.max: -1 is no number of readers; it can be 1 and more, or 0 for no limit",
		"[readers]\nmax_per_address = -1":        "relay.toml:2: readers.max_per_address: -1 is no number of readers",
		"[readers]\naddress_header = \"X Real\"": `relay.toml:2: readers.address_header: "X Real" is no name of a header`,
		origins("app.example"):                   `relay.toml:4: readers.origins[2]: "app.example" is no origin` + can,
		origins("https://*.example"):             `relay.toml:4: readers.origins[2]: "https://*.example" is no origin` + can,
		origins("null"):                          `relay.toml:4: readers.origins[2]: "null" is no origin` + can,
		origins(""):                              `relay.toml:4: readers.origins[2]: "" is no origin` + can,
		origins("https://App.example/"):          `relay.toml:4: readers.origins[2]: "https://App.example/" has more than a scheme, a host and a port; it can be "https://app.example"`,
		origins("https://app.example/page?hush"): `relay.toml:4: readers.origins[2]: "https://app.example/page" has more than`,
		origins("https://u:hush@app.example"):    `relay.toml:4: readers.origins[2]: "app.example" has more than`,
		origins("https://app.example:443"):       `relay.toml:4: readers.origins[2]: browsers leave the port of "https://app.example:443" out; it can be "https://app.example"`,
		origins("https://app.example:"):          `relay.toml:4: readers.origins[2]: "https://app.example:" has more than a scheme, a host and a port; it can be "https://app.example"`,
		"listen = \"::1:80\"":                    `relay.toml:1: listen: "::1:80" is no address; it can be "127.0.0.1:8787", "[::1]:8787" or ":443"`,
		origins("http://a:99999"):                `relay.toml:4: readers.origins[2]: the port of "http://a:99999" can be up to 65535`,
		origins("https://ä.example"):             `relay.toml:4: readers.origins[2]: browsers write the host of "https://ä.example" in ASCII`,
	})
	_, err := load(t, "listen = \"[::1]:0\"\n[readers]\norigins = [\"*\", \"http://localhost:8080\", \"http://[::1]:80801\", \"chrome-extension://abc\"]\n"+room)
	require.ErrorContains(t, err, "readers.origins[2]: the port")
	_, err = load(t, "listen = \"[::1]:0\"\n[readers]\norigins = [\"*\", \"http://LocalHost:8080\", \"http://[::1]:8080\", \"chrome-extension://abc\"]\n"+room)
	require.NoError(t, err)
}
