// Command strip makes a linked js/wasm program of Go smaller and rewrites it in place:
//
//	go run ./wasm/strip js/dist/feedsource.wasm
//
// Linked with -ldflags "-s -w" the engine has 3,606 KB, 897 KB gzip; stripped as well it
// has 3,102 KB, 748 KB gzip:
//
//   - the tables of files and lines are cleared (lines.go): 58 KB gzip;
//   - so are the parts of the index from program counters to functions that no program
//     counter of wasm leads to (buckets.go), and data is written in fewer segments
//     (module.go): together 504 KB, 89 KB gzip.
//
// No address changes. The price is that a stack trace names functions but no files and no
// lines ("?:0"). All that the runtime unwinds stacks and collects garbage by stays.
//
// The layouts are those of Go 1.26, which go.mod pins. What does not fit them is an error,
// and the file is left as it was; the sources that each layout names then say what is new.
package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "strip:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("one file is rewritten at a time: go run ./wasm/strip feedsource.wasm")
	}
	wasm, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	smaller, err := strip(wasm)
	if err != nil {
		return fmt.Errorf("%s is left as it was: %w", args[0], err)
	}
	return os.WriteFile(args[0], smaller, 0o644)
}

// strip returns the smaller program. Stripping that again changes nothing.
func strip(wasm []byte) ([]byte, error) {
	m, err := parse(wasm)
	if err != nil {
		return nil, err
	}
	memory := m.memory()
	if err := drop(memory); err != nil {
		return nil, err
	}
	m.segments = split(memory)
	return m.encode(), nil
}

// drop clears in a program's memory what is not needed.
func drop(memory []byte) error {
	t, err := findTables(memory)
	if err != nil {
		return err
	}
	if err := t.dropLines(); err != nil {
		return err
	}
	return t.dropBuckets()
}
