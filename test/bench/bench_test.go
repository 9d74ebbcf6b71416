package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// installed reports whether npm has brought the other libraries, without which every test
// of this project but the benchmark itself can do.
func installed() bool { return versions()["eventsource-parser"] != "" }

var imports = regexp.MustCompile(`from '([^./][^']*)'`)

// standIn puts an empty module where esbuild looks for what is not installed, for every
// package that a contender imports: the contender is there then, and fails.
func standIn(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	files, err := filepath.Glob("contenders/*.js")
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, found := range imports.FindAllStringSubmatch(string(text), -1) {
			module := filepath.Join(folder, filepath.FromSlash(found[1]))
			require.NoError(t, os.MkdirAll(module, 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(module, "index.js"), nil, 0o644))
		}
	}
	t.Setenv("NODE_PATH", folder)
}

var short = Options{Seed: 1, Rounds: 1, Megabytes: 0.05, Stream: 0.5, Patience: time.Second, Only: regexp.MustCompile(""), Progress: func(Group) {}}

// ran asserts that every contender delivered what was sent. Those of npm may be missing.
func ran(t *testing.T, groups ...Group) {
	t.Helper()
	for _, g := range groups {
		require.NotEmpty(t, g.Rows, g.Title)
		for _, row := range g.Rows {
			if !row.Peer && row.Fails != "reads from the network only" {
				assert.Empty(t, row.Fails, "%s: %s", g.Title, row.Name)
				assert.NotZero(t, row.Rounds, "%s: %s", g.Title, row.Name)
			}
		}
	}
}

// A benchmark that nobody runs for a while must not rot.
func TestBenchmark(t *testing.T) {
	if !installed() {
		standIn(t)
	}
	bundle, err := bundlePage("page/all.js")
	require.NoError(t, err)
	page, err := open(bundle)
	require.NoError(t, err)
	t.Cleanup(page.close)
	t.Run("a quick run judges every target", func(t *testing.T) { judgesEveryTarget(t, page) })
	t.Run("a long run works", func(t *testing.T) { worksAtLength(t, page) })
	t.Run("a cell of --start is measured", func(t *testing.T) { runsOneCell(t, page) })
	t.Run("a warm cache has the static files", func(t *testing.T) { keepsStaticFiles(t, page) })
	t.Run("a slow network is slow for every request", func(t *testing.T) { throttlesEveryRequest(t, page) })
}

// A target that can never be measured is a mistake in its names.
func judgesEveryTarget(t *testing.T, page *Page) {
	options := short
	options.Mode = Quick
	report, err := page.measure(options.complete())
	require.NoError(t, err)
	require.Empty(t, report.GivenUp)
	ran(t, report.Groups...)
	require.Len(t, report.Targets, len(targets))
	for i, target := range targets {
		own, found := titled(report.Groups, target.Group)
		require.True(t, found, "no case makes the group %q", target.Group)
		_, found = find(own, target.Ours)
		assert.True(t, found, "%s has no row %q", target.Group, target.Ours)
		if target.Beside != "" {
			own, found = titled(report.Groups, target.Beside)
			assert.True(t, found, "no case makes the group %q", target.Beside)
		}
		if target.Against != "" {
			assert.True(t, slices.ContainsFunc(own.Rows, func(row Row) bool {
				return row.Name == target.Against || target.Against == bestOfPeers && row.Peer
			}), "%s has no row %q", own.Title, target.Against)
		}
		if installed() {
			assert.NotEqual(t, notMeasured, report.Targets[i].Verdict, target.Name)
		}
	}
}

// worksAtLength runs some of what a quick run leaves out.
func worksAtLength(t *testing.T, page *Page) {
	options := short
	options.Mode, options.Silence = All, 100*time.Millisecond
	options.Only = regexp.MustCompile(`^(throughput: .*, cjk, chunks of 65536, to objects|throughput: json-crlf, tokens, chunks of 1460, to text|delivery: .* objects|http: .* 65536|live: live: 10000 |idle: idle: 10 )`)
	cases, err := page.cases(All)
	require.NoError(t, err)
	made := map[string]int{}
	for _, one := range cases {
		if options.wants(one.Dimension, one.Title) {
			groups, err := page.run(one, options.complete())
			require.NoError(t, err, one.Title)
			ran(t, groups...)
			made[one.Dimension] += len(groups)
		}
	}
	assert.Equal(t, map[string]int{"throughput": 8, "delivery": 1, "http": 3, "live": 4, "idle": 3}, made)
}

// Every module is bundled into the page. Reading them here also tells go test, which
// keeps results by the files that a test has read, when to run this package again.
func TestEveryModuleTakesPart(t *testing.T) {
	files, err := filepath.Glob("[pc]*/*.js")
	require.NoError(t, err)
	require.Greater(t, len(files), 20)
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		all.Write(text)
	}
	entries := []string{"all.js", "own.js", "peers.js", "visit.js", "timeline.js", "costs.js", "feedsource-in-worker.js"} // the last is visit.js's contender
	for _, file := range files {
		if name := filepath.Base(file); !slices.Contains(entries, name) {
			assert.True(t, strings.Contains(all.String(), "/"+name+"'"), "nothing imports %s", file)
		}
	}
}

func TestEveryPackageIsLocked(t *testing.T) {
	lock, err := os.ReadFile("package-lock.json")
	require.NoError(t, err)
	for _, s := range shippings {
		assert.Contains(t, string(lock), `"node_modules/`+s.pkg+`"`)
	}
	assert.NotContains(t, string(lock), `"resolved"`, "a lock file must not name the host it came from")
}
