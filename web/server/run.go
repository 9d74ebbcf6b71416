package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// farewell is how long answers under way may take when the servers stop.
const farewell = time.Second

// Run serves the console and its feeds until ctx is done. The relay that reads one of them, if any, is at relayPort.
func Run(ctx context.Context, root string, page, feeds net.Listener, relayPort string) error {
	local := Feeds()
	pages := &http.Server{Handler: Page(root, Ports{Feeds: Port(feeds), Relay: relayPort}), ReadHeaderTimeout: 10 * time.Second}
	streams := &http.Server{Handler: local, ReadHeaderTimeout: 10 * time.Second}
	streams.RegisterOnShutdown(func() { local.Cut() }) // a stream would never end by itself

	failed := make(chan error, 2)
	go func() { failed <- pages.Serve(page) }()
	go func() { failed <- streams.Serve(feeds) }()
	select {
	case err := <-failed:
		return errors.Join(err, stop(pages), stop(streams))
	case <-ctx.Done():
		return errors.Join(stop(pages), stop(streams))
	}
}

func stop(s *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	if err := s.Shutdown(ctx); errors.Is(err, context.DeadlineExceeded) {
		return s.Close()
	} else {
		return err
	}
}
