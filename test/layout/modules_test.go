package layout

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// rooms are the folders of js/src and what each may import of the others. The files beside
// them are entries and what all may use; an entry may import anything.
var rooms = map[string][]string{
	"page":     {"link", "recorder"},
	"recorder": {"testing"}, // for what chance and clocks are there
	"trace":    {"page", "recorder"},
	"devtools": {"page", "recorder"}, // and the package, by its name
	"link":     {},
	"host":     {"link"},
	"stages":   {},
	"hooks":    {}, // and the package, by its name
	"compat":   {},
}

// shared are files beside the rooms that are no entries.
var shared = []string{"joined.ts", "must.ts", "nearest.ts", "pointer.ts", "report.ts"}

// imported finds what a module imports, types included, or passes on.
var imported = regexp.MustCompile(`(?m)(?:^|\s)(?:import|export)\s(?:[^;'"]*?\sfrom\s)?['"](\.[^'"]+)['"]`)

// modules reads js/src: each file with those that it imports.
func modules(t *testing.T) map[string][]string {
	t.Helper()
	root := filepath.Join(harness.Root(), "js", "src")
	all := map[string][]string{}
	require.NoError(t, filepath.WalkDir(root, func(file string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".ts") {
			return err
		}
		name, err := filepath.Rel(root, file)
		require.NoError(t, err)
		name = filepath.ToSlash(name)
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		all[name] = []string{}
		for _, match := range imported.FindAllStringSubmatch(string(text), -1) {
			target := path.Join(path.Dir(name), match[1])
			all[name] = append(all[name], strings.TrimSuffix(target, ".js")+".ts")
		}
		return nil
	}))
	require.NotEmpty(t, all["page/feed.ts"])
	return all
}

func TestModulesHaveNoImportCycle(t *testing.T) {
	all := modules(t)
	const onTheWay, done = 1, 2
	state := map[string]int{}
	var visit func(name string, way []string)
	visit = func(name string, way []string) {
		way = append(way, name)
		switch state[name] {
		case onTheWay:
			t.Errorf("an import cycle: %s", strings.Join(way, " -> "))
			return
		case done:
			return
		}
		state[name] = onTheWay
		for _, next := range all[name] {
			visit(next, way)
		}
		state[name] = done
	}
	for name := range all {
		visit(name, nil)
	}
}

func TestRoomsImportOneWay(t *testing.T) {
	for name, imports := range modules(t) {
		room := path.Dir(name)
		room, _, _ = strings.Cut(room, "/")
		allowed, isRoom := rooms[room]
		if !isRoom {
			continue
		}
		for _, target := range imports {
			other, _, inRoom := strings.Cut(target, "/")
			switch {
			case strings.HasPrefix(target, "../"): // the presets, which the tests of the engine read too
			case !inRoom:
				assert.Contains(t, shared, target, "%s imports an entry", name)
			case other != room:
				assert.Contains(t, allowed, other, "%s imports %s", name, target)
			}
		}
	}
}
