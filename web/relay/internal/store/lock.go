package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// lockName is the file whose lock says that a process has the folder around it. The lock goes with the process, however that ends; the file
// stays, and says which process it was.
const lockName = "relay.lock"

// take has a folder be this process's alone: two servers that write the same files ruin what the other has written.
func take(folder string) (release func(), err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder %s: %w", folder, err)
	}
	name := filepath.Join(folder, lockName)
	lock := flock.New(name, flock.SetPermissions(0o600))
	isTaken, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", name, err)
	}
	if !isTaken {
		return nil, fmt.Errorf("another relay%s keeps its feeds in %s: stop that one, or set another folder for this one", holder(name), folder)
	}
	_ = os.WriteFile(name, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600) // for who finds it locked, and no more
	return func() { _ = lock.Unlock() }, nil
}

// holder names the process that has a lock, if it has said who it is.
func holder(name string) string {
	text, _ := os.ReadFile(name) // on Windows nobody else can
	process, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (process %d)", process)
}
