package packed

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/require"
)

// Install copies an app and installs what it asks for, and then the tarball as a user
// would who has it as a file. It returns the copy's folder, which has show.js beside the
// app's own files.
func Install(t *testing.T, app string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), filepath.Base(app))
	InstallIn(t, dir, app)
	return dir
}

// InstallIn is Install with a folder that outlives the test. Of several apps a later one's
// files replace those of the earlier.
func InstallIn(t *testing.T, dir string, apps ...string) {
	t.Helper()
	file := File(t)
	for _, folder := range append([]string{here("show.js")}, apps...) {
		require.NoError(t, overlay(dir, folder))
	}
	quiet := []string{"--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"}
	if _, err := os.Stat(filepath.Join(dir, "package-lock.json")); err == nil {
		Run(t, dir, "npm", append([]string{"ci"}, quiet...)...)
	}
	Run(t, dir, "npm", append([]string{"install", file}, quiet...)...)
}

func here(name string) string { return filepath.Join(harness.Root(), "test", "packed", name) }

// overlay copies a file or a folder into dir, without what was installed in it.
func overlay(dir, source string) error {
	return filepath.WalkDir(source, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(source, path)
		if err != nil {
			return err
		}
		switch {
		case entry.Name() == "node_modules":
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(dir, name), 0o755)
		case name == ".":
			name = entry.Name()
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name), text, 0o644)
	})
}

// Dist is where the installed package has its files.
func Dist(dir, name string) string {
	return filepath.Join(dir, "node_modules", "feedsource", "dist", name)
}

// Run runs a program in dir, which must succeed, and returns what it printed.
func Run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	printed, err := Output(dir, name, args...)
	require.NoError(t, err)
	return printed
}

// patience is how long a program may take; what npm or a framework does takes a minute at worst.
const patience = 5 * time.Minute

// Output runs a program in dir and returns what it printed, which an error has, too.
func Output(dir, name string, args ...string) (string, error) {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = dir
	printed, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, printed)
	}
	return string(printed), nil
}

// LastLine is the last line of what a program printed.
func LastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
