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
	Feeds       string      `json:"feeds"` // origin of the feeds
	Credentials Credentials `json:"credentials"`
}

// Credentials are what the local feeds ask for. They protect nothing.
type Credentials struct {
	Gitter  string `json:"gitter"`
	Ably    string `json:"ably"`
	Twitter string `json:"twitter"`
}

func answerConfig(w http.ResponseWriter, project fs.FS, host, feedsPort string) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(Config{
		Version:     version(project),
		Feeds:       feedsOrigin(host, feedsPort),
		Credentials: Credentials{Gitter: feeds.GitterToken, Ably: feeds.AblyKey, Twitter: feeds.TwitterToken},
	})
}

// feedsOrigin is the origin of the feeds for a page that was opened as host.
func feedsOrigin(host, feedsPort string) string {
	name, _, err := net.SplitHostPort(host)
	if err != nil { // no port
		name = strings.Trim(host, "[]")
	}
	return "http://" + net.JoinHostPort(name, feedsPort)
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
