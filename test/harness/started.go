package harness

import (
	"context"
	"encoding/json"
	"time"
)

// Started is a browser that a program which is no test has started for itself, with one page in it.
type Started struct {
	Version string // the browser's name and version

	ctx  context.Context
	tab  tab
	stop func()
}

// Installed are the names of the browsers that can be started here.
func Installed() (names []string) {
	if _, err := Find(); err == nil {
		names = append(names, Chromium)
	}
	if _, err := findFirefox(); err == nil {
		names = append(names, Firefox)
	}
	if _, _, err := findWebKit(); err == nil {
		names = append(names, WebKit)
	}
	return names
}

// Start starts the browser of that name. What it does may take so long in all.
func Start(name string, patience time.Duration) (*Started, error) {
	if name == Chromium {
		return startChromium(patience)
	}
	browser, err := startOther(name)
	if err != nil {
		return nil, err
	}
	window, err := browser.Open(func(string) {})
	if err != nil {
		browser.Close()
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	return &Started{browser.Version(), ctx, window, func() { cancel(); browser.Close() }}, nil
}

func startChromium(patience time.Duration) (*Started, error) {
	parent, stop, err := start()
	if err != nil {
		return nil, err
	}
	version, err := versionOf(parent)
	if err != nil {
		stop()
		return nil, err
	}
	ctx, cancel := context.WithTimeout(parent, patience)
	return &Started{version, ctx, chromiumTab{cancel}, func() { cancel(); stop() }}, nil
}

// Navigate goes to url and returns when it has loaded.
func (s *Started) Navigate(url string) error { return s.tab.Navigate(s.ctx, url) }

// Evaluate gives the value of an expression as JSON, or of a promise what it resolves to.
func (s *Started) Evaluate(expression string) (json.RawMessage, error) {
	return s.tab.Evaluate(s.ctx, expression)
}

// Close ends the browser.
func (s *Started) Close() { s.stop() }
