package serve

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// A bodyWriter writes what an answer has behind its head. Each write is on its way before it returns, or fails after the write timeout.
type bodyWriter interface {
	write(text []byte) error
	end() error
}

// buffers are for what is written next; a reader who waits has none.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func buffer() *bytes.Buffer {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	return b
}

// An answer is what net/http writes.
type answer struct {
	w       http.ResponseWriter
	control *http.ResponseController
	timeout time.Duration
}

func (a *answer) write(text []byte) error {
	// Where a connection has no deadlines (a recorder in a test), a write that hangs is the server's to end.
	_ = a.control.SetWriteDeadline(time.Now().Add(a.timeout))
	if _, err := a.w.Write(text); err != nil {
		return err
	}
	err := a.control.Flush()
	_ = a.control.SetWriteDeadline(time.Time{}) // by HTTP/2 it would end a stream on which nothing is written
	return err
}

func (a *answer) end() error { return nil }

// A raw answer is one by HTTP/1.1, in chunks, on a connection that net/http has let go. What that keeps for a request, its
// buffers and the stack on which its handlers run, is twice what a reader needs besides.
type raw struct {
	conn    net.Conn
	socket  syscall.RawConn // nil with TLS
	says    bool            // the reader has said more than its request
	timeout time.Duration
	context context.Context // done when the reader has left
	cancel  context.CancelFunc
}

// takeOver has the head on its way. It is nil if the connection cannot be had, or the reader is gone.
func takeOver(w http.ResponseWriter, r *http.Request, timeout time.Duration) *raw {
	if r.ProtoMajor != 1 || r.ProtoMinor != 1 {
		return nil // streams share a connection, or there are no chunks
	}
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil
	}
	c := &raw{conn: conn, socket: socketOf(conn), says: buffered.Reader.Buffered() > 0, timeout: timeout}
	c.context, c.cancel = context.WithCancel(context.Background())
	head := buffer()
	defer buffers.Put(head)
	fmt.Fprintf(head, "HTTP/1.1 200 OK\r\nDate: %s\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n", time.Now().UTC().Format(http.TimeFormat))
	_ = w.Header().Write(head) // to memory
	head.WriteString("\r\n")
	if c.send(head.Bytes()) != nil {
		c.cancel()
	}
	return c
}

// wait returns when the reader has left. One who says more than a request is not listened to any longer: a write finds out.
func (c *raw) wait() {
	var one [1]byte
	for !c.says {
		n, _ := c.conn.Read(one[:])
		c.says = n > 0
		if n == 0 {
			c.cancel()
			return
		}
	}
}

func (c *raw) write(text []byte) error {
	if len(text) == 0 {
		return nil // such a chunk is the last
	}
	if len(text) > worthNoCopy {
		return c.send(fmt.Appendf(nil, "%x\r\n", len(text)), text, []byte("\r\n"))
	}
	chunk := buffer()
	defer buffers.Put(chunk)
	addChunk(chunk, text)
	return c.send(chunk.Bytes())
}

func addChunk(b *bytes.Buffer, text []byte) {
	b.Write(strconv.AppendInt(b.AvailableBuffer(), int64(len(text)), 16))
	b.WriteString("\r\n")
	b.Write(text)
	b.WriteString("\r\n")
}

// worthNoCopy is from where on a write in three parts costs less than a copy, which a reader who is waited for would have.
const worthNoCopy = 16 << 10

func (c *raw) send(parts ...[]byte) error {
	if err := c.conn.SetWriteDeadline(time.Now().Add(c.timeout)); err != nil {
		return err
	}
	all := net.Buffers(parts)
	_, err := all.WriteTo(c.conn)
	if err != nil {
		abandon(c.conn)
	}
	return err
}

// abandon has a connection be reset when it is closed: the kernel would keep for minutes what a reader does not take.
func abandon(conn net.Conn) {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // or it is kept
	}
}

func (c *raw) end() error { return c.send([]byte("0\r\n\r\n")) }

func (c *raw) close() {
	c.cancel()
	_ = c.conn.Close()
}
