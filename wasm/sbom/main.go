// Command sbom writes what a folder ships as a CycloneDX 1.6 bill of materials: the files,
// and what is in the engine, which no tool that looks at an npm package can see.
//
//	go run ./wasm/sbom js/dist >feedsource.cdx.json
//
// It has no date and no serial number, so that one source gives one text.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := write(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

// write writes the bill of the files in a folder, as they were built last.
func write(w io.Writer, args []string) error {
	if len(args) != 1 {
		return errors.New("one folder is described at a time: go run ./wasm/sbom js/dist")
	}
	found, err := modules(".")
	if err != nil {
		return err
	}
	bill, err := describe(".", args[0], found)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(bill)
}

// An engine is what is linked into the wasm.
type engine struct {
	goVersion string            // such as go1.27.3
	exec      string            // the path of wasm_exec.js
	std       []string          // packages of Go's own
	modules   map[string]string // all others by path, ours apart: their versions
}

// modules asks go what the engine is made of, as it is built for the browser.
func modules(root string) (engine, error) {
	e := engine{modules: map[string]string{}}
	listed, err := run(root, "list", "-deps", "-modfile", "js/build/safejs/engine.mod", "-json=ImportPath,Standard,Module", "./wasm")
	if err != nil {
		return e, err
	}
	for decoder := json.NewDecoder(strings.NewReader(listed)); ; {
		var p struct {
			ImportPath string
			Standard   bool
			Module     *struct {
				Path, Version string
				Main          bool
			}
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return e, err
		}
		switch {
		case p.Standard:
			e.std = append(e.std, p.ImportPath)
		case p.Module != nil && !p.Module.Main:
			e.modules[p.Module.Path] = p.Module.Version
		}
	}
	slices.Sort(e.std)
	places, err := run(root, "env", "GOVERSION", "GOROOT")
	if err != nil {
		return e, err
	}
	version, goroot, _ := strings.Cut(strings.TrimSpace(places), "\n")
	e.goVersion, e.exec = version, filepath.Join(goroot, "lib", "wasm", "wasm_exec.js")
	return e, nil
}

func run(root string, args ...string) (string, error) {
	command := exec.Command("go", args...)
	command.Dir = root
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	return string(out), nil
}

// checksum is the SHA-256 of a file, in hexadecimal.
func checksum(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return sumOf(text), nil
}

func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
