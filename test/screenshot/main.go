// Command screenshot takes a picture of a page of the demo, with its feeds running. Without flags it takes that of the
// README: the console, as it is after half a minute of work.
//
//	go run ./test/screenshot                                          # web/screenshot.png
//	go run ./test/screenshot -path /examples/chat -width 390 -scheme dark -full -out chat.png
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
	out := flag.String("out", filepath.Join(harness.Root(), "web", "screenshot.png"), "`file` of the picture")
	flag.Parse()
	if err := run(v, *out); err != nil {
		fmt.Fprintln(os.Stderr, "screenshot:", err)
		os.Exit(1)
	}
}

func run(v view, out string) error {
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
	picture, err := take(tab, pages.URL, v, func() { feeds.CutFeed("espresso") })
	if err != nil {
		return err
	}
	if picture, err = pack(picture); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes\n", out, len(picture))
	return os.WriteFile(out, picture, 0o644)
}

// take opens the page, and takes its picture when its feeds have had their time, in the middle of which cut is called.
func take(tab context.Context, base string, v view, cut func()) ([]byte, error) {
	if err := harness.Look(tab, v.width, v.height, v.scheme); err != nil {
		return nil, err
	}
	if err := chromedp.Do(tab, chromedp.Navigate(base+v.path)); err != nil {
		return nil, err
	}
	time.Sleep(v.after / 2)
	if v.cut {
		cut()
	}
	time.Sleep(v.after / 2)
	if v.full {
		return chromedp.Run(tab, chromedp.FullScreenshot(100))
	}
	return chromedp.Run(tab, chromedp.CaptureScreenshot())
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
