//go:build !js

package feedsource

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// FileStore keeps the cursors of any number of feeds in one file, each under its key, for Resume.Persist. The file is made when there
// is something to keep; its folder has to be there. It is written anew beside itself and renamed, so that it is whole at any moment.
// One process at a time may have it; within one, feeds that are to share a file share a store.
func FileStore(path string) CursorStore { return &fileStore{path: path} }

type fileStore struct {
	path string

	mu      sync.Mutex
	cursors map[string]string // nil as long as the file has not been read
	mode    fs.FileMode       // of the file that was there: cursors may be nobody else's business
}

// Get implements [CursorStore].
func (s *fileStore) Get(_ context.Context, key string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.load()
	return s.cursors[key], err
}

// Set implements [CursorStore].
func (s *fileStore) Set(_ context.Context, key, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil {
		return err // a file that is something else is not written over
	}
	s.cursors[key] = value
	text, err := json.MarshalIndent(s.cursors, "", "  ")
	if err != nil {
		return err
	}
	if err := s.write(append(text, '\n')); err != nil {
		return fmt.Errorf("%s cannot be written: %w", s.path, err)
	}
	return nil
}

func (s *fileStore) load() error {
	if s.cursors != nil {
		return nil
	}
	s.mode = 0o600
	text, err := os.ReadFile(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("%s cannot be read: %w", s.path, err)
	default:
		if info, err := os.Stat(s.path); err == nil {
			s.mode = info.Mode().Perm()
		}
	}
	cursors := map[string]string{}
	if len(strings.TrimSpace(string(text))) > 0 {
		if err := json.Unmarshal(text, &cursors); err != nil || cursors == nil {
			return fmt.Errorf("%s is something else than a file of cursors, and is left as it is", s.path)
		}
	}
	s.cursors = cursors
	return nil
}

// write puts a text in the place of the file.
func (s *fileStore) write(text []byte) (err error) {
	path := s.path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // a link stays one
	}
	beside, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(beside.Name())
		}
	}()
	_, err = beside.Write(text)
	if err = errors.Join(err, beside.Chmod(s.mode), beside.Sync(), beside.Close()); err != nil {
		return err
	}
	return os.Rename(beside.Name(), path)
}
