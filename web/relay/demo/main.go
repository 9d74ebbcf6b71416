// Command demo serves a page, and relays the local Gitter feed to it as relay.toml says.
//
//	go run ./demo # in web/relay; ./build.sh relay builds first what the page loads
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/feedsource/feedsource/web/feeds"
	"github.com/feedsource/feedsource/web/relay/internal/app"
	"github.com/feedsource/feedsource/web/relay/internal/config"
	"github.com/feedsource/feedsource/web/server"
)

// Where relay.toml looks for the feed, and which pages it lets read.
const (
	pageAddress  = "127.0.0.1:8080"
	feedsAddress = "127.0.0.1:8081"
)

func main() {
	root := flag.String("root", filepath.Join("..", ".."), "the project's `folder`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *root); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, root string) error {
	if err := server.Check(root); err != nil {
		return err
	}
	page, err := net.Listen("tcp", pageAddress)
	if err != nil {
		return fmt.Errorf("the page needs %s: %w", pageAddress, err)
	}
	feed, err := net.Listen("tcp", feedsAddress)
	if err != nil {
		return fmt.Errorf("the feed needs %s: %w", feedsAddress, err)
	}
	local := server.Feeds()
	failed := make(chan error, 2)
	go func() {
		failed <- (&http.Server{Handler: pages(root), ReadHeaderTimeout: 10 * time.Second}).Serve(page)
	}()
	go func() { failed <- (&http.Server{Handler: local, ReadHeaderTimeout: 10 * time.Second}).Serve(feed) }()
	relay, err := relay(ctx, filepath.Join(root, "web", "relay", "relay.toml"))
	if err != nil {
		return err
	}
	fmt.Printf("http://%s/relay.html reads a room by the relay, which is at %s/feeds/room; Ctrl-C ends both.\n", pageAddress, relay.URL())
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	local.Cut()
	return errors.Join(err, relay.Stop(context.WithoutCancel(ctx)))
}

// relay starts one from a file, which has the token from the environment.
func relay(ctx context.Context, file string) (*app.App, error) {
	if err := os.Setenv("GITTER_TOKEN", feeds.GitterToken); err != nil {
		return nil, err
	}
	c, err := config.Load(file)
	if err != nil {
		return nil, err
	}
	return app.Start(ctx, c, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
}

//go:embed relay.html
var document []byte

//go:embed relay.js
var script []byte

// pages are the console's, and one more.
func pages(root string) http.Handler {
	mux := http.NewServeMux()
	add := func(path, kind string, content []byte) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind+"; charset=utf-8")
			w.Header().Set("Cache-Control", "no-store")
			_, _ = w.Write(content)
		})
	}
	add("/relay.html", "text/html", document)
	add("/relay.js", "text/javascript", script)
	_, port, _ := net.SplitHostPort(feedsAddress)
	mux.Handle("/", server.Page(root, port))
	return mux
}
