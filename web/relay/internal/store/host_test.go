package store

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/relay/internal/disktest"
)

func ready(t *testing.T, n *Node) {
	t.Helper()
	require.Eventually(t, func() bool { return n.Ready(within(t)) == nil }, time.Minute, 10*time.Millisecond)
}

// What the server says when it cannot write is said in its place, and its folder cannot be written until the test says so.
func TestServerThatCannotWriteIsStartedAnew(t *testing.T) {
	n := alone(t)
	f := feed(t, n)
	term := begin(t, f)
	_, err := term.Append(within(t), numbered(1, 3))
	require.NoError(t, err)
	n.host.folder = filepath.Join(t.TempDir(), "later")
	former, log := n.host.now()
	log.Errorf("JetStream stream '%s' critical write error: %v", f.stream, errors.New("no space left on device"))
	require.Eventually(t, func() bool { return n.Ready(within(t)) != nil }, time.Minute, time.Millisecond)
	assert.ErrorContains(t, n.Ready(within(t)), "nothing can be stored here: ")

	require.NoError(t, os.Mkdir(n.host.folder, 0o700))
	ready(t, n)
	latter, _ := n.host.now()
	assert.NotSame(t, former, latter)
	assert.False(t, former.Running())
	_, err = term.Append(within(t), numbered(4, 5))
	require.NoError(t, err, "the term goes on")
	assert.Equal(t, numbered(1, 5)[4].Data, all(t, f)[4].Data)
	left, err := os.ReadDir(n.host.folder)
	require.NoError(t, err)
	assert.Empty(t, left, "of the trial")
}

func TestErrorsBehindWhichNothingIsStored(t *testing.T) {
	for text, isOne := range map[string]bool{
		"JetStream stream '$G > RELAY_room' critical write error: no space left on device": true,
		"Critical write error: write 1.blk: input/output error":                            true,
		"JetStream out of File resources, will be DISABLED":                                true,
		"File system permission denied while writing, disabling JetStream":                 true,
		"Error trying to connect to route (attempt 1): connection refused":                 false,
	} {
		l := newLogger(silent, nil)
		l.Errorf("%s", text)
		l.Errorf("%s", text) // nobody takes it
		assert.Equal(t, isOne, len(l.failed) == 1, text)
	}
}

func TestFullDiskLosesNothing(t *testing.T) {
	disk, err := disktest.New(t)
	if err != nil {
		t.Skip(err)
	}
	n := open(t, Options{Embedded: &Embedded{Folder: disk.Path}})
	f := feed(t, n)
	term := begin(t, f)
	_, err = term.Append(within(t), numbered(1, 100))
	require.NoError(t, err)
	disk.Fill()
	appended := make(chan error)
	go func() {
		_, err := term.Append(within(t), numbered(101, 200))
		appended <- err
	}()
	require.Eventually(t, func() bool { return errors.Is(n.Ready(within(t)), syscall.ENOSPC) }, time.Minute, 10*time.Millisecond)
	assert.EqualError(t, n.Ready(within(t)), "nothing can be stored here: no space left on device")
	disk.Free()
	require.NoError(t, <-appended)
	ready(t, n)
	got := all(t, f)
	require.Len(t, got, 200)
	for i, r := range numbered(1, 200) {
		assert.Equal(t, r.Data, got[i].Data)
	}
}

func TestServerSaysNoSecretAgain(t *testing.T) {
	var said strings.Builder
	l := newLogger(slog.New(slog.NewTextHandler(&said, nil)), []string{"hush"})
	l.Errorf("Route Error %q", `-ERR 'CONNECT {"pass":"hush"}'`)
	assert.Contains(t, said.String(), "(secret)")
	assert.NotContains(t, said.String(), "hush")
}

func TestServerSaysOnceThatItHasATwin(t *testing.T) {
	var said strings.Builder
	l := newLogger(slog.New(slog.NewTextHandler(&said, nil)), nil)
	for i := range 3 {
		l.Errorf("rid:%d - Remote server has a duplicate name: %q", i, "relay")
	}
	assert.Equal(t, 1, strings.Count(said.String(), "\n"))
	assert.Contains(t, said.String(), "another node of the cluster has the name of this one")
}
