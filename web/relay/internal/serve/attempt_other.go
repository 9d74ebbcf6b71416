//go:build !unix

package serve

import (
	"errors"
	"net"
	"syscall"
)

// An attempt is made on Unix alone: elsewhere each reader writes for itself.
type attempt struct{}

func newAttempt() *attempt { return nil }

func (a *attempt) write(syscall.RawConn, []byte) (int, error) { return 0, errors.ErrUnsupported }

func socketOf(net.Conn) syscall.RawConn { return nil }
