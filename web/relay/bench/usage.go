//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A process is a server under test, whose use of the machine is counted apart from everything else's.
type process struct {
	cmd   *exec.Cmd
	group string // a cgroup of cpuacct; "" where there is none, and /proc has to do
	ended chan struct{}
}

const accounts = "/sys/fs/cgroup/cpuacct"

// start has the process count from its first instruction on, and what it starts with it.
func start(folder string, args ...string) (*process, error) {
	p := &process{ended: make(chan struct{})}
	group := filepath.Join(accounts, fmt.Sprintf("relay-bench-%d", os.Getpid()))
	if err := os.Mkdir(group, 0o755); err == nil {
		p.group = group
		args = append([]string{"sh", "-c", `echo $$ >"$0/tasks" && exec "$@"`, group}, args...)
	}
	p.cmd = exec.Command(args[0], args[1:]...)
	p.cmd.Dir = folder
	said, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		return nil, err
	}
	defer said.Close()
	p.cmd.Stdout, p.cmd.Stderr = said, said
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// stop ends it, whether it wants to or not, and with it what it has started.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(15 * time.Second):
		for _, pid := range p.pids() {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		<-p.ended
	}
	for range 100 { // a group goes when its last process is reaped
		if p.group == "" || os.Remove(p.group) == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (p *process) hasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

func (p *process) pids() (list []int) {
	file := filepath.Join(p.group, "cgroup.procs")
	if p.group == "" {
		list = append(list, p.cmd.Process.Pid)
		file = fmt.Sprintf("/proc/%d/task/%[1]d/children", p.cmd.Process.Pid)
	}
	text, _ := os.ReadFile(file)
	for _, word := range strings.Fields(string(text)) {
		if pid, err := strconv.Atoi(word); err == nil {
			list = append(list, pid)
		}
	}
	return list
}

// cpu is the processor time used so far: by the kernel's account, else by the hundredths of a second of /proc.
func (p *process) cpu() time.Duration {
	if p.group != "" {
		text, _ := os.ReadFile(filepath.Join(p.group, "cpuacct.usage"))
		nanoseconds, _ := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
		return time.Duration(nanoseconds)
	}
	var ticks int64
	for _, pid := range p.pids() {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		_, rest, _ := bytes.Cut(text, []byte(") "))
		if fields := strings.Fields(string(rest)); len(fields) > 12 {
			user, _ := strconv.ParseInt(fields[11], 10, 64)
			system, _ := strconv.ParseInt(fields[12], 10, 64)
			ticks += user + system
		}
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// memory is in bytes; what processes share counts once (Pss).
func (p *process) memory() (sum int64) {
	for _, pid := range p.pids() {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		for line := range strings.Lines(string(text)) {
			if size, found := strings.CutPrefix(line, "Pss:"); found {
				kilobytes, _ := strconv.ParseInt(strings.Fields(size)[0], 10, 64)
				sum += kilobytes << 10
			}
		}
	}
	return sum
}
