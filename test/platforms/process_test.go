package platforms

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/spawn"
)

// starting is how long a server may take until it answers, its first compilation included.
const starting = 2 * time.Minute

// script is a script of the app's package.json with what it is given.
func (c *cell) script(t *testing.T, name, given string, settings ...string) *exec.Cmd {
	t.Helper()
	command := exec.Command("npm", append([]string{"run", name, "--"}, strings.Fields(given)...)...)
	command.Dir = c.dir
	command.Env = append(os.Environ(), "HOST=127.0.0.1", "CI=1", "NO_COLOR=1",
		"NEXT_TELEMETRY_DISABLED=1", "NUXT_TELEMETRY_DISABLED=1", "ASTRO_TELEMETRY_DISABLED=1")
	if c.NewNode {
		bin := installNode(t, filepath.Join(filepath.Dir(c.dir), "node"))
		command.Env = append(command.Env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	}
	command.Env = append(command.Env, settings...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // to end what it starts with it
	return command
}

// makeBuild runs the app's build to its end.
func (c *cell) makeBuild(t *testing.T) {
	t.Helper()
	printed, err := c.script(t, "build", c.Build).CombinedOutput()
	require.NoError(t, err, string(printed))
}

// serve starts a server of the app's on a port of its own and waits until it answers.
func (c *cell) serve(t *testing.T, name, given string, settings ...string) string {
	t.Helper()
	port, err := spawn.FreePort()
	require.NoError(t, err)
	command := c.script(t, name, strings.ReplaceAll(given, "PORT", port), append(settings, "PORT="+port)...)
	printed := &spawn.Output{}
	command.Stdout, command.Stderr = printed, printed
	command.WaitDelay = time.Second
	_, err = command.StdinPipe() // some end when there is nothing more to read
	require.NoError(t, err)
	require.NoError(t, command.Start())
	over := make(chan struct{})
	go func() {
		_ = command.Wait()
		close(over)
	}()
	t.Cleanup(func() {
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
		<-over
		if t.Failed() {
			t.Log(printed.String())
		}
	})
	url := "http://localhost:" + port
	for begun := time.Now(); !spawn.Answers(url); time.Sleep(200 * time.Millisecond) {
		select {
		case <-over:
			require.Fail(t, "the server has ended", "%s of %s", name, c.Name)
		default:
		}
		require.Less(t, time.Since(begun), starting, "the server does not answer")
	}
	return url
}
