package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"github.com/feedsource/feedsource/web/relay/internal/config"
)

// listen serves readers, and who looks after the relay. A request that is not made in time is given up, or its like would take all there is.
func (a *App) listen(c *config.Config) error {
	mux := http.NewServeMux()
	mux.Handle("/feeds/", a.server.Handler())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, nil) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) { answer(w, a.ready(r)) })
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		a.noteStates()
		a.metrics.Handler().ServeHTTP(w, r)
	})
	a.http = &http.Server{
		Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10,
		ConnContext: bounded,
	}
	serve := func() error { return a.http.Serve(a.listener) }
	switch {
	case len(c.TLS.Autocert) > 0:
		manager, err := certificates(&c.TLS, filepath.Join(c.Folder, "certificates"))
		if err != nil {
			return err
		}
		a.http.TLSConfig = manager.TLSConfig()
		serve = func() error { return a.http.ServeTLS(a.listener, "", "") }
	case c.TLS.Cert != "":
		pair, err := newKeyPair(c.TLS.Cert, c.TLS.Key, a.log)
		if err != nil {
			return err
		}
		a.http.TLSConfig = &tls.Config{
			MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetCertificate: pair.get,
		}
		serve = func() error { return a.http.ServeTLS(a.listener, "", "") }
	}
	go func() {
		if err := serve(); !errors.Is(err, http.ErrServerClosed) {
			a.log.Error("nobody is served any more", "error", err)
		}
	}()
	return nil
}

// inKernel is how much of what is written to a connection the kernel takes before its reader has (Linux makes it twice as much). Left
// to itself it takes megabytes, and thousands of readers can be there who take nothing.
const inKernel = 128 << 10

func bounded(ctx context.Context, c net.Conn) context.Context {
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(inKernel) // or it stays as it was
	}
	return ctx
}

// certificates are got by ACME as they are asked for, and kept in a folder.
func certificates(c *config.TLS, folder string) (*autocert.Manager, error) {
	client := &acme.Client{DirectoryURL: c.ACME}
	roots, err := c.Roots()
	if err != nil {
		return nil, fmt.Errorf("tls.acme_root: %w", err)
	}
	if roots != nil {
		client.HTTPClient = &http.Client{Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{RootCAs: roots},
		}}
	}
	return &autocert.Manager{
		Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(c.Autocert...),
		Cache: autocert.DirCache(folder), Client: client,
	}, nil
}

func answer(w http.ResponseWriter, err error) {
	w.Header().Set("Cache-Control", "no-store")
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

var errDraining = errors.New("the process ends")

// ready says why this process is not to be sent readers.
func (a *App) ready(r *http.Request) error {
	if a.draining.Load() {
		return errDraining
	}
	if !a.started.Load() {
		return errors.New("not started yet: " + *a.waits.Load())
	}
	a.mu.Lock()
	feeds := a.feeds
	a.mu.Unlock()
	for name, f := range feeds {
		if err := f.served.Tail.Health(time.Now()); err != nil {
			return fmt.Errorf("the feed %s: %w", name, err)
		}
	}
	return a.node.Ready(r.Context())
}

func (a *App) noteStates() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for name, f := range a.feeds {
		state := f.served.Tail.State()
		state.Last = f.served.Tail.Newest().Sequence // the rest is of up to two seconds ago
		a.metrics.State(name, state)
	}
	for name, f := range a.dropped {
		if f.served.Tail.Readers() == 0 { // else there will be something to count
			a.metrics.Forget(name)
			delete(a.dropped, name)
		}
	}
}
