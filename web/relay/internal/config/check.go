package config

import (
	"os"
	"regexp"
	"slices"
)

// check notes what cannot be, and puts in what follows from the rest.
func (f *file) check(c *Config) {
	f.checkName(c)
	f.checkStore(c)
	f.checkTLS(&c.TLS)
	f.checkReaders(&c.Readers)
	f.checkAuth(c)
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, c.Log) {
		f.wrong("log", `%q is no level; it can be "debug", "info", "warn" or "error"`, c.Log)
	}
	if len(c.Feeds) == 0 {
		f.wrong("feeds", `there is none; it can be a table such as [feeds.room] with url = "https://…"`)
	}
	for _, name := range sortedKeys(c.Feeds) {
		f.checkFeed(name, c.Feeds[name])
	}
}

func (f *file) checkName(c *Config) {
	if c.Name == "" {
		c.Name, _ = os.Hostname()
	}
	if !isWord.MatchString(c.Name) {
		f.wrong("name", "%q is no name of a node; it can be letters, digits and signs without a space", c.Name)
	}
}

// isWord is met by what a server of NATS or a cluster of them can be called.
var isWord = regexp.MustCompile(`^[^\s\pC]+$`)

func sortedKeys[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
