package serve

import (
	"cmp"
	"net"
	"net/http"
	"slices"
	"sync"
)

// places are those of readers, by address.
type places struct {
	mu    sync.Mutex
	all   int
	taken map[string]int
}

// A place is a reader's, until it leaves.
type place struct {
	of      *places // nil when it has left
	address string
}

func (p *places) take(address string, most, mostPerAddress int) (place, *problem) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if most > 0 && p.all >= most {
		return place{}, &problem{http.StatusServiceUnavailable, "full", "There is no room for another reader.", nil}
	}
	if mostPerAddress > 0 && p.taken[address] >= mostPerAddress {
		return place{}, &problem{http.StatusTooManyRequests, "too-many", "There are too many readers at this address.", nil}
	}
	p.all++
	p.taken[address]++
	return place{p, address}, nil
}

func (p *place) leave() {
	of := p.of
	if of == nil {
		return
	}
	p.of = nil
	of.mu.Lock()
	defer of.mu.Unlock()
	of.all--
	if of.taken[p.address]--; of.taken[p.address] == 0 {
		delete(of.taken, p.address)
	}
}

// move leaves it to somebody else to leave the place.
func (p *place) move() *place {
	moved := *p
	p.of = nil
	return &moved
}

// address is where a reader is, without its port.
func (s *Server) address(r *http.Request) string {
	if name := s.options.AddressHeader; name != "" {
		return r.Header.Get(name)
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func sorted[T cmp.Ordered](list []T) []T {
	slices.Sort(list)
	return list
}
