package server

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// attempts is how many ports Listen tries.
const attempts = 20

// Listen listens on addr or, if its port is taken, on the next free one.
func Listen(addr string) (net.Listener, error) {
	host, name, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("%q is not an address like 127.0.0.1:8080", addr)
	}
	first, err := strconv.ParseUint(name, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("%q in %q is not a port; it can be 0 to 65535", name, addr)
	}
	port := int(first)
	for range attempts {
		var l net.Listener
		l, err = net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err == nil || !taken(err) || port == 65535 {
			return l, err
		}
		port++
	}
	return nil, fmt.Errorf("the ports %d to %d are all taken: %w", first, port-1, err)
}

// taken knows "address already in use"; Windows has a number of its own for it.
func taken(err error) bool {
	const windows = syscall.Errno(10048)
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, windows)
}

// Port is the port of a listener.
func Port(l net.Listener) string {
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}
