package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/examples"
)

const (
	settles = 5 * time.Second // how long a page has before its picture is taken: its feeds show their first records
	tallest = 8000            // pixels of one picture; what is longer becomes several
)

// takeAll takes every page of the demo in each look, whole.
func takeAll(d demo, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	paths, err := pages(d)
	if err != nil {
		return err
	}
	for _, path := range paths {
		for _, width := range []int64{390, 1400} {
			for _, scheme := range []string{"light", "dark"} {
				name := filepath.Join(folder, fmt.Sprintf("%s-%d-%s", nameOf(path), width, scheme))
				if err := takeWhole(d, path, width, scheme, name); err != nil {
					return fmt.Errorf("%s: %w", path, err)
				}
			}
		}
		fmt.Println(path)
	}
	return nil
}

// pages are the paths of all pages: those of the demo's own, and those that the documentation lists.
func pages(d demo) ([]string, error) {
	all := []string{"/", "/proof.html", "/bench.html", "/examples/", "/docs/nowhere"}
	for _, name := range examples.Names {
		all = append(all, "/examples/"+name)
	}
	if err := chromedp.Do(d.tab, chromedp.Navigate(d.base+"/docs/")); err != nil {
		return nil, err
	}
	listed, err := chromedp.Run(d.tab, chromedp.Evaluate[[]string](
		`[...document.querySelectorAll('.pages details a')].map((a) => a.getAttribute('href'))`))
	return append(all, listed...), err
}

var between = regexp.MustCompile(`[^a-z0-9-]+`)

func nameOf(path string) string {
	if name := between.ReplaceAllString(strings.Trim(path, "/"), "-"); name != "" {
		return name
	}
	return "console"
}

func takeWhole(d demo, path string, width int64, scheme, name string) error {
	if err := harness.Look(d.tab, width, 900, scheme); err != nil {
		return err
	}
	if err := chromedp.Do(d.tab, chromedp.Navigate(d.base+path)); err != nil {
		return err
	}
	if !strings.HasPrefix(path, "/docs/") {
		time.Sleep(settles)
	}
	height, err := chromedp.Run(d.tab, chromedp.Evaluate[float64](`document.documentElement.scrollHeight`))
	if err != nil {
		return err
	}
	for i, top := 0, 0.0; top < height; i, top = i+1, top+tallest {
		clip := page.Viewport{Y: top, Width: float64(width), Height: min(tallest, height-top), Scale: 1}
		if err := save(d.tab, clip, fmt.Sprintf("%s-%d.png", name, i+1)); err != nil {
			return err
		}
	}
	return nil
}

func save(tab context.Context, clip page.Viewport, name string) error {
	beyond := true
	picture, err := chromedp.Call(tab, page.CaptureScreenshot, page.CaptureScreenshotParams{Clip: &clip, CaptureBeyondViewport: &beyond})
	if err != nil {
		return err
	}
	return os.WriteFile(name, picture.Data, 0o644)
}
