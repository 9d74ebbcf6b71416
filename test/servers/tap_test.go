package servers

import (
	"bytes"
	"encoding/binary"
	"net/http"
	"sync"
)

// Taps keep what answers brought.
type taps struct {
	mu  sync.Mutex
	all []*tap
}

type tap struct {
	http.ResponseWriter
	mu    sync.Mutex
	bytes bytes.Buffer
}

func (ts *taps) tap(w http.ResponseWriter) *tap {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	one := &tap{ResponseWriter: w}
	ts.all = append(ts.all, one)
	return one
}

func (t *tap) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes.Write(b)
	return t.ResponseWriter.Write(b)
}

func (t *tap) Unwrap() http.ResponseWriter { return t.ResponseWriter }

func (t *tap) Flush() { _ = http.NewResponseController(t.ResponseWriter).Flush() }

// flags are those of all envelopes.
func (ts *taps) flags() (all byte) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	for _, one := range ts.all {
		one.mu.Lock()
		for b := one.bytes.Bytes(); len(b) >= 5; {
			all |= b[0]
			b = b[min(len(b), 5+int(binary.BigEndian.Uint32(b[1:]))):]
		}
		one.mu.Unlock()
	}
	return all
}
