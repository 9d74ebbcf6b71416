package hooks

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/packed"
)

// installed are the apps, once for all tests.
var installed struct {
	sync.Once
	folder string
	err    error
}

// installApps makes a copy of app with all that it asks for, which stays in build until the lock file is another one, and
// with the package as it is packed now.
func installApps(tarball string) (string, error) {
	folder, err := filepath.Abs(filepath.Join("build", "app"))
	if err != nil {
		return "", err
	}
	if err := refresh(folder); err != nil {
		return "", err
	}
	lock, err := os.ReadFile(filepath.Join("app", "package-lock.json"))
	if err != nil {
		return "", err
	}
	quiet := []string{"--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"}
	stamp := filepath.Join(folder, "node_modules", "installed.json")
	if has, _ := os.ReadFile(stamp); string(has) != string(lock) {
		if _, err := packed.Output(folder, "npm", append([]string{"ci"}, quiet...)...); err != nil {
			return "", err
		}
	}
	if _, err := packed.Output(folder, "npm", append([]string{"install", tarball}, quiet...)...); err != nil {
		return "", err
	}
	return folder, os.WriteFile(stamp, lock, 0o644)
}

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

// install is the folder of the installed apps. What a test changes there it takes back.
func install(t *testing.T) string {
	t.Helper()
	if os.Getenv("PLATFORMS") == "" {
		t.Skip("not run: the frameworks take their time to install; ./build.sh platforms runs them")
	}
	tarball := packed.File(t)
	installed.Do(func() { installed.folder, installed.err = installApps(tarball) })
	require.NoError(t, installed.err)
	return installed.folder
}

// build bundles the app of a framework and returns the folder to serve.
func build(t *testing.T, app string) string {
	t.Helper()
	folder := install(t)
	compile(t, folder, app)
	_, err := packed.Output(folder, "node", "node_modules/vite/bin/vite.js", "build", "--mode", app, "--logLevel", "error")
	require.NoError(t, err)
	return filepath.Join(folder, app, "dist")
}

// compile has ngc make JavaScript of an app of Angular's: its inputs and templates are no matter of Vite's.
func compile(t *testing.T, folder, app string) {
	t.Helper()
	if app == "angular" {
		_, err := packed.Output(folder, "node", "node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js", "-p", "angular/tsconfig.json")
		require.NoError(t, err)
	}
}
