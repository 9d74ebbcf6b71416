package webdriver

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// firefox is a Firefox with a profile of its own.
type firefox struct {
	*bidi
	command *exec.Cmd
	profile string
	version string
	stop    context.CancelFunc
}

// preferences have a window that is not in front run as one that is, and nobody outside asked.
var preferences = map[string]any{
	"dom.min_background_timeout_value":                 4,
	"dom.timeout.enable_budget_timer_throttling":       false,
	"dom.timeout.throttling_delay":                     -1,
	"widget.windows.window_occlusion_tracking.enabled": false,
	"network.proxy.type":                               0,
	"browser.sessionstore.resume_from_crash":           false,
	"app.normandy.enabled":                             false,
	"app.update.disabledForTesting":                    true,
	"browser.safebrowsing.downloads.remote.enabled":    false,
	"extensions.getAddons.cache.enabled":               false,
	"network.captive-portal-service.enabled":           false,
	"network.connectivity-service.enabled":             false,
	"datareporting.policy.dataSubmissionEnabled":       false,
	"services.settings.server":                         "data:,#remote-settings-dummy/v1",
	"toolkit.startup.max_resumed_crashes":              -1,
	"network.websocket.delay-failed-reconnects":        false, // js/docs/browsers.md says what it does to users
}

// Firefox starts the program at path, without a screen.
func Firefox(path string) (Browser, error) {
	profile, err := os.MkdirTemp("", "firefox-")
	if err != nil {
		return nil, err
	}
	var prefs strings.Builder
	for name, value := range preferences {
		fmt.Fprintf(&prefs, "user_pref(%q, %#v);\n", name, value)
	}
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(prefs.String()), 0o600); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	f := &firefox{profile: profile, stop: stop}
	f.command = exec.CommandContext(ctx, path, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "about:blank")
	f.command.Env = append(os.Environ(), "MOZ_HEADLESS_WIDTH=1200", "MOZ_HEADLESS_HEIGHT=900", "MOZ_CRASHREPORTER_DISABLE=1")
	said, err := f.command.StderrPipe()
	if err == nil {
		err = f.command.Start()
	}
	if err == nil {
		err = f.connect(ctx, said)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return f, nil
}

var listening = regexp.MustCompile(`WebDriver BiDi listening on (ws://\S+)`)

// connect waits for the address that Firefox says, and begins a session there.
func (f *firefox) connect(ctx context.Context, said io.Reader) (err error) {
	address := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(said)
		for lines.Scan() {
			if found := listening.FindStringSubmatch(lines.Text()); found != nil {
				address <- found[1]
			}
		}
		close(address)
	}()
	select {
	case url, ok := <-address:
		if !ok {
			return fmt.Errorf("it ended before it listened")
		}
		if f.bidi, err = newBiDi(ctx, url+"/session"); err != nil {
			return err
		}
	case <-time.After(patience):
		return fmt.Errorf("it did not listen within %v", patience)
	}
	var session struct {
		Capabilities struct{ BrowserVersion string }
	}
	if err := f.do("session.new", map[string]any{"capabilities": map[string]any{
		"alwaysMatch": map[string]any{"acceptInsecureCerts": true},
	}}, &session); err != nil {
		return err
	}
	f.version = "Firefox " + session.Capabilities.BrowserVersion
	return f.do("session.subscribe", map[string]any{"events": []string{"log.entryAdded"}}, nil)
}

func (f *firefox) Version() string { return f.version }

func (f *firefox) Close() {
	if f.bidi != nil {
		_ = f.do("browser.close", map[string]any{}, nil)
	}
	f.stop()
	if f.command.Process != nil {
		_ = f.command.Wait() // it was killed, if it did not end by itself
	}
	_ = os.RemoveAll(f.profile)
}
