package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/spawn"
)

// A walker goes one way, in a folder of its own.
type walker struct {
	folder, readme string
	cold           bool
	from, read     int // what of the readme had to be read, in bytes
	steps          []step
	ends           []func()
}

// leave ends what was started, the latest first, and removes the folder.
func (w *walker) leave() {
	for i := len(w.ends) - 1; i >= 0; i-- {
		w.ends[i]()
	}
	_ = exec.Command("chmod", "-R", "u+w", w.folder).Run() // Go's module cache cannot be written to
	_ = os.RemoveAll(w.folder)
}

// does takes the time of a step.
func (w *walker) does(what string, do func() error) error {
	begin := time.Now()
	if err := do(); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	w.steps = append(w.steps, step{what, time.Since(begin)})
	return nil
}

// block is the first block of a language in a part of the readme, which has to be read up to there.
func (w *walker) block(part, language string) (string, error) {
	at := strings.Index(w.readme, "\n## "+part+"\n")
	if at < 0 {
		return "", fmt.Errorf("README.md has no part %q", part)
	}
	fence := "\n```" + language + "\n"
	begin := strings.Index(w.readme[at:], fence)
	if begin < 0 {
		return "", fmt.Errorf("%q of README.md has no example in %s", part, language)
	}
	code, _, found := strings.Cut(w.readme[at+begin+len(fence):], "\n```\n")
	if !found {
		return "", errors.New("README.md has a block without an end")
	}
	w.read = max(w.read, at+begin+len(fence)+len(code))
	return code + "\n", nil
}

// word is what a newcomer reads as one.
var word = regexp.MustCompile(`[\pL\d][\pL\d.'-]*`)

// words are those that were to be read, without addresses.
func (w *walker) words() int {
	text := regexp.MustCompile(`\]\([^)]*\)|https?://\S+`).ReplaceAllString(w.readme[w.from:w.read], " ")
	return len(word.FindAllString(text, -1))
}

// command runs a line of the readme, or another, to its end.
func (w *walker) command(folder, line string) error {
	command := w.prepare(folder, line)
	printed, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, printed)
	}
	return nil
}

func (w *walker) prepare(folder, line string) *exec.Cmd {
	command := exec.Command("sh", "-c", line)
	command.Dir = filepath.Join(w.folder, folder)
	command.Env = os.Environ()
	if w.cold {
		command.Env = append(command.Env, "GOCACHE="+w.folder+"/go-build", "GOMODCACHE="+w.folder+"/go-mod")
	}
	return command
}

// serves starts a line that does not end, and returns once it has printed an address that answers.
func (w *walker) serves(folder, line string, address *regexp.Regexp, environment ...string) (url string, err error) {
	command := w.prepare(folder, line)
	command.Env = append(command.Env, environment...)
	var printed spawn.Output
	command.Stdout, command.Stderr = &printed, &printed
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		return "", err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	w.ends = append(w.ends, func() { _ = syscall.Kill(-command.Process.Pid, syscall.SIGTERM); <-ended })
	for {
		if match := address.FindStringSubmatch(printed.String()); match != nil && spawn.Answers(match[1]) {
			return match[1], nil
		}
		select {
		case err := <-ended:
			ended <- err
			return "", fmt.Errorf("it ended (%w)\n%s", err, printed.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// tab opens a tab in a new browser, before the time that it is needed.
func (w *walker) tab() (context.Context, error) {
	tab, stop, err := harness.Tab()
	if err == nil {
		w.ends = append(w.ends, stop)
	}
	return tab, err
}
