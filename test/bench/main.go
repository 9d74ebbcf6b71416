// Command bench measures the way from bytes to records in Chromium: a body made in
// the page goes through FeedSource and through the best plain loop for its format.
//
// Contenders take turns, so that a machine that slows down slows all of them; what
// counts is the ratio of medians, not the megabytes.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"

	"github.com/feedsource/feedsource/test/harness"
)

//go:embed bench.js
var script string

// A result is one format at one chunk size.
type result struct {
	Format string
	Chunk  int
	Rows   []row
}

// A row is one contender: its speed, and how that compares with the hand-written loop.
type row struct {
	Name   string
	Median float64 // MB/s
	Low    float64
	High   float64
	Ratio  float64 // to the hand-written loop that ends in the same thing
}

func main() {
	rounds := flag.Int("rounds", 7, "rounds after the warm-up")
	megabytes := flag.Int("mb", 16, "size of a body in megabytes")
	flag.Parse()
	if err := run(*rounds, *megabytes); err != nil {
		log.Fatal(err)
	}
}

func run(rounds, megabytes int) error {
	mux := http.NewServeMux()
	mux.Handle("/dist/", http.StripPrefix("/dist/", http.FileServer(http.Dir(filepath.Join(harness.Root(), "js", "dist")))))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><title>bench</title>")
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	ctx, stop, err := harness.Tab()
	if err != nil {
		return err
	}
	defer stop()
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL)); err != nil {
		return err
	}
	results, err := chromedp.Run(ctx, chromedp.Evaluate[[]result](
		fmt.Sprintf("(async () => {%s\nreturn measure(%d, %d);})()", script, rounds, megabytes), chromedp.EvalAwaitPromise))
	if err != nil {
		return err
	}
	report(results)
	return nil
}

func report(results []result) {
	for _, r := range results {
		fmt.Fprintf(os.Stdout, "\n%s, chunks of %d bytes\n", r.Format, r.Chunk)
		fmt.Fprintf(os.Stdout, "  %-28s %8s %17s %9s\n", "", "MB/s", "spread", "to hand")
		for _, row := range r.Rows {
			fmt.Fprintf(os.Stdout, "  %-28s %8.0f %8.0f-%-8.0f %8.2fx\n", row.Name, row.Median, row.Low, row.High, row.Ratio)
		}
	}
}
