package store

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFolderIsOneNodesAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "made", "by the node")
	second := Options{Name: "two", Lease: lease, Log: silent, Embedded: &Embedded{Folder: folder}}
	first := open(t, Options{Embedded: &Embedded{Folder: folder}})
	_, err := Open(within(t), second)
	require.EqualError(t, err, fmt.Sprintf(
		"another relay (process %d) keeps its feeds in %s: stop that one, or set another folder for this one", os.Getpid(), folder))
	ready(t, first)
	first.Close()
	again := open(t, second)
	ready(t, again)
}

func TestServerThatDoesNotStartLeavesTheFolder(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "jetstream"), nil, 0o600)) // where a folder has to be
	_, err := Open(within(t), Options{Name: "one", Lease: lease, Log: silent, Embedded: &Embedded{Folder: folder}})
	require.ErrorContains(t, err, "JetStream")
	release, err := take(folder)
	require.NoError(t, err)
	release()
}

// holding is where a process that this test starts finds the folder to take.
const holding = "RELAY_TEST_FOLDER"

func TestLockGoesWithItsProcess(t *testing.T) {
	if folder := os.Getenv(holding); folder != "" {
		_, err := take(folder)
		fmt.Println("taken:", err)
		_, _ = os.Stdin.Read(make([]byte, 1)) // until it is killed
	}
	folder := t.TempDir()
	other := exec.Command(os.Args[0], "-test.run=^TestLockGoesWithItsProcess$")
	other.Env = append(os.Environ(), holding+"="+folder)
	_, err := other.StdinPipe()
	require.NoError(t, err)
	said, err := other.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, other.Start())
	line, err := bufio.NewReader(said).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "taken: <nil>\n", line)
	_, err = take(folder)
	assert.ErrorContains(t, err, fmt.Sprintf("(process %d)", other.Process.Pid))
	require.NoError(t, other.Process.Kill())
	_ = other.Wait() // it was killed
	release, err := take(folder)
	require.NoError(t, err)
	release()
}
