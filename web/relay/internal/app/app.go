package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/feedsource/feedsource/web/relay/internal/config"
	"github.com/feedsource/feedsource/web/relay/internal/metrics"
	"github.com/feedsource/feedsource/web/relay/internal/serve"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// An App is a relay that runs.
type App struct {
	log      *slog.Logger
	node     *store.Node
	metrics  *metrics.Metrics
	server   *serve.Server
	listener net.Listener
	http     *http.Server
	isTLS    bool
	end      context.CancelFunc // of what looks after itself

	mu       sync.Mutex // for what a reload changes
	config   *config.Config
	feeds    map[string]*running
	dropped  map[string]*running // of which there are metrics
	draining atomic.Bool
	started  atomic.Bool
	waits    atomic.Pointer[string] // why it has not started
}

// Start has everything run, and waits for JetStream until ctx is done: who looks after the process can ask it meanwhile. Stop ends it.
func Start(ctx context.Context, c *config.Config, log *slog.Logger) (a *App, err error) {
	run, end := context.WithCancel(context.WithoutCancel(ctx))
	defer func() {
		if err != nil {
			end()
		}
	}()
	a = &App{log: log, metrics: metrics.New(), config: c, feeds: map[string]*running{}, dropped: map[string]*running{}, isTLS: c.TLS.Cert != "" || len(c.TLS.Autocert) > 0, end: end}
	auth, err := authOf(run, c, log)
	if err != nil {
		return nil, err
	}
	if a.listener, err = net.Listen("tcp", c.Listen); err != nil {
		return nil, err
	}
	r := c.Readers
	a.server = serve.New(serve.Options{
		Heartbeat: r.Heartbeat.Duration, WriteTimeout: r.WriteTimeout.Duration, Retry: r.Retry.Duration, Spread: r.Spread.Duration,
		Origins: r.Origins, Auth: auth, AddressHeader: r.AddressHeader, MaxReaders: r.Max, MaxPerAddress: r.MaxPerAddress,
		NoCompression: !r.Compression, Log: log, Observer: a.metrics,
	})
	a.isWaiting("JetStream starts")
	if err := a.listen(c); err != nil {
		return nil, errors.Join(err, a.listener.Close())
	}
	if err := a.open(ctx, c); err != nil {
		return nil, errors.Join(err, a.Stop(context.WithoutCancel(ctx)))
	}
	return a, nil
}

func (a *App) isWaiting(why string) { a.waits.Store(&why) }

// open waits for JetStream, and begins with the feeds.
func (a *App) open(ctx context.Context, c *config.Config) (err error) {
	options := storeOptions(c, a.log)
	options.Waiting = a.isWaiting
	if a.node, err = store.Open(ctx, options); err != nil {
		return err
	}
	if err := a.setFeeds(ctx, c); err != nil {
		return err
	}
	a.started.Store(true)
	return nil
}

// URL is where readers find the feeds.
func (a *App) URL() string {
	if a.isTLS {
		return "https://" + a.listener.Addr().String()
	}
	return "http://" + a.listener.Addr().String()
}

func authOf(ctx context.Context, c *config.Config, log *slog.Logger) (serve.Auth, error) {
	switch {
	case c.Auth.JWKS != "":
		return serve.NewJWT(ctx, c.Auth.JWKS, c.Auth.Issuer, c.Auth.Audience, log), nil
	case c.Auth.Keys != "":
		return serve.NewJWTFromFile(c.Auth.Keys, c.Auth.Issuer, c.Auth.Audience)
	}
	return nil, nil
}

func storeOptions(c *config.Config, log *slog.Logger) store.Options {
	servers, _ := c.NATS.Value() // checked when it was loaded
	o := store.Options{Name: c.Name, URL: servers, Replicas: c.Replicas, Lease: c.Lease.Duration, Log: log}
	if servers != "" {
		return o
	}
	o.Embedded = &store.Embedded{Folder: c.Folder, MaxSize: c.MaxSize.Bytes, Sync: c.Sync.Every}
	if c.Cluster.Listen == "" {
		return o
	}
	secret, _ := c.Cluster.Secret.Value() // so was this
	host, port, _ := net.SplitHostPort(c.Cluster.Listen)
	number, _ := strconv.Atoi(port)
	cluster := &store.Cluster{Name: c.Cluster.Name, Host: host, Port: number, User: "relay", Password: secret}
	for _, peer := range c.Cluster.Peers {
		cluster.Routes = append(cluster.Routes, &url.URL{Scheme: "nats", User: url.UserPassword("relay", secret), Host: peer})
	}
	o.Embedded.Cluster = cluster
	return o
}

// Reload takes over the feeds of another configuration, and names what it cannot.
func (a *App) Reload(ctx context.Context, c *config.Config) error {
	if names := config.NeedsRestart(a.config, c); len(names) > 0 {
		a.log.Warn("some changes count from the next start on", "keys", strings.Join(names, ", "))
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return a.setFeeds(ctx, c)
}

// patience is how long JetStream may refuse the streams of new feeds, while the process goes on with those it has.
const patience = 10 * time.Second

// farewell is how long readers may take to be told that the process ends.
const farewell = 10 * time.Second

// Stop sends readers away, closes the feeds upstream and stores what they gave, and stops JetStream.
func (a *App) Stop(ctx context.Context) (err error) {
	a.draining.Store(true)
	a.end()
	a.server.Drain()
	short, cancel := context.WithTimeout(ctx, farewell)
	defer cancel()
	err = errors.Join(a.http.Shutdown(short), a.server.Wait(short))
	if errors.Is(err, context.DeadlineExceeded) {
		err = a.http.Close()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, f := range a.feeds {
		f.stop()
	}
	for _, f := range a.feeds {
		f.wait()
	}
	if a.node != nil {
		a.node.Close()
	}
	if err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	return nil
}
