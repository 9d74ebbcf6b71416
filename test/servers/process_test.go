package servers

import (
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/spawn"
)

// starting is how long a server may take until it listens, and to stop.
const starting = 30 * time.Second

// A process is a server that runs, on an address that it keeps when it is restarted.
type process struct {
	address string
	also    []string // where else it listens, if a test needs that
	t       *testing.T
	command []string
	running *exec.Cmd
	over    chan struct{} // closed when it has ended
	printed spawn.Output
}

// free is an address that nobody listens to.
func free(t *testing.T) string {
	t.Helper()
	address, err := spawn.FreeAddress()
	require.NoError(t, err)
	return address
}

// run starts a server that stops with the test, and waits until it listens. In the command,
// ADDRESS and PORT stand for where.
func run(t *testing.T, command ...string) *process {
	t.Helper()
	return runOn(t, free(t), command...)
}

func runOn(t *testing.T, address string, command ...string) *process {
	t.Helper()
	return (&process{t: t, address: address}).run(command)
}

func (p *process) run(command []string) *process {
	p.t.Helper()
	_, port, err := net.SplitHostPort(p.address)
	require.NoError(p.t, err)
	for _, word := range command {
		p.command = append(p.command, strings.NewReplacer("ADDRESS", p.address, "PORT", port).Replace(word))
	}
	p.start()
	p.t.Cleanup(p.stop)
	return p
}

func (p *process) start() {
	p.t.Helper()
	p.running = exec.Command(p.command[0], p.command[1:]...)
	p.running.Stdout, p.running.Stderr = &p.printed, &p.printed
	p.running.WaitDelay = time.Second // for what it has started
	require.NoError(p.t, p.running.Start())
	over := make(chan struct{})
	go func(running *exec.Cmd) {
		_ = running.Wait()
		close(over)
	}(p.running)
	p.over = over
	for _, address := range append(p.also, p.address) {
		p.await(address)
	}
}

// await waits until the process listens on an address.
func (p *process) await(address string) {
	p.t.Helper()
	for begun := time.Now(); !listens(address); time.Sleep(10 * time.Millisecond) {
		select {
		case <-p.over:
			require.Fail(p.t, "the server ended: "+strings.Join(p.command, " "), p.printed.String())
		default:
		}
		require.Less(p.t, time.Since(begun), starting, p.printed.String())
	}
}

func listens(address string) bool {
	conn, err := net.Dial("tcp", address)
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}

// stop asks the server to stop, and waits until it has.
func (p *process) stop() {
	_ = p.running.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.over:
	case <-time.After(starting):
		p.kill()
	}
}

// kill ends the server without its knowledge.
func (p *process) kill() {
	_ = p.running.Process.Signal(os.Kill)
	<-p.over
}

// background runs a program that serves another, and listens to nothing that a test knows.
func background(t *testing.T, command ...string) io.Writer {
	t.Helper()
	running := exec.Command(command[0], command[1:]...)
	input, err := running.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, running.Start())
	t.Cleanup(func() {
		_ = input.Close()
		_ = running.Process.Signal(syscall.SIGTERM)
		_ = running.Wait()
	})
	return input
}

func (p *process) url() string { return "http://" + p.address }
