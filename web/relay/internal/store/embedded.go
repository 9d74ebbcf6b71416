package store

import (
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

// start has the server let in who knows the token.
func (e *Embedded) start(name, token string, log *slog.Logger) (*server.Server, error) {
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
	s.SetLoggerV2(&logger{log}, false, false, false)
	s.Start()
	if !s.ReadyForConnections(patience) || !s.JetStreamEnabled() {
		s.Shutdown()
		return nil, fmt.Errorf("JetStream did not start in %s; the log says why", e.Folder)
	}
	return s, nil
}

// A logger hands on what the server says. Its notices are many, and tell of its own affairs.
type logger struct{ log *slog.Logger }

func (l *logger) Noticef(format string, v ...any) { l.log.Debug(sentence(format, v)) }
func (l *logger) Warnf(format string, v ...any)   { l.log.Warn(sentence(format, v)) }
func (l *logger) Errorf(format string, v ...any)  { l.log.Error(sentence(format, v)) }
func (l *logger) Fatalf(format string, v ...any)  { l.log.Error(sentence(format, v)) }
func (l *logger) Debugf(string, ...any)           {}
func (l *logger) Tracef(string, ...any)           {}

func sentence(format string, v []any) string { return "JetStream: " + fmt.Sprintf(format, v...) }
