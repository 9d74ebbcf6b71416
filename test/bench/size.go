package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/feedsource/feedsource/test/harness"
)

const (
	sizeTitle  = "bytes shipped, minified, gzip -9"
	engineRow  = "FeedSource engine"
	codeRow    = "FeedSource page and host, without Go's wasm_exec.js and the interim reader"
	interimRow = "FeedSource interim reader"
)

// sizes are of what a browser fetches before the first event.
func sizes() (Group, error) {
	g := Group{Dimension: "size", Title: sizeTitle, Unit: "KB", Better: "low"}
	if err := ownSizes(&g); err != nil {
		return g, err
	}
	for _, s := range shippings {
		out, err := esbuild(s.source, "--minify")
		if err != nil {
			return g, err
		}
		if err := g.weigh(Row{Name: s.name, Package: s.pkg, Peer: true}, out); err != nil {
			return g, err
		}
	}
	return g, nil
}

// ownSizes are those that build.sh counts, and what a page fetches: the script, which
// wasm_exec.js is part of, and the engine.
func ownSizes(g *Group) error {
	cmd := exec.Command("./build.sh", "sizes")
	cmd.Dir = harness.Root()
	table, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("./build.sh sizes: %w\n%s", err, table)
	}
	counted := map[string]int{}
	for _, found := range line.FindAllStringSubmatch(string(table), -1) {
		counted[found[1]], _ = strconv.Atoi(found[2])
	}
	script, err := os.ReadFile(filepath.Join(harness.Root(), "js", "dist", "index.js"))
	if err != nil {
		return err
	}
	zipped, err := gzip(script)
	if err != nil {
		return err
	}
	g.add(Row{Name: engineRow}, counted["engine"])
	g.add(Row{Name: "FeedSource script and engine"}, zipped+counted["engine"])
	g.add(Row{Name: "FeedSource script"}, zipped)
	g.add(Row{Name: codeRow}, counted["page and host"])
	g.add(Row{Name: interimRow}, counted["interim reader"])
	return nil
}

// line is what build.sh says of a budget: a name and how many bytes.
var line = regexp.MustCompile(`(?m)^([\w ]+), gzip \(budget \d+\) +(\d+)$`)

func (g *Group) weigh(row Row, text []byte) error {
	size, err := gzip(text)
	g.add(row, size)
	return err
}

func (g *Group) add(row Row, bytes int) {
	row.Median = float64(bytes) / 1000
	row.Low, row.High, row.Rounds = row.Median, row.Median, 1
	g.Rows = append(g.Rows, row)
}

// gzip is the size of text as gzip -9 makes it, the program with which build.sh counts:
// Go's makes it a percent larger.
func gzip(text []byte) (int, error) {
	cmd := exec.Command("gzip", "-9", "-n", "-c")
	cmd.Stdin = bytes.NewReader(text)
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("gzip: %w", err)
	}
	return len(out), nil
}
