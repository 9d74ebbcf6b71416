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

func (p *places) take(address string, most, mostPerAddress int) *problem {
	p.mu.Lock()
	defer p.mu.Unlock()
	if most > 0 && p.all >= most {
		return &problem{http.StatusServiceUnavailable, "full", "There is no room for another reader.", nil}
	}
	if mostPerAddress > 0 && p.taken[address] >= mostPerAddress {
		return &problem{http.StatusTooManyRequests, "too-many", "There are too many readers at this address.", nil}
	}
	p.all++
	p.taken[address]++
	return nil
}

func (p *places) leave(address string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all--
	if p.taken[address]--; p.taken[address] == 0 {
		delete(p.taken, address)
	}
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
