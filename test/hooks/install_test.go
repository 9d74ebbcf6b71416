package hooks

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// installed is a copy of app with all that it asks for, which stays in build until the lock file is another one, and with
// the package as it is packed now.
var installed = sync.OnceValues(func() (string, error) {
	folder, err := filepath.Abs(filepath.Join("build", "app"))
	if err != nil {
		return "", err
	}
	if err := refresh(folder); err != nil {
		return "", err
	}
	packed, err := pack(filepath.Join("build", "package"))
	if err != nil {
		return "", err
	}
	lock, err := os.ReadFile(filepath.Join("app", "package-lock.json"))
	if err != nil {
		return "", err
	}
	quiet := []string{"--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"}
	stamp := filepath.Join(folder, "node_modules", "installed.json")
	if has, _ := os.ReadFile(stamp); string(has) != string(lock) {
		if _, err := run(folder, "npm", append([]string{"ci"}, quiet...)...); err != nil {
			return "", err
		}
	}
	if _, err := run(folder, "npm", append([]string{"install", packed}, quiet...)...); err != nil {
		return "", err
	}
	return folder, os.WriteFile(stamp, lock, 0o644)
})

// refresh copies what is in app, and leaves what was installed.
func refresh(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	for _, entry := range entries {
		if entry.Name() != "node_modules" {
			if err := os.RemoveAll(filepath.Join(folder, entry.Name())); err != nil {
				return err
			}
		}
	}
	entries, err = os.ReadDir("app")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		from, to := filepath.Join("app", entry.Name()), filepath.Join(folder, entry.Name())
		switch {
		case entry.Name() == "node_modules":
		case entry.IsDir():
			err = errors.Join(err, os.CopyFS(to, os.DirFS(from)))
		default:
			text, failed := os.ReadFile(from)
			err = errors.Join(err, failed, os.MkdirAll(folder, 0o755), os.WriteFile(to, text, 0o644))
		}
	}
	return err
}

// pack makes the tarball of what was built last, which is to have its type declarations.
func pack(folder string) (string, error) {
	js := filepath.Join(harness.Root(), "js")
	if err := os.RemoveAll(folder); err != nil {
		return "", err
	}
	if err := os.CopyFS(filepath.Join(folder, "dist"), os.DirFS(filepath.Join(js, "dist"))); err != nil {
		return "", err
	}
	manifest, err := os.ReadFile(filepath.Join(js, "package.json"))
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(folder, "package.json"), manifest, 0o644); err != nil {
		return "", err
	}
	printed, err := run(folder, "npm", "pack", "--silent", "--ignore-scripts")
	lines := strings.Fields(printed)
	if err != nil || len(lines) == 0 {
		return "", fmt.Errorf("npm pack said %q: %w", printed, err)
	}
	return filepath.Abs(filepath.Join(folder, lines[len(lines)-1]))
}

// install is the folder of the installed apps. What a test changes there it takes back.
func install(t *testing.T) string {
	t.Helper()
	if os.Getenv("PLATFORMS") == "" {
		t.Skip("not run: the frameworks take their time to install; ./build.sh platforms runs them")
	}
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm is not installed, and a package is proved by installing it: get Node.js and run this again")
	}
	require.FileExists(t, filepath.Join(harness.Root(), "js", "dist", "hooks", "react.d.ts"), "build first: ./build.sh")
	folder, err := installed()
	require.NoError(t, err)
	return folder
}

// build bundles the app of a framework and returns the folder to serve.
func build(t *testing.T, app string) string {
	t.Helper()
	folder := install(t)
	if app == "angular" {
		_, err := run(folder, "node", "node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js", "-p", "angular/tsconfig.json")
		require.NoError(t, err)
	}
	_, err := run(folder, "node", "node_modules/vite/bin/vite.js", "build", "--mode", app, "--logLevel", "error")
	require.NoError(t, err)
	return filepath.Join(folder, app, "dist")
}

func run(folder, name string, args ...string) (string, error) {
	ctx, stop := context.WithTimeout(context.Background(), 3*time.Minute)
	defer stop()
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = folder
	printed, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, printed)
	}
	return string(printed), nil
}
