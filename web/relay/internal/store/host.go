package store

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// A host is an embedded server that is started anew when it has failed to write: it stores nothing from then on, whatever room there is.
type host struct {
	start  func(*logger) (*server.Server, error)
	folder string
	log    *slog.Logger
	hidden []string
	leave  func() // the folder, to others
	end    context.CancelFunc
	ended  chan struct{}

	mu     sync.Mutex
	server *server.Server
	logger *logger
	broken error // why nothing is stored; nil if it is
}

// newHost starts a server in a folder that is nobody else's, and watches it until the host is closed.
func newHost(folder string, log *slog.Logger, hidden []string, start func(*logger) (*server.Server, error)) (*host, error) {
	leave, err := take(folder)
	if err != nil {
		return nil, err
	}
	h := &host{start: start, folder: folder, log: log, hidden: hidden, leave: leave, ended: make(chan struct{})}
	if err := h.begin(); err != nil {
		leave()
		return nil, err
	}
	ctx, end := context.WithCancel(context.Background())
	h.end = end
	go h.watch(ctx)
	return h, nil
}

// begin starts a server, in the place of one that there was.
func (h *host) begin() error {
	l := newLogger(h.log, h.hidden)
	s, err := h.start(l)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.server, h.logger = s, l
	return nil
}

// now is the server and what it writes to its log.
func (h *host) now() (*server.Server, *logger) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.server, h.logger
}

// InProcessConn connects to the server that there is.
func (h *host) InProcessConn() (net.Conn, error) {
	s, _ := h.now()
	return s.InProcessConn()
}

// health is why nothing is stored.
func (h *host) health() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.broken
}

// isBroken notes why nothing can be stored, and says so if that is news.
func (h *host) isBroken(why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case why != nil && h.broken == nil:
		h.log.Error("nothing can be stored here", "error", why)
	case why == nil && h.broken != nil:
		h.log.Warn("all can be stored here again")
	}
	h.broken = why
}

var errFailed = errors.New("JetStream has failed to write")

// lookEvery is how often the folder is tried. A server may say nothing when its disk is full.
const lookEvery = 2 * time.Second

func (h *host) watch(ctx context.Context) {
	defer close(h.ended)
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	var last time.Time // of the last start
	for wait := firstPause; ; {
		_, l := h.now()
		select {
		case <-ctx.Done():
			return
		case <-look.C:
			h.isBroken(probe(h.folder, 64<<10))
			continue
		case <-l.failed:
			h.isBroken(errFailed)
		}
		if time.Since(last) > lastPause {
			wait = firstPause
		}
		h.mend(ctx, wait)
		last, wait = time.Now(), min(2*wait, lastPause)
	}
}

// Between two starts is a pause, which doubles while the server does not stay.
const (
	firstPause = time.Second
	lastPause  = time.Minute
)

// mend starts the server anew as soon as its folder can be written.
func (h *host) mend(ctx context.Context, wait time.Duration) {
	for pause(ctx, wait) {
		err := h.again()
		h.isBroken(err)
		if err == nil {
			return
		}
	}
}

// again starts the server anew, if its folder can be written.
func (h *host) again() error {
	if err := probe(h.folder, roomToStart); err != nil {
		return err
	}
	s, _ := h.now()
	s.Shutdown()
	s.WaitForShutdown()
	return h.begin()
}

func (h *host) close() {
	h.end()
	<-h.ended
	s, _ := h.now()
	s.Shutdown()
	s.WaitForShutdown()
	h.leave()
}

// roomToStart is enough for a server to come up and store for a while.
const roomToStart = 16 << 20

// probe says why so many bytes cannot be written to a folder, without naming it: strangers can read it.
func probe(folder string, many int) error {
	name := filepath.Join(folder, "probe") // always the same: a process that dies now leaves one
	file, err := os.Create(name)
	if err == nil {
		_, err = file.Write(make([]byte, many))
		err = errors.Join(err, file.Close(), os.Remove(name))
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
