package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// A Lease is the right to read a feed upstream. It is over when its context is done: by Release, or because it could not be
// renewed, and then before another node can have it.
type Lease struct {
	context.Context

	node     *Node
	feed     string
	value    []byte
	revision uint64
	end      context.CancelCauseFunc
	renewing chan struct{} // closed when no renewal is under way
}

// Acquire waits until the lease of a feed is free, and takes it. The end of ctx ends the waiting, not the lease.
func (n *Node) Acquire(ctx context.Context, feed string) (*Lease, error) {
	value := []byte(n.options.Name + " " + nuid.Next()) // by which a node knows its own
	said := ""
	for {
		asked := time.Now()
		revision, err := n.take(ctx, feed, value)
		if err != nil {
			err = n.renew(ctx, err)
		}
		if err == nil && revision != 0 {
			return n.hold(context.WithoutCancel(ctx), feed, value, revision, asked), nil
		}
		if err != nil && ctx.Err() == nil && err.Error() != said {
			said = err.Error()
			n.options.Log.Warn("JetStream does not give a lease", "feed", feed, "error", err)
		}
		// A quarter of the TTL, and chance, so that nodes do not ask in step.
		if !pause(ctx, n.options.Lease/5+rand.N(n.options.Lease/10)) {
			return nil, fmt.Errorf("waiting for the lease of %s: %w", feed, errors.Join(err, ctx.Err()))
		}
	}
}

// take makes the key, and is 0 if another node has made it. One that this node has made without being told so is of unknown age,
// and is written anew.
func (n *Node) take(ctx context.Context, feed string, value []byte) (uint64, error) {
	ctx, cancel := n.try(ctx)
	defer cancel()
	revision, err := n.leases.Create(ctx, feed, value)
	if !errors.Is(err, jetstream.ErrKeyExists) {
		return revision, explained(err)
	}
	entry, err := n.leases.Get(ctx, feed)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return 0, nil // it has ended since: the next time
	}
	if err != nil || string(entry.Value()) != string(value) {
		return 0, err
	}
	return n.leases.Update(ctx, feed, value, entry.Revision())
}

// renew makes the bucket anew if that is why a lease could not be had: it has gone, with all that JetStream had. Nothing is made as long as
// nobody says that there is none.
func (n *Node) renew(ctx context.Context, why error) error {
	ctx, cancel := brief(ctx)
	defer cancel()
	if _, err := n.js.KeyValue(ctx, bucket); !errors.Is(err, jetstream.ErrBucketNotFound) {
		return why
	}
	if _, err := n.bucket(ctx); err != nil {
		return fmt.Errorf("making the bucket %s anew: %w", bucket, err)
	}
	n.options.Log.Warn("JetStream had lost the bucket, and has a new one now", "bucket", bucket)
	return nil
}

// try bounds a request so that there is time for another before the lease ends.
func (n *Node) try(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, n.options.Lease/6)
}

func (n *Node) hold(ctx context.Context, feed string, value []byte, revision uint64, asked time.Time) *Lease {
	l := &Lease{node: n, feed: feed, value: value, revision: revision, renewing: make(chan struct{})}
	l.Context, l.end = context.WithCancelCause(ctx)
	go l.renew(asked)
	return l
}

// renew renews the lease until it is over. What counts is when a renewal was asked for: it was granted later.
func (l *Lease) renew(asked time.Time) {
	defer close(l.renewing)
	ttl := l.node.options.Lease
	for {
		safe, cancel := context.WithDeadline(l.Context, asked.Add(ttl*2/3))
		if !pause(safe, time.Until(asked.Add(ttl/4))) {
			cancel()
			return
		}
		now := time.Now()
		err := l.ask(safe)
		cancel()
		if err != nil {
			l.end(fmt.Errorf("the lease could not be renewed: %w", explained(err)))
			return
		}
		asked = now
	}
}

// ask tries until a renewal is granted, the key is another's, or the time is up.
func (l *Lease) ask(safe context.Context) (why error) {
	for {
		err := l.update(safe)
		if err == nil || errors.Is(err, errTaken) || errors.Is(err, jetstream.ErrKeyNotFound) {
			return err
		}
		if why == nil || !errors.Is(err, context.DeadlineExceeded) { // a refusal says more than that there was no time for another
			why = err
		}
		if !pause(safe, again) {
			return why
		}
	}
}

var (
	errTaken    = errors.New("the lease is another's")
	errReleased = errors.New("the lease was given back")
)

// update writes the key. If its revision is not the one that is known, an update may have been done that nobody acknowledged.
func (l *Lease) update(ctx context.Context) error {
	ctx, cancel := l.node.try(ctx)
	defer cancel()
	revision, err := l.node.leases.Update(ctx, l.feed, l.value, l.revision)
	if errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
		entry, err := l.node.leases.Get(ctx, l.feed)
		if err != nil {
			return err
		}
		if string(entry.Value()) != string(l.value) {
			return errTaken
		}
		l.revision = entry.Revision()
		return errors.New("an update was done already, some time ago")
	}
	if err == nil {
		l.revision = revision
	}
	return err
}

// Release gives the lease back, so that another node has not to wait for its end.
func (l *Lease) Release(ctx context.Context) {
	l.end(errReleased)
	<-l.renewing
	ctx, cancel := brief(ctx)
	defer cancel()
	_ = l.node.leases.Delete(ctx, l.feed, jetstream.LastRevision(l.revision))
}
