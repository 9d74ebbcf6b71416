//go:build !js

package feedsource

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"io"
	"strings"
)

// compressed is the flag of an envelope whose message is.
const compressed = 1

// hasEnvelopes reports whether a body is envelopes as bytes, and not as base64.
func hasEnvelopes(format Format, contentType string) bool {
	kind := essence(contentType)
	switch format {
	case FormatEnvelope:
		return !strings.Contains(kind, "grpc-web-text")
	case "", FormatAuto:
		return strings.HasPrefix(kind, "application/connect+") ||
			strings.HasPrefix(kind, "application/grpc-web") && !strings.HasPrefix(kind, "application/grpc-web-text")
	}
	return false
}

// envelopes are those of a body with nothing compressed: Connect and gRPC-Web compress their messages one by one, and the engine
// does not undo that. What cannot be undone is passed as it came, for the engine to refuse.
type envelopes struct {
	body  io.ReadCloser
	in    *bufio.Reader
	limit int
	left  int64  // of a message that is passed as it comes
	out   []byte // what waits to be read
	err   error
}

func newEnvelopes(body io.ReadCloser, limit int) *envelopes {
	return &envelopes{body: body, in: bufio.NewReaderSize(body, chunkBytes), limit: limit}
}

func (e *envelopes) Close() error { return e.body.Close() }

// Read gives all that can be had without waiting, once there is something.
func (e *envelopes) Read(p []byte) (n int, err error) {
	for n < len(p) && (n == 0 || len(e.out) > 0 || e.err == nil && e.waits()) {
		switch {
		case len(e.out) > 0:
			taken := copy(p[n:], e.out)
			e.out, n = e.out[taken:], n+taken
		case e.err != nil:
			return 0, e.err
		case e.left > 0:
			taken, err := e.in.Read(p[n : n+int(min(int64(len(p)-n), e.left))])
			e.left, e.err, n = e.left-int64(taken), err, n+taken
		default:
			e.open()
		}
	}
	return n, nil
}

// waits reports whether the next piece is there: of a message that is passed any bytes, of one that is compressed the whole.
func (e *envelopes) waits() bool {
	if e.left > 0 {
		return e.in.Buffered() > 0
	}
	head, _ := e.in.Peek(min(e.in.Buffered(), envelopeHead))
	if len(head) < envelopeHead {
		return false
	}
	return head[0]&compressed == 0 || e.in.Buffered()-envelopeHead >= int(binary.BigEndian.Uint32(head[1:]))
}

// open takes the head of the next envelope, and what is in it if that is compressed.
func (e *envelopes) open() {
	head := make([]byte, envelopeHead)
	n, err := io.ReadFull(e.in, head)
	if err == io.ErrUnexpectedEOF {
		err = io.EOF // the engine says that it is torn
	}
	if e.out, e.err = head[:n], err; err != nil {
		return
	}
	size := int64(binary.BigEndian.Uint32(head[1:]))
	if head[0]&compressed == 0 || size == 0 || size > int64(e.limit) {
		e.left = size
		return
	}
	var message bytes.Buffer
	_, err = io.CopyN(&message, e.in, size)
	plain, ok := []byte(nil), false
	if e.err = err; err == nil {
		plain, ok = inflated(message.Bytes(), int64(e.limit))
	}
	if !ok {
		e.out = append(head, message.Bytes()...)
		return
	}
	head[0] &^= compressed
	binary.BigEndian.PutUint32(head[1:], uint32(len(plain)))
	e.out = append(head, plain...)
}

// inflated is what was compressed, up to a byte over the limit; ok is false if it is no gzip or zlib. The first byte shows which of
// the two it is.
func inflated(message []byte, limit int64) (plain []byte, ok bool) {
	var r io.Reader
	var err error
	if message[0] == 0x1f {
		r, err = gzip.NewReader(bytes.NewReader(message))
	} else {
		r, err = zlib.NewReader(bytes.NewReader(message))
	}
	if err != nil {
		return nil, false
	}
	plain, err = io.ReadAll(io.LimitReader(r, limit+1))
	return plain, err == nil
}
