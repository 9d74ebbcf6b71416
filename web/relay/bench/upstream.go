//go:build linux

package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

// A record begins with its number and the time at which it was due: what is late upstream is late for the reader.
const (
	stampBegin  = `{"n":`
	stampMiddle = `,"at":`
)

// upstream is a process of its own: it listens at an address for the relay, or publishes to another, and is told by its
// standard input how many records to make in a second, and up to which number, a line each time.
func upstream(address, publish, path, headers string) error {
	var p pace
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			var rate, last int64
			if _, err := fmt.Sscan(lines.Text(), &rate, &last); err != nil {
				panic(err) // of what this program has written
			}
			p.last.Store(last)
			p.rate.Store(rate)
		}
		os.Exit(0) // who started it is gone
	}()
	if publish != "" {
		return post(publish, path, headers, &p)
	}
	return http.ListenAndServe(address, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		control := http.NewResponseController(w)
		_ = control.Flush()
		emit(&p, func(number, at int64, text []byte) error {
			if _, err := fmt.Fprintf(w, "id: %d\ndata: %s\n\n", number, text); err != nil {
				return err
			}
			return control.Flush()
		})
	}))
}

// A pace says how fast records are made.
type pace struct{ rate, last atomic.Int64 }

// emit makes records as they become due, until one cannot be sent.
func emit(p *pace, send func(number, at int64, text []byte) error) {
	const idle = 10 * time.Millisecond
	due := time.Now()
	for number := int64(1); ; {
		perSecond := p.rate.Load()
		if perSecond == 0 || number > p.last.Load() {
			time.Sleep(idle)
			due = time.Now()
			continue
		}
		time.Sleep(time.Until(due))
		at := due.UnixNano()
		if send(number, at, record(number, at)) != nil {
			return
		}
		number++
		due = due.Add(time.Second / time.Duration(perSecond))
	}
}

// record has two hundred bytes, of which not all are the same.
func record(number, at int64) []byte {
	text := fmt.Appendf(nil, `%s%d%s%d,"text":"`, stampBegin, number, stampMiddle, at)
	for i := int64(0); len(text) < 198; i++ {
		text = append(text, 'a'+byte((number*7+i*i)%26))
	}
	return append(text, `"}`...)
}

// post publishes each record by a request of its own, one behind the other on one connection, and does not wait for answers:
// that keeps the order and no server from going on.
func post(address, path, headers string, p *pace) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- answers(conn) }()
	emit(p, func(_, _ int64, text []byte) error {
		body := string(text)
		if strings.Contains(headers, "X-API-Key") { // of Centrifugo, whose requests name the channel
			body = `{"channel":"load","data":` + body + `}`
		}
		_, err := fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s", path, headers, len(body), body)
		return err
	})
	return <-failed
}

// answers reads them to the end of the connection.
func answers(conn net.Conn) error {
	for in := bufio.NewReader(conn); ; {
		answer, err := http.ReadResponse(in, nil)
		if err != nil {
			return err
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		if answer.StatusCode >= 300 {
			return fmt.Errorf("a record was not taken: %s", answer.Status)
		}
	}
}
