//go:build unix

package serve

import (
	"net"
	"syscall"
)

// An attempt is a write that does not wait. It belongs to one goroutine at a time, and is there so that a write makes no garbage.
type attempt struct {
	text []byte
	n    int
	err  error
	do   func(fd uintptr) bool
}

func newAttempt() *attempt {
	a := &attempt{}
	a.do = a.once
	return a
}

// write gives a socket what it takes.
func (a *attempt) write(socket syscall.RawConn, text []byte) (n int, err error) {
	a.text, a.n, a.err = text, 0, nil
	if err := socket.Write(a.do); err != nil {
		return 0, err
	}
	return a.n, a.err
}

func (a *attempt) once(fd uintptr) bool {
	for {
		n, err := syscall.Write(int(fd), a.text)
		switch err {
		case syscall.EINTR:
			continue
		case syscall.EAGAIN:
			return true
		}
		a.n, a.err = max(n, 0), err
		return true
	}
}

// socketOf is what a connection is without TLS, else nil.
func socketOf(conn net.Conn) syscall.RawConn {
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return nil
	}
	socket, err := tcp.SyscallConn()
	if err != nil {
		return nil
	}
	return socket
}
