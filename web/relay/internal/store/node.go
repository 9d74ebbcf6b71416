package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// bucket is the KV bucket of the leases.
const bucket = "RELAY_LEASES"

// Options say where feeds are kept.
type Options struct {
	Name     string        // of this node; no two nodes have the same
	Embedded *Embedded     // a server of JetStream in this process; nil for one that is there already
	URL      string        // of that one: nats://a,b,c
	Replicas int           // of each stream; 0 is 1
	Lease    time.Duration // how long a lease lasts unless it is renewed, from 2 s
	Log      *slog.Logger

	// Waiting is told what JetStream is waited for because of, in words that strangers may read. nil is nobody.
	Waiting func(why string)
}

// A Node is a place in JetStream from which feeds are written and read.
type Node struct {
	options Options
	host    *host // nil unless embedded
	conn    *nats.Conn
	js      jetstream.JetStream
	leases  jetstream.KeyValue

	unconnected atomic.Pointer[error] // why no server could be reached last
}

// Open starts or joins JetStream, and waits for it until ctx is done.
func Open(ctx context.Context, o Options) (*Node, error) {
	if o.Replicas == 0 {
		o.Replicas = 1
	}
	n := &Node{options: o}
	token := rand.Text()
	if o.Embedded != nil {
		h, err := o.Embedded.host(o.Name, token, o.Log)
		if err != nil {
			return nil, err
		}
		n.host = h
	}
	err := n.connect(token)
	if err == nil {
		err = n.await(ctx)
	}
	if err == nil && n.isAlone() {
		n.inherit(ctx)
	}
	if err != nil {
		n.Close()
		return nil, err
	}
	return n, nil
}

func (n *Node) connect(token string) (err error) {
	options := []nats.Option{
		nats.Name("relay " + n.options.Name),
		nats.MaxReconnects(-1), // a cluster comes back
		nats.RetryOnFailedConnect(true),
		nats.ReconnectWait(500 * time.Millisecond),
		nats.ReconnectBufSize(-1), // what cannot be sent now fails now: a term has to know
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				n.options.Log.Warn("NATS is away", "error", err)
			}
		}),
		nats.ReconnectErrHandler(func(_ *nats.Conn, why error) { n.unconnected.Store(&why) }),
		nats.ReconnectHandler(func(*nats.Conn) { n.options.Log.Info("NATS is back") }),
		nats.ErrorHandler(func(_ *nats.Conn, s *nats.Subscription, err error) {
			n.options.Log.Warn("NATS reports an error", "error", err)
		}),
	}
	if n.host != nil {
		options = append(options, nats.InProcessServer(n.host), nats.Token(token))
	}
	if n.conn, err = nats.Connect(n.options.URL, options...); err != nil {
		return fmt.Errorf("connecting to NATS: %w", err)
	}
	n.js, err = jetstream.New(n.conn, jetstream.WithDefaultTimeout(timeout))
	return err
}

// await makes the bucket of leases, once there is somebody to make it.
func (n *Node) await(ctx context.Context) error {
	for w := n.wait(); ; {
		kv, err := n.bucket(ctx)
		if err == nil {
			n.leases = kv
			return nil
		}
		var refused *jetstream.APIError
		if errors.As(err, &refused) && refused.Code < 500 {
			return fmt.Errorf("making the bucket %s: %w", bucket, err)
		}
		if err := w.again(ctx, err); err != nil {
			return fmt.Errorf("JetStream is not ready: %w", err)
		}
	}
}

// isAlone reports whether no other process can have a lease: the folder of all of them is this one's, and its server has no cluster.
func (n *Node) isAlone() bool { return n.host != nil && n.options.Embedded.Cluster == nil }

// inherit ends the leases that the process had which was here before this one, and may have been killed.
func (n *Node) inherit(ctx context.Context) {
	ctx, cancel := brief(ctx)
	defer cancel()
	s, err := n.js.Stream(ctx, "KV_"+bucket)
	if err == nil {
		err = s.Purge(ctx)
	}
	if err != nil {
		n.options.Log.Warn("leases of the process before this one end by themselves", "error", err)
	}
}

func (n *Node) bucket(ctx context.Context) (jetstream.KeyValue, error) {
	ctx, cancel := brief(ctx)
	defer cancel()
	return n.js.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{
		Bucket: bucket, Description: "Who reads which feed", TTL: n.options.Lease, Replicas: n.options.Replicas,
	})
}

// Ready says whether JetStream answers, and a server that is embedded stores what comes.
func (n *Node) Ready(ctx context.Context) error {
	if n.host != nil {
		if err := n.host.health(); err != nil {
			return fmt.Errorf("nothing can be stored here: %w", err)
		}
	}
	if !n.conn.IsConnected() {
		return errors.New("NATS is not connected")
	}
	ctx, cancel := brief(ctx)
	defer cancel()
	if _, err := n.js.AccountInfo(ctx); err != nil {
		return fmt.Errorf("JetStream does not answer: %w", err)
	}
	return nil
}

// headers is how much of a message is kept free for those.
const headers = 64 << 10

// MaxRecord is how many bytes a record can have with a server of this package, and is to have with others.
const MaxRecord = maxPayload - headers

// MaxRecord is how many bytes a record can have, which the server limits.
func (n *Node) MaxRecord() int { return int(n.conn.MaxPayload()) - headers }

// Close leaves JetStream, and stops the server if it is this node's own.
func (n *Node) Close() {
	if n.conn != nil {
		n.conn.Close()
	}
	if n.host != nil {
		n.host.close()
	}
}

// timeout bounds one request, and so how long is waited for nothing: nobody answers one that came while a cluster had no leader.
const timeout = 2 * time.Second

func brief(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, timeout)
}

// pause is false if ctx was done first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
