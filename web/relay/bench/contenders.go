//go:build linux

package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A contender is a server that hands on what comes from upstream.
type contender struct {
	name string
	// files are what it needs in its folder; ADDRESS, UPSTREAM and FOLDER in them are filled in, as in command.
	files   map[string]string
	command []string
	path    string         // that readers ask for
	roots   *x509.CertPool // for HTTPS; nil is plain HTTP
	// What upstream publishes by; the relay comes for its records itself.
	publish, headers string
}

// relay is one with more lines at the top of its configuration, and more for its feed.
func relay(name, binary, top, feed string) contender {
	return contender{
		name: name,
		files: map[string]string{"relay.toml": `listen = "ADDRESS"
` + top + `
[feeds.load]
url = "http://UPSTREAM/"
` + feed},
		command: []string{binary, "-config", "FOLDER/relay.toml"},
		path:    "/feeds/load",
	}
}

// As Debian's libnginx-mod-nchan has it.
const nchanModule = "/usr/lib/nginx/modules/ngx_nchan_module.so"

func nchan() contender {
	return contender{
		name: "Nchan",
		files: map[string]string{"nginx.conf": "load_module " + nchanModule + `;
user root;
daemon off;
worker_processes auto;
worker_rlimit_nofile 20000;
pid FOLDER/pid;
error_log FOLDER/errors warn;
events { worker_connections 16384; }
http {
  access_log off;
  tcp_nodelay on;
  keepalive_requests 1000000000;
  client_body_temp_path FOLDER/temp;
  proxy_temp_path FOLDER/temp;
  fastcgi_temp_path FOLDER/temp;
  uwsgi_temp_path FOLDER/temp;
  scgi_temp_path FOLDER/temp;
  nchan_shared_memory_size 512m;
  server {
    listen ADDRESS;
    nchan_message_buffer_length 10000;
    nchan_message_timeout 1h;
    nchan_subscriber_first_message newest;
    location = /publish { nchan_publisher http; nchan_channel_id load; }
    location = /events { nchan_subscriber eventsource; nchan_channel_id load; }
  }
}
`},
		command: []string{"nginx", "-c", "FOLDER/nginx.conf", "-e", "FOLDER/errors"},
		path:    "/events",
		publish: "/publish",
	}
}

func centrifugo(binary string) contender {
	return contender{
		name: "Centrifugo",
		files: map[string]string{"config.json": `{
  "http_server": {"address": "HOST", "port": "PORT"},
  "log": {"level": "error"},
  "client": {"allow_anonymous_connect_without_token": true},
  "channel": {"without_namespace": {
    "allow_subscribe_for_anonymous": true, "allow_subscribe_for_client": true, "history_size": 10000, "history_ttl": "1h"
  }},
  "uni_sse": {"enabled": true},
  "http_api": {"key": "bench"}
}`},
		command: []string{binary, "--config", "FOLDER/config.json"},
		path:    "/connection/uni_sse?cf_connect=%7B%22subs%22%3A%7B%22load%22%3A%7B%7D%7D%7D",
		publish: "/api/publish",
		headers: "X-API-Key: bench\r\n",
	}
}

// A site is a contender that runs, and its upstream.
type site struct {
	contender
	address  string
	server   *process
	upstream *source
	folder   string
}

// open starts both. Upstream is silent.
func open(c contender) (s *site, err error) {
	s = &site{contender: c}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if s.folder, err = os.MkdirTemp("", "relay-bench-"); err != nil {
		return s, err
	}
	ports, err := freePorts(2)
	if err != nil {
		return s, err
	}
	s.address = "127.0.0.1:" + ports[0]
	fill := strings.NewReplacer("ADDRESS", s.address, "UPSTREAM", "127.0.0.1:"+ports[1], "FOLDER", s.folder, "HOST", "127.0.0.1", "PORT", ports[0])
	for name, text := range c.files {
		if err := os.WriteFile(filepath.Join(s.folder, name), []byte(fill.Replace(text)), 0o600); err != nil {
			return s, err
		}
	}
	command := make([]string, len(c.command))
	for i, word := range c.command {
		command[i] = fill.Replace(word)
	}
	if c.publish == "" {
		if s.upstream, err = newSource("-upstream", "127.0.0.1:"+ports[1]); err != nil {
			return s, err
		}
	}
	if s.server, err = start(s.folder, command...); err != nil {
		return s, err
	}
	if err := s.answers(); err != nil {
		return s, err
	}
	if c.publish != "" {
		s.upstream, err = newSource("-publish", s.address, "-path", c.publish, "-headers", c.headers)
	}
	return s, err
}

// answers waits until readers are taken.
func (s *site) answers() error {
	for begun := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		status, err := s.ask()
		switch {
		case status == http.StatusOK:
			return nil
		case s.server.hasEnded() || time.Since(begun) > time.Minute:
			return fmt.Errorf("it does not answer (%d, %w); its log: %s", status, err, s.log())
		}
	}
}

func (s *site) ask() (status int, err error) {
	var conn net.Conn
	if s.roots == nil {
		conn, err = net.Dial("tcp", s.address)
	} else {
		conn, err = tls.Dial("tcp", s.address, &tls.Config{RootCAs: s.roots})
	}
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(s.request(""))); err != nil {
		return 0, err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, nil
}

func (s *site) close() {
	if s.upstream != nil {
		s.upstream.stop()
	}
	if s.server != nil {
		s.server.stop()
	}
	_ = os.RemoveAll(s.folder)
}

func (s *site) request(more string) string {
	return "GET " + s.path + " HTTP/1.1\r\nHost: " + s.address + "\r\nAccept: text/event-stream\r\n" + more + "\r\n"
}

// log is the end of what the server has said.
func (s *site) log() string {
	text, _ := os.ReadFile(filepath.Join(s.folder, "log"))
	return string(text[max(0, len(text)-2000):])
}

func freePorts(many int) (ports []string, err error) {
	for range many {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close()
		_, port, _ := net.SplitHostPort(l.Addr().String())
		ports = append(ports, port)
	}
	return ports, nil
}

// build makes the relay of this module.
func build(folder string) (binary string, err error) {
	binary = filepath.Join(folder, "relay")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the relay: %w\n%s", err, out)
	}
	return binary, nil
}
