//go:build linux

package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// A comeback is what it took to give many readers at once what they had missed.
type comeback struct {
	Contender string
	Readers   int
	Records   int // that each of them had missed

	Seconds float64 // until all had all
	CPU     float64 // seconds for a million deliveries
	Most    int64   // bytes of the server's memory for each reader, behind it all
}

// comeBack has readers come back to a relay all at once.
func (c contender) comeBack(readers, records int) (b comeback, err error) {
	b = comeback{Contender: c.name, Readers: readers, Records: records}
	s, err := open(c)
	if err != nil {
		return b, err
	}
	defer s.close()
	begin, err := s.fill(records)
	if err != nil {
		return b, err
	}
	idle, before, begun := s.server.memory(), s.server.cpu(), time.Now()
	l, err := connect(s.address, s.request("Last-Event-ID: "+begin+"\r\n"), readers)
	if err != nil {
		return b, fmt.Errorf("%w; its log: %s", err, s.log())
	}
	defer l.close()
	due := int64(readers) * int64(records)
	for l.arrived.Load() < due {
		if time.Since(begun) > 2*time.Minute || l.closed.Load() > 0 {
			return b, fmt.Errorf("%d of %d records arrived, and %d readers were cut; its log: %s", l.arrived.Load(), due, l.closed.Load(), s.log())
		}
		time.Sleep(time.Millisecond)
	}
	b.Seconds = time.Since(begun).Seconds()
	b.CPU = (s.server.cpu() - before).Seconds() / float64(due) * 1e6
	b.Most = (s.server.memory() - idle) / int64(readers)
	return b, nil
}

// fill has so many records stored and no more, and gives the position ahead of them.
func (s *site) fill(records int) (begin string, err error) {
	s.upstream.count(records)
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "GET %s?after=oldest HTTP/1.1\r\nHost: bench\r\n\r\n", s.path); err != nil {
		return "", err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return "", err
	}
	_ = conn.SetReadDeadline(time.Now().Add(time.Minute))
	last := fmt.Sprintf("data: %s%d,", stampBegin, records)
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if id, found := strings.CutPrefix(lines.Text(), "id: "); found && begin == "" {
			begin = id
		}
		if strings.HasPrefix(lines.Text(), last) {
			return begin, nil
		}
	}
	return "", fmt.Errorf("the stream did not come to %d records; its log: %s", records, s.log())
}
