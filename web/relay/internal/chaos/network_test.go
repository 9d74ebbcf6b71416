package chaos

import (
	"net"
	"regexp"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// A network is what is between nodes: their connections go by proxies of it, which can be cut.
type network struct {
	t *testing.T

	mu      sync.Mutex
	cut     map[string]bool // what is parted from everything, by name; true if its connections hang instead of ending
	changed *sync.Cond      // when cut has
	links   map[*link]bool
}

// A link is a connection from one party to another.
type link struct {
	from, to string
	ends     [2]net.Conn
}

func newNetwork(t *testing.T) *network {
	n := &network{t: t, cut: map[string]bool{}, links: map[*link]bool{}}
	n.changed = sync.NewCond(&n.mu)
	t.Cleanup(n.close)
	return n
}

func (n *network) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	clear(n.cut)
	n.changed.Broadcast()
	for l := range n.links {
		l.close()
	}
}

// part cuts somebody off: its connections end and none can be made, or they hang, as when packets go nowhere.
func (n *network) part(name string, hangs bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut[name] = hangs
	for l := range n.links {
		if !hangs && (l.from == name || l.to == name) {
			l.close()
		}
	}
}

func (n *network) mend(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.cut, name)
	n.changed.Broadcast()
}

func (l *link) close() {
	for _, end := range l.ends {
		if tcp, ok := end.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // a reset
		}
		_ = end.Close()
	}
}

// passes waits while the link hangs, and is false if it is cut.
func (n *network) passes(l *link) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	for {
		fromHangs, fromIsCut := n.cut[l.from]
		toHangs, toIsCut := n.cut[l.to]
		switch {
		case fromIsCut && !fromHangs || toIsCut && !toHangs:
			return false
		case !fromIsCut && !toIsCut:
			return true
		}
		n.changed.Wait()
	}
}

// listen has what comes to an address go to a party at another one. from is who comes; if that is "", a connection says so.
func (n *network) listen(address, from, to, at string) (proxy string) {
	l, err := net.Listen("tcp", address)
	require.NoError(n.t, err)
	n.t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go n.connect(conn, from, to, at)
		}
	}()
	return l.Addr().String()
}

func (n *network) connect(conn net.Conn, from, to, at string) {
	defer conn.Close()
	target, err := net.Dial("tcp", at)
	if err != nil {
		return
	}
	defer target.Close()
	l := &link{from: from, to: to, ends: [2]net.Conn{conn, target}}
	n.mu.Lock()
	n.links[l] = true
	n.mu.Unlock()
	defer func() {
		n.mu.Lock()
		delete(n.links, l)
		n.mu.Unlock()
	}()
	done := make(chan struct{}, 2)
	for from := range l.ends {
		go func() {
			n.copy(l, from)
			done <- struct{}{}
		}()
	}
	<-done
}

// sender is what a server of NATS says first of itself, of a route that it has dialed.
var sender = regexp.MustCompile(`"server_name":"([^"]+)"`)

// copy passes on what comes from one end.
func (n *network) copy(l *link, from int) {
	var held []byte
	buffer := make([]byte, 32<<10)
	for {
		many, err := l.ends[from].Read(buffer)
		text := buffer[:many]
		if from == 0 && l.from == "" {
			held = append(held, text...)
			found := sender.FindSubmatch(held)
			if found == nil && err == nil {
				continue
			}
			if found != nil {
				n.mu.Lock()
				l.from = string(found[1])
				n.mu.Unlock()
			}
			text = held
		}
		if !n.passes(l) {
			l.close()
			return
		}
		if _, failed := l.ends[1-from].Write(text); failed != nil || err != nil {
			return
		}
	}
}
