// Command demo serves the console with its local feeds, and relays one of them to it as relay.toml says.
//
//	go run ./demo # in web/relay; ./build.sh relay builds the console first
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/feedsource/feedsource/web/feeds"
	"github.com/feedsource/feedsource/web/relay/internal/app"
	"github.com/feedsource/feedsource/web/relay/internal/config"
	"github.com/feedsource/feedsource/web/server"
)

// Where relay.toml looks for the feed, and which page it lets read.
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
	streams, err := net.Listen("tcp", feedsAddress)
	if err != nil {
		return fmt.Errorf("the feeds need %s: %w", feedsAddress, err)
	}
	c, err := settings(filepath.Join(root, "web", "relay", "relay.toml"))
	if err != nil {
		return err
	}
	relay, err := app.Start(ctx, c, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return err
	}
	fmt.Printf("FeedSource console with a relay: http://%s/ (the relay's feed is %s/feeds/room); Ctrl-C stops both.\n", pageAddress, relay.URL())
	ctx, stop := context.WithCancel(ctx)
	serving, end := context.WithCancel(context.WithoutCancel(ctx))
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		stopped <- relay.Stop(serving) // ahead of what it reads
		end()
	})
	_, port, _ := net.SplitHostPort(c.Listen) // checked when it was loaded
	err = server.Run(serving, root, page, streams, port)
	stop() // if that has ended by itself
	return errors.Join(err, <-stopped)
}

// settings are the relay's from a file, which has the token from the environment.
func settings(file string) (*config.Config, error) {
	if err := os.Setenv("GITTER_TOKEN", feeds.GitterToken); err != nil {
		return nil, err
	}
	return config.Load(file)
}
