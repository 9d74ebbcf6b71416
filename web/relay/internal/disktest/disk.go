// Package disktest has small disks, for tests of what happens when one is full.
package disktest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// A Disk is a file system of its own.
type Disk struct {
	Path string

	t *testing.T
}

// New mounts one of 256 MiB in memory, if this process may.
func New(t *testing.T) (*Disk, error) {
	path := t.TempDir()
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", path).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("a small disk is a tmpfs, which has to be mounted by root: %w: %s", err, out)
	}
	t.Cleanup(func() {
		out, err := exec.Command("umount", "--lazy", path).CombinedOutput()
		require.NoError(t, err, string(out))
	})
	return &Disk{path, t}, nil
}

func (d *Disk) ballast() string { return filepath.Join(d.Path, "ballast") }

// Fill leaves no byte free.
func (d *Disk) Fill() {
	file, err := os.Create(d.ballast())
	require.NoError(d.t, err)
	defer file.Close()
	for size := 1 << 20; size > 0; {
		if _, err := file.Write(make([]byte, size)); err != nil {
			require.True(d.t, errors.Is(err, syscall.ENOSPC), err)
			size /= 2
		}
	}
}

// Free gives back what Fill took.
func (d *Disk) Free() { require.NoError(d.t, os.Remove(d.ballast())) }
