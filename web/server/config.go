package server

import (
	"encoding/json"
	"io/fs"
	"net"
	"net/http"
	"strings"

	"github.com/feedsource/feedsource/web/feeds"
)

// Config is what /config.json tells the page.
type Config struct {
	Version     string      `json:"version"`
	Feeds       string      `json:"feeds"`           // origin of the feeds
	Relay       string      `json:"relay,omitempty"` // origin of the relay, if one runs
	Credentials Credentials `json:"credentials"`
}

// Credentials are what the local feeds ask for. They protect nothing.
type Credentials struct {
	Gitter  string `json:"gitter"`
	Ably    string `json:"ably"`
	Twitter string `json:"twitter"`
}

// Ports are where a page finds what it reads, on its own host.
type Ports struct {
	Feeds string
	Relay string // empty where none runs
}

func answerConfig(w http.ResponseWriter, project fs.FS, host string, ports Ports) {
	w.Header().Set("Content-Type", "application/json")
	c := Config{
		Version:     version(project),
		Feeds:       originOf(host, ports.Feeds),
		Credentials: Credentials{Gitter: feeds.GitterToken, Ably: feeds.AblyKey, Twitter: feeds.TwitterToken},
	}
	if ports.Relay != "" {
		c.Relay = originOf(host, ports.Relay)
	}
	_ = json.NewEncoder(w).Encode(c)
}

// originOf is the origin at a port for a page that was opened as host.
func originOf(host, port string) string {
	name, _, err := net.SplitHostPort(host)
	if err != nil { // no port
		name = strings.Trim(host, "[]")
	}
	return "http://" + net.JoinHostPort(name, port)
}

// version is the package's, "" when there is none to be read.
func version(project fs.FS) string {
	text, _ := fs.ReadFile(project, "js/package.json")
	var manifest struct {
		Version string `json:"version"`
	}
	_ = json.Unmarshal(text, &manifest)
	return manifest.Version
}
