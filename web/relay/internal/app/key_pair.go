package app

import (
	"crypto/tls"
	"log/slog"
	"os"
	"sync"
	"time"
)

// A keyPair is a certificate and its key in files: it is renewed by replacing them.
type keyPair struct {
	cert, key string
	log       *slog.Logger

	mu     sync.Mutex
	loaded *tls.Certificate
	of     [2]time.Time // when the files were written that were read last
}

func newKeyPair(cert, key string, log *slog.Logger) (*keyPair, error) {
	k := &keyPair{cert: cert, key: key, log: log}
	return k, k.read(k.written())
}

// get is the certificate of every handshake. It reads the files if they were written since; what cannot be read, as between the replacing
// of the one and of the other, leaves the certificate before.
func (k *keyPair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if now := k.written(); now != k.of {
		if err := k.read(now); err != nil {
			k.log.Error("the certificate was not taken over", "error", err)
		}
	}
	return k.loaded, nil
}

func (k *keyPair) read(now [2]time.Time) error {
	k.of = now
	pair, err := tls.LoadX509KeyPair(k.cert, k.key)
	if err != nil {
		return err
	}
	k.loaded = &pair
	return nil
}

// written is zero for what cannot be asked for.
func (k *keyPair) written() (at [2]time.Time) {
	for i, name := range []string{k.cert, k.key} {
		if file, err := os.Stat(name); err == nil {
			at[i] = file.ModTime()
		}
	}
	return at
}
