package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// published are keys that somebody else publishes, and changes. Those that were had last count for as long as no others can be had.
type published struct {
	ask   func() ([]jose.JSONWebKey, error)
	pause time.Duration   // between two inquiries
	over  <-chan struct{} // when nobody is to wait any longer
	log   *slog.Logger

	mu      sync.Mutex
	keys    []jose.JSONWebKey
	inquiry *inquiry  // that is under way
	asked   time.Time // when the last one ended
}

// An inquiry asks for the keys, for whoever waits.
type inquiry struct {
	done chan struct{} // closed when the rest is there
	keys []jose.JSONWebKey
	err  error
}

const (
	// keysEvery is how long a key may count that is not published any more.
	keysEvery = 5 * time.Minute
	// keysPause is what others are spared: anybody can come with a token that no known key has signed.
	keysPause = 5 * time.Second
)

func newPublished(ctx context.Context, ask func() ([]jose.JSONWebKey, error), log *slog.Logger) *published {
	return &published{ask: ask, pause: keysPause, over: ctx.Done(), log: log}
}

// keep asks again and again, until ctx is done.
func (p *published) keep(ctx context.Context) {
	for {
		_, _ = p.newer(ctx) // which logs why not
		select {
		case <-ctx.Done():
			return
		case <-time.After(keysEvery):
		}
	}
}

func (p *published) known() []jose.JSONWebKey {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.keys
}

func (p *published) newer(ctx context.Context) ([]jose.JSONWebKey, error) {
	q := p.begin()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-p.over:
		return nil, errKeysAway
	case <-q.done:
		return q.keys, q.err
	}
}

// begin is the inquiry that is under way, or a new one.
func (p *published) begin() *inquiry {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.inquiry == nil {
		p.inquiry = &inquiry{done: make(chan struct{})}
		go p.run(p.inquiry, p.asked.Add(p.pause))
	}
	return p.inquiry
}

// run goes on if who asked is gone: others may wait.
func (p *published) run(q *inquiry, from time.Time) {
	time.Sleep(time.Until(from))
	keys, err := p.ask()
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.log.Warn("the keys of tokens cannot be had", "error", err, "known", len(p.keys))
		q.err = errKeysAway
	} else {
		p.keys, q.keys = keys, keys
	}
	p.inquiry, p.asked = nil, time.Now()
	close(q.done)
}

// keysBytes is the most that an answer can have: a key takes a kilobyte or two.
const keysBytes = 1 << 20

// keysClient follows no redirect to where anybody on the way could put keys of their own.
var keysClient = &http.Client{
	Timeout: 10 * time.Second,
	CheckRedirect: func(next *http.Request, before []*http.Request) error {
		switch {
		case before[0].URL.Scheme == "https" && next.URL.Scheme != "https":
			return errors.New("the answer redirects to a URL without TLS")
		case len(before) > 5:
			return errors.New("the answers redirect without end")
		}
		return nil
	},
}

// fetchKeys asks a URL. The error does not have it: there can be a secret in it.
func fetchKeys(address string) ([]jose.JSONWebKey, error) {
	response, err := keysClient.Get(address)
	var failed *url.Error
	if errors.As(err, &failed) {
		return nil, failed.Err
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the answer is %s", response.Status)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, keysBytes+1))
	if err != nil {
		return nil, err
	}
	if len(text) > keysBytes {
		return nil, fmt.Errorf("the answer has more than %d bytes", keysBytes)
	}
	return parseKeys(text)
}
