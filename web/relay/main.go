package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/feedsource/feedsource/web/relay/internal/app"
	"github.com/feedsource/feedsource/web/relay/internal/config"
)

func main() {
	command, err := asked(os.Args[1:], os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return
	case err != nil:
		os.Exit(2) // it has been said
	}
	if err := run(command); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A command is what the relay is to do.
type command struct {
	file   string
	check  bool   // the file, and nothing else
	forget string // a feed that is not in it, and nothing else
}

// asked is what the arguments say. What is wrong with them goes out.
func asked(arguments []string, out io.Writer) (c command, err error) {
	flags := flag.NewFlagSet("relay", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&c.file, "config", "relay.toml", "the configuration")
	flags.BoolVar(&c.check, "check", false, "say what is wrong with it, and do nothing else")
	flags.StringVar(&c.forget, "forget", "", "remove what is kept of a feed that is not in the configuration, and do nothing else")
	if err := flags.Parse(arguments); err != nil {
		return c, err
	}
	switch {
	case flags.NArg() > 0:
		err = fmt.Errorf("%s is no option; -config %s reads it, and -help says what else there is", flags.Arg(0), flags.Arg(0))
	case c.check && c.forget != "":
		err = errors.New("-check does nothing else, and neither does -forget; leave the one or the other out")
	}
	if err != nil {
		fmt.Fprintln(out, err)
	}
	return c, err
}

func run(command command) error {
	c, err := config.Load(command.file)
	if err != nil || command.check {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.Log)) // checked
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	if command.forget != "" {
		return app.Forget(ctx, c, command.forget, log)
	}
	again := make(chan os.Signal, 1) // what comes while JetStream is waited for counts afterwards
	signal.Notify(again, syscall.SIGHUP)
	a, err := app.Start(ctx, c, log)
	if err != nil && ctx.Err() != nil {
		log.Warn("the process ends before anybody was served", "error", err)
		return nil
	}
	if err != nil {
		return err
	}
	log.Info("readers are served", "at", a.URL()+"/feeds/")
	for {
		select {
		case <-again:
			reload(ctx, a, command.file, log)
		case <-ctx.Done():
			stop() // a second signal ends the process at once
			log.Info("readers are sent away, and feeds are closed")
			return a.Stop(context.Background())
		}
	}
}

// reload keeps what runs if the file cannot be read.
func reload(ctx context.Context, a *app.App, file string, log *slog.Logger) {
	c, err := config.Load(file)
	if err == nil {
		err = a.Reload(ctx, c)
	}
	if err != nil {
		log.Error("the configuration was not taken over", "error", err)
		return
	}
	log.Info("the configuration was taken over")
}
