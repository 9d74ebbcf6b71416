// Command pack lays out the npm package of what ./build.sh built, for npm pack to be run there:
//
//	go run ./wasm/pack layout /tmp/package
//
// and prints the sums of files, as fetch and integrity attributes take them:
//
//	go run ./wasm/pack sums js/dist/feedsource.wasm js/dist/feedsource.wasm.gz
//
// To what lies in js it adds what can be made of that: the engine's brotli copy, the sums for
// integrity attributes, the documentation, and a folder for each entry, for resolvers that do not read exports.
// One source gives one package, byte for byte.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "layout":
		return layOut(args[1])
	case len(args) > 1 && args[0] == "sums":
		return printSums(args[1:])
	}
	return errors.New("say layout and a folder, or sums and files: go run ./wasm/pack layout /tmp/package")
}

func layOut(folder string) error {
	dist := filepath.Join(folder, "dist")
	if err := os.CopyFS(dist, os.DirFS(filepath.Join("js", "dist"))); err != nil {
		return fmt.Errorf("%w; is this the project's folder, and %s new?", err, folder)
	}
	if err := copyFile(filepath.Join("js", "package.json"), filepath.Join(folder, "package.json")); err != nil {
		return err
	}
	return errors.Join(addDocs(folder), addEntries(folder), addBrotli(dist), addIntegrity(folder))
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}
