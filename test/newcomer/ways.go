package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/spawn"
	"github.com/feedsource/feedsource/web/feeds"
	"github.com/feedsource/feedsource/web/server"
)

// clone is the contributor's way.
func (w *walker) clone() error {
	commands, err := w.block("Contribute", "sh")
	if err != nil {
		return err
	}
	w.from = strings.Index(w.readme, "\n## Contribute\n") // who wants to see it run goes there at once
	demo, _, _ := strings.Cut(commands, "\n")
	demo, _, _ = strings.Cut(demo, " #")
	demo = strings.TrimSpace(demo)
	tab, err := w.tab()
	if err != nil {
		return err
	}
	port, err := spawn.FreePort()
	if err != nil {
		return err
	}
	if err := w.does("git clone", func() error { return w.command("", "git clone --quiet "+harness.Root()+" feedsource") }); err != nil {
		return err
	}
	var url string
	err = w.does(demo+", until it prints an address", func() (err error) {
		url, err = w.serves("feedsource", demo, regexp.MustCompile(`FeedSource console: (\S+) `), "PORT="+port)
		return err
	})
	if err != nil {
		return err
	}
	return w.does("the page, until it shows a message", func() error {
		const shown = `new Promise((resolve) => {
			const look = () => document.querySelector('#cards .message:not(.log)') ? resolve(true) : setTimeout(look, 10);
			look();
		})`
		if err := chromedp.Do(tab, chromedp.Navigate(url)); err != nil {
			return err
		}
		_, err := chromedp.Run(tab, chromedp.Evaluate[bool](shown, chromedp.EvalAwaitPromise))
		return err
	})
}

// tarball is the package as ./build.sh package has packed it.
func tarball() (string, error) {
	found, _ := filepath.Glob(filepath.Join(harness.Root(), "js", "dist", "feedsource-*.tgz"))
	if len(found) != 1 {
		return "", fmt.Errorf("there are %d packages in js/dist, and one is needed: ./build.sh package", len(found))
	}
	return found[0], nil
}

// install is the command of the readme, for the tarball instead of the name.
func (w *walker) install() (string, error) {
	command, err := w.block("Install", "sh")
	if err != nil {
		return "", err
	}
	file, err := tarball()
	return strings.Replace(strings.TrimSpace(command), "feedsource", file, 1), err
}

// creator makes a new app as Vite's own guide says. It is pinned here, and not by a lock file, since that is what it makes.
const creator = "npx --yes create-vite@9.3.0 app --template vanilla --no-interactive"

// bundler is the way of who has a bundler.
func (w *walker) bundler() error {
	install, err := w.install()
	if err != nil {
		return err
	}
	code, err := w.block("Use", "js")
	if err != nil {
		return err
	}
	tab, err := w.tab()
	if err != nil {
		return err
	}
	if err := w.does("a new app of Vite", func() error { return w.command("", creator+" && cd app && npm install --no-audit --no-fund") }); err != nil {
		return err
	}
	if err := w.does("npm install feedsource", func() error { return w.command("app", install) }); err != nil {
		return err
	}
	code = strings.Replace(code, "https://feeds.example", w.feeds(), 1)
	token := "const freshToken = async () => 'mine'; // what an app has\n"
	if err := os.WriteFile(filepath.Join(w.folder, "app", "src", "main.js"), []byte(token+code), 0o644); err != nil {
		return err
	}
	var url string
	err = w.does("npm run dev, until it prints an address", func() (err error) {
		url, err = w.serves("app", "NO_COLOR=1 npm run dev -- --host 127.0.0.1", regexp.MustCompile(`(http://127\.0\.0\.1:\d+/)`))
		return err
	})
	if err != nil {
		return err
	}
	return w.does("the page, until it logs a record", func() error { return logs(tab, url, `^\w+ \d+ `) })
}

// script is the way of who has a host of files.
func (w *walker) script() error {
	install, err := w.install()
	if err != nil {
		return err
	}
	html, err := w.block("Install", "html")
	if err != nil {
		return err
	}
	tab, err := w.tab()
	if err != nil {
		return err
	}
	if err := w.does("npm install feedsource", func() error { return w.command("", install+" --no-audit --no-fund") }); err != nil {
		return err
	}
	if err := w.does("copying two files", func() error {
		return w.command("", "mkdir site && cp node_modules/feedsource/dist/feedsource.js node_modules/feedsource/dist/feedsource.wasm.gz site/")
	}); err != nil {
		return err
	}
	html = strings.NewReplacer("https://feeds.example", w.feeds()+"/gitter", "my-token", feeds.GitterToken).Replace(html)
	if err := os.WriteFile(filepath.Join(w.folder, "site", "index.html"), []byte("<!doctype html>\n"+html), 0o644); err != nil {
		return err
	}
	host := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(w.folder, "site"))))
	w.ends = append(w.ends, host.Close)
	return w.does("the page, until it logs a record", func() error { return logs(tab, host.URL, `^Object$`) })
}

// feeds serves the local feeds, at the pace of the demo.
func (w *walker) feeds() string {
	local := server.Feeds()
	host := httptest.NewServer(local)
	w.ends = append(w.ends, host.Close, func() { local.Cut() })
	return host.URL
}

// logs opens a page, and waits until it logs a line that fits.
func logs(tab context.Context, url, fits string) error {
	pattern, lines := regexp.MustCompile(fits), make(chan string, 100)
	hear := func(event any) {
		if call, ok := event.(*runtime.EventConsoleAPICalled); ok {
			var words []string
			for _, arg := range call.Args {
				words = append(words, strings.Trim(string(arg.Value), `"`)+arg.Description)
			}
			lines <- strings.Join(words, " ")
		}
	}
	if err := errors.Join(chromedp.Listen(tab, hear), chromedp.Do(tab, chromedp.Navigate(url))); err != nil {
		return err
	}
	var seen []string
	late := time.After(time.Minute)
	for {
		select {
		case line := <-lines:
			if pattern.MatchString(line) {
				return nil
			}
			seen = append(seen, line)
		case <-late:
			return errors.New("no record after a minute; the page logged: " + strings.Join(seen, "; "))
		}
	}
}
