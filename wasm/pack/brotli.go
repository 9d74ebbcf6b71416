package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// kept is where the last brotli copy is kept, which takes ten seconds to make.
var kept = filepath.Join("js", "build", "feedsource.wasm.br")

// addBrotli adds the copy of the engine for hosts that send it with Content-Encoding: br.
func addBrotli(dist string) error {
	engine, err := os.ReadFile(filepath.Join(dist, "feedsource.wasm"))
	if err != nil {
		return err
	}
	made, err := os.ReadFile(kept)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !isOf(made, engine) {
		made, err = compressed(engine)
		err = errors.Join(err, os.WriteFile(kept, made, 0o644))
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "feedsource.wasm.br"), made, 0o644)
}

// isOf reports whether made is engine when it is inflated.
func isOf(made, engine []byte) bool {
	inflated, err := io.ReadAll(brotli.NewReader(bytes.NewReader(made)))
	return err == nil && bytes.Equal(inflated, engine)
}

func compressed(engine []byte) ([]byte, error) {
	var made bytes.Buffer
	writer := brotli.NewWriterOptions(&made, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
	_, err := writer.Write(engine)
	err = errors.Join(err, writer.Close())
	return made.Bytes(), err
}
