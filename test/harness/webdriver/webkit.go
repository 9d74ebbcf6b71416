package webdriver

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/feedsource/feedsource/test/spawn"
)

// webkit is a browser of WebKitGTK, with its driver and a screen that nobody sees.
type webkit struct {
	*classic
	screen, driver *exec.Cmd
	version        string
}

// WebKit starts the driver at path, and by it a browser of WebKitGTK's own. It needs Xvfb, since a
// window of WebKitGTK must be on a screen.
func WebKit(path, browser string) (_ Browser, err error) {
	w := &webkit{}
	defer func() {
		if err != nil {
			w.Close()
			err = fmt.Errorf("starting %s: %w", path, err)
		}
	}()
	display, err := w.startScreen()
	if err != nil {
		return nil, err
	}
	port, err := spawn.FreePort()
	if err != nil {
		return nil, err
	}
	w.driver = exec.Command(path, "--port="+port)
	// Without its sandbox, which needs user namespaces that containers seldom have.
	w.driver.Env = append(os.Environ(), "DISPLAY="+display, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1", "NO_AT_BRIDGE=1", "GTK_A11Y=none",
		"LIBGL_ALWAYS_SOFTWARE=1", "WEBKIT_DISABLE_COMPOSITING_MODE=1")
	w.driver.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := w.driver.Start(); err != nil {
		return nil, err
	}
	return w, w.begin("http://127.0.0.1:"+port, browser)
}

// startScreen starts an Xvfb on a display that it chooses itself.
func (w *webkit) startScreen() (display string, err error) {
	from, to, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer from.Close()
	w.screen = exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp")
	w.screen.ExtraFiles = []*os.File{to}
	err = w.screen.Start()
	_ = to.Close()
	if err != nil {
		return "", err
	}
	number, err := bufio.NewReader(from).ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("no display was named by Xvfb: %w", err)
	}
	return ":" + strings.TrimSpace(number), nil
}

// begin begins a session as soon as the driver listens.
func (w *webkit) begin(driver, browser string) error {
	capabilities := map[string]any{
		"acceptInsecureCerts":      true,
		"webkitgtk:browserOptions": map[string]any{"binary": browser, "args": []string{"--automation"}},
	}
	var session struct {
		SessionID    string
		Capabilities struct{ BrowserVersion string }
	}
	params := map[string]any{"capabilities": map[string]any{"alwaysMatch": capabilities}}
	deadline := time.Now().Add(patience)
	for {
		err := command(http.MethodPost, driver+"/session", params, &session)
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.classic = &classic{url: driver + "/session/" + session.SessionID}
	w.version = "WebKitGTK " + session.Capabilities.BrowserVersion
	if err := w.command(http.MethodGet, "/window", nil, &w.first); err != nil {
		return err
	}
	return w.command(http.MethodPost, "/timeouts", map[string]any{"pageLoad": patience.Milliseconds(), "script": patience.Milliseconds()}, nil)
}

func (w *webkit) Version() string { return w.version }

func (w *webkit) Close() {
	if w.classic != nil {
		_ = command(http.MethodDelete, w.url, nil, nil)
	}
	if w.driver != nil && w.driver.Process != nil {
		_ = syscall.Kill(-w.driver.Process.Pid, syscall.SIGKILL) // and what it has started
		_ = w.driver.Wait()
	}
	if w.screen != nil && w.screen.Process != nil {
		_ = w.screen.Process.Kill()
		_ = w.screen.Wait()
	}
}
