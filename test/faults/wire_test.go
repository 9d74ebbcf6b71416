package faults

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// A reply is one connection, whose bytes a script writes as it likes. What fails to be
// written has lost its reader, who then knows no less than the script says.
type reply struct {
	*session
	conn net.Conn
	base int // which of the servers was asked
	slow time.Duration
	zip  *gzip.Writer
}

// head begins an answer whose body comes in chunks, unless more says otherwise; a line
// of more replaces those of its name.
func (r *reply) head(status int, more ...string) {
	text := http.StatusText(status)
	if text == "" {
		text = "Status"
	}
	lines := []string{"Content-Type: " + r.cell.protocol.contentType, "Access-Control-Allow-Origin: *",
		"Access-Control-Expose-Headers: *", "Connection: close"}
	if !strings.Contains(strings.Join(more, "\n"), "Content-Length") && status != http.StatusNoContent {
		lines = append(lines, "Transfer-Encoding: chunked")
	}
	for _, line := range more {
		name, _, _ := strings.Cut(line, ":")
		for i := range lines {
			if strings.HasPrefix(lines[i], name+":") {
				lines[i] = line
				line = ""
			}
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	r.raw(fmt.Appendf(nil, "HTTP/1.1 %d %s\r\n%s\r\n\r\n", status, text, strings.Join(lines, "\r\n")))
}

// raw writes bytes as they are; to a slow reader one by one.
func (r *reply) raw(b []byte) {
	if r.slow == 0 {
		_, _ = r.conn.Write(b)
		return
	}
	for i := range b {
		_, _ = r.conn.Write(b[i : i+1])
		time.Sleep(r.slow)
	}
}

// chunk writes a piece of the body, which the page can read at once.
func (r *reply) chunk(b []byte) {
	if len(b) == 0 {
		return
	}
	r.count(b)
	if r.zip != nil {
		_, _ = r.zip.Write(b)
		_ = r.zip.Flush()
		return
	}
	r.frame(b)
}

func (r *reply) frame(b []byte) {
	r.raw(append(append(fmt.Appendf(nil, "%x\r\n", len(b)), b...), "\r\n"...))
}

// squeeze compresses what chunk writes from here on.
func (r *reply) squeeze() { r.zip = gzip.NewWriter(writer(r.frame)) }

// writer makes an io.Writer of a function.
type writer func([]byte)

func (w writer) Write(b []byte) (int, error) {
	w(b)
	return len(b), nil
}

// block writes half of a compressed piece; what a browser makes of it is not counted.
func (r *reply) block(b []byte) {
	r.mu.Lock()
	r.sent = append(r.sent, b...)
	r.mu.Unlock()
	var whole bytes.Buffer
	zip := r.zip
	zip.Reset(&whole)
	_, _ = zip.Write(b)
	_ = zip.Flush()
	const head = 10 // of gzip, which stands at the front of the body already
	r.zip = nil
	r.frame(whole.Bytes()[head : head+(whole.Len()-head)/2])
}

// end ends the body as it should be.
func (r *reply) end() {
	if r.zip != nil {
		_ = r.zip.Close()
	}
	r.raw([]byte("0\r\n\r\n"))
}

// heard waits until the page has read what was written: Chromium drops bytes that it has
// not yet handed over when it learns that a connection was cut.
func (r *reply) heard() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.read < r.written && !r.over {
		r.moved.Wait()
	}
}

// cursor is what the request under way asked for.
func (r *reply) cursor() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked[len(r.asked)-1]
}

// reset cuts the connection with an RST.
func (r *reply) reset() {
	_ = r.conn.(*net.TCPConn).SetLinger(0)
	_ = r.conn.Close()
}

// silence leaves the connection open until the page gives it up.
func (r *reply) silence() { _, _ = io.Copy(io.Discard, r.conn) }

// answer writes a whole answer.
func (r *reply) answer(status int, body string, more ...string) {
	r.head(status, append(more, fmt.Sprintf("Content-Length: %d", len(body)))...)
	r.count([]byte(body))
	r.raw([]byte(body))
}

// ask reads a request.
func ask(conn net.Conn) (*http.Request, error) { return http.ReadRequest(bufio.NewReader(conn)) }
