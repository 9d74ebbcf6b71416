package store

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// maxPayload is the most that NATS advises for a message, which is a record with its headers.
const maxPayload = 8 << 20

// Embedded is a server of JetStream in this process. It listens to its cluster and, by a secret, to this process alone.
type Embedded struct {
	Folder  string
	MaxSize int64         // of all streams together, in bytes; 0 is what the disk has
	Sync    time.Duration // between syncs to disk; 0 syncs each write ahead of its acknowledgement
	Cluster *Cluster      // nil for one that is alone
}

// Cluster is what a server needs to find the others.
type Cluster struct {
	Name     string
	Host     string // where it listens for them
	Port     int
	Routes   []*url.URL // where they listen
	User     string     // what all of them know
	Password string
}

// patience is how long a server may take to have read what it has.
const patience = time.Minute

// host has a server let in who knows the token.
func (e *Embedded) host(name, token string, log *slog.Logger) (*host, error) {
	hidden := []string{token}
	if e.Cluster != nil {
		hidden = append(hidden, e.Cluster.Password)
	}
	return newHost(e.Folder, log, hidden, func(l *logger) (*server.Server, error) { return e.start(name, token, l) })
}

func (e *Embedded) start(name, token string, log *logger) (*server.Server, error) {
	options := &server.Options{
		ServerName:             name,
		DontListen:             true,
		NoSigs:                 true,
		JetStream:              true,
		StoreDir:               e.Folder,
		JetStreamMaxStore:      e.MaxSize,
		SyncAlways:             e.Sync == 0,
		SyncInterval:           e.Sync,
		MaxPayload:             maxPayload,
		DisableJetStreamBanner: true,
	}
	if c := e.Cluster; c != nil {
		// A server that listens to no client does not listen for its cluster either.
		options.DontListen, options.Host, options.Port = false, "127.0.0.1", server.RANDOM_PORT
		options.Authorization = token
		options.Cluster = server.ClusterOpts{
			Name: c.Name, Host: c.Host, Port: c.Port, Username: c.User, Password: c.Password,
		}
		options.Routes = c.Routes
	}
	s, err := server.NewServer(options)
	if err != nil {
		return nil, fmt.Errorf("setting up JetStream in %s: %w", e.Folder, err)
	}
	s.SetLoggerV2(log, false, false, false)
	s.Start()
	if err := await(s, log); err != nil {
		s.Shutdown()
		return nil, fmt.Errorf("JetStream did not start in %s: %w", e.Folder, err)
	}
	return s, nil
}

// await waits until a server is there, or has given up.
func await(s *server.Server, log *logger) error {
	const step = 50 * time.Millisecond
	for end := time.Now().Add(patience); !s.ReadyForConnections(step); {
		select {
		case why := <-log.fatal:
			return errors.New(why)
		default:
		}
		if time.Now().After(end) {
			return errors.New("it is not ready; the log may say why")
		}
	}
	if !s.JetStreamEnabled() {
		return errors.New("the log says why")
	}
	return nil
}
