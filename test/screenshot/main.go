// Command screenshot takes a picture of a page of the demo, with its feeds running. Without flags it takes that of the
// README: the console, as it is after half a minute of work.
//
//	go run ./test/screenshot                                          # web/screenshot.png
//	go run ./test/screenshot -path /examples/chat -width 390 -scheme dark -full -out chat.png
//	go run ./test/screenshot -all /tmp/pages                          # every page, on a phone and a desktop, light and dark
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/web/server"
)

// A view says what of the demo is taken, and how.
type view struct {
	path, scheme  string
	width, height int64
	after         time.Duration
	full, cut     bool
}

func main() {
	var v view
	flag.StringVar(&v.path, "path", "/", "`path` of the page")
	flag.StringVar(&v.scheme, "scheme", "light", "light or dark")
	flag.Int64Var(&v.width, "width", 1280, "of the page in `pixels`")
	flag.Int64Var(&v.height, "height", 900, "of the page in `pixels`")
	flag.DurationVar(&v.after, "after", 30*time.Second, "`time` that the feeds have had")
	flag.BoolVar(&v.full, "full", false, "the whole page, and not what is seen without scrolling")
	flag.BoolVar(&v.cut, "cut", true, "cut the line of one feed in between, so that there is something to see")
	all := flag.String("all", "", "`folder` for whole pictures of every page, in each look")
	out := flag.String("out", filepath.Join(harness.Root(), "web", "screenshot.png"), "`file` of the picture")
	flag.Parse()
	work := func(d demo) error { return takeOne(d, v, *out) }
	if *all != "" {
		work = func(d demo) error { return takeAll(d, *all) }
	}
	if err := run(work); err != nil {
		fmt.Fprintln(os.Stderr, "screenshot:", err)
		os.Exit(1)
	}
}

// A demo is what runs while pictures are taken: a tab, the address of the pages, and what cuts the line of one feed.
type demo struct {
	tab  context.Context
	base string
	cut  func()
}

func run(work func(demo) error) error {
	if err := server.Check(harness.Root()); err != nil {
		return err
	}
	feeds := server.Feeds()
	streams := httptest.NewServer(feeds)
	defer streams.Close()
	defer feeds.Cut()
	address, err := url.Parse(streams.URL)
	if err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(address.Host)
	if err != nil {
		return err
	}
	pages := httptest.NewServer(http.Handler(server.Page(harness.Root(), server.Ports{Feeds: port})))
	defer pages.Close()
	tab, stop, err := harness.Tab()
	if err != nil {
		return err
	}
	defer stop()
	return work(demo{tab, pages.URL, func() { feeds.CutFeed("espresso") }})
}

func takeOne(d demo, v view, out string) error {
	picture, err := take(d, v)
	if err != nil {
		return err
	}
	if picture, err = pack(picture); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes\n", out, len(picture))
	return os.WriteFile(out, picture, 0o644)
}

// take opens the page, and takes its picture when its feeds have had their time, in the middle of which a line is cut.
func take(d demo, v view) ([]byte, error) {
	if err := harness.Look(d.tab, v.width, v.height, v.scheme); err != nil {
		return nil, err
	}
	if err := chromedp.Do(d.tab, chromedp.Navigate(d.base+v.path)); err != nil {
		return nil, err
	}
	time.Sleep(v.after / 2)
	if v.cut {
		d.cut()
	}
	time.Sleep(v.after / 2)
	if v.full {
		return chromedp.Run(d.tab, chromedp.FullScreenshot(100))
	}
	return chromedp.Run(d.tab, chromedp.CaptureScreenshot())
}

// pack writes a picture again, as small as PNG can without losing anything: Chromium's encoder is a quick one.
func pack(picture []byte) ([]byte, error) {
	decoded, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	flat := image.NewRGBA(decoded.Bounds()) // opaque, which is then written without an alpha channel
	draw.Draw(flat, flat.Bounds(), decoded, decoded.Bounds().Min, draw.Src)
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err = encoder.Encode(&b, flat)
	return b.Bytes(), err
}
