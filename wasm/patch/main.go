// Command patch copies safejs, and changes it so that it needs no package fmt:
//
//	go run ./wasm/patch js/build/safejs
//
// Of what fmt can do the engine needs nothing, and it is 91 KB of it, gzip. safejs asks for
// it for a few messages, and for a stack trace of every error, which nobody reads. safejs.patch
// says how it does without, in the form in which it is offered upstream. The patch fits the
// version that go.mod names to the letter, or the build fails.
//
// Beside the copy lies engine.mod, the project's go.mod with the copy in the place of the
// module, for `go build -modfile`. (`go build -overlay` would need no copy, but Go 1.27
// refuses to lay files over those of the module cache.)
package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

const module = "github.com/hack-pad/safejs"

//go:embed safejs.patch
var patch string

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "patch:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 || filepath.IsAbs(args[0]) {
		return errors.New("name one folder of the project to copy to: go run ./wasm/patch js/build/safejs")
	}
	folder := filepath.Clean(args[0])
	download, err := exec.Command("go", "mod", "download", "-json", module).Output()
	if err != nil {
		return fmt.Errorf("downloading %s: %w", module, err)
	}
	var found struct{ Dir string }
	if err := json.Unmarshal(download, &found); err != nil {
		return err
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.CopyFS(folder, os.DirFS(found.Dir)); err != nil {
		return err
	}
	if err := change(folder, parse(patch)); err != nil {
		return err
	}
	return writeModfile(folder)
}

func change(folder string, changes []fileChange) error {
	for _, c := range changes {
		path := filepath.Join(folder, c.path)
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		after, err := c.apply(string(text))
		if err != nil {
			return fmt.Errorf("%s: %w; safejs.patch is for another version of safejs", c.path, err)
		}
		if err := os.WriteFile(path, []byte(after), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func writeModfile(folder string) error {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	sum, err := os.ReadFile("go.sum")
	if err != nil {
		return err
	}
	replace := fmt.Sprintf("\nreplace %s => ./%s\n", module, filepath.ToSlash(folder))
	if err := os.WriteFile(filepath.Join(folder, "engine.mod"), append(mod, replace...), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "engine.sum"), sum, 0o644)
}
