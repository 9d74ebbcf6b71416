package serve

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/cors"
	"golang.org/x/sync/singleflight"

	"github.com/feedsource/feedsource/web/relay/internal/live"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// Options are those of a server. Zero is the default of durations, and no limit of numbers.
type Options struct {
	Heartbeat    time.Duration // between signs of life; 15 s
	WriteTimeout time.Duration // how long a reader may take nothing; 10 s
	Retry        time.Duration // after which a reader is to come back; 2 s
	Spread       time.Duration // over which readers come back who were sent away all at once; 5 s

	Origins       []string // of pages that may read; "*" is all
	Auth          Auth     // nil lets everybody read everything
	AddressHeader string   // in which a proxy says where a reader is; "" takes the connection's
	MaxReaders    int
	MaxPerAddress int
	NoCompression bool

	Log      *slog.Logger
	Observer Observer
}

// An Observer is told of readers.
type Observer interface {
	Opened(feed, face string)
	Closed(feed, face, why string)
	// Delivered tells of records that each of some readers has got; age is that of the newest.
	Delivered(feed string, readers, records, bytes int, age time.Duration)
	Refused(feed, why string)
}

// A Store is the stream of a feed.
type Store interface {
	State(ctx context.Context) (store.State, error)
	Read(ctx context.Context, from uint64) (store.Piece, error)
	ReadSince(ctx context.Context, since time.Time) (store.Piece, error)
}

// A Feed is what can be read here.
type Feed struct {
	Name  string
	Tail  *live.Tail
	Store Store

	shelf    *shelf
	states   singleflight.Group // of asking the leader
	crowds   crowds
	patience time.Duration // how long the stream may be shorter than a position of it
	leave    chan struct{} // closed when its readers are to leave
}

// A replica that has just become the leader of a stream reads on before it knows all, and says meanwhile that there is less.
const patience = 5 * time.Second

// NewFeed makes a feed known by a name.
func NewFeed(name string, tail *live.Tail, stream Store) *Feed {
	return &Feed{Name: name, Tail: tail, Store: stream, shelf: newShelf(stream.Read), patience: patience, leave: make(chan struct{})}
}

// A Server answers readers.
type Server struct {
	options Options
	feeds   atomic.Pointer[map[string]*Feed] // nil until they are known
	places  places
	taken   sync.WaitGroup // readers whose connections net/http has let go
	leave   chan struct{}  // closed when all readers are to leave
	once    sync.Once
}

// New makes a server that asks who comes to come back, until it has feeds.
func New(o Options) *Server {
	def := func(d *time.Duration, value time.Duration) {
		if *d == 0 {
			*d = value
		}
	}
	def(&o.Heartbeat, 15*time.Second)
	def(&o.WriteTimeout, 10*time.Second)
	def(&o.Retry, 2*time.Second)
	def(&o.Spread, 5*time.Second)
	s := &Server{options: o, leave: make(chan struct{})}
	s.places.taken = map[string]int{}
	return s
}

// SetFeeds replaces the feeds. Readers of one that is no longer among them are sent away as by Drain, and find there what has its name now:
// nobody but the caller calls it meanwhile.
func (s *Server) SetFeeds(feeds map[string]*Feed) {
	before := s.feeds.Swap(&feeds)
	if before == nil {
		return
	}
	for name, feed := range *before {
		if feeds[name] != feed {
			close(feed.leave)
		}
	}
}

// Drain sends all readers away, to come back within the spread, to this process or another.
func (s *Server) Drain() { s.once.Do(func() { close(s.leave) }) }

// Wait waits until readers have left whom a server of net/http does not know any more, or until ctx is done.
func (s *Server) Wait(ctx context.Context) error {
	gone := make(chan struct{})
	go func() {
		s.taken.Wait()
		close(gone)
	}()
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// opened tells of a reader.
func (s *Server) opened(feed *Feed, face string) (closed func(why string)) {
	leave := feed.Tail.Join() // who is counted there has not been told of for the last time
	s.options.Observer.Opened(feed.Name, face)
	return func(why string) {
		s.options.Observer.Closed(feed.Name, face, why)
		leave()
	}
}

// Handler answers GET /feeds/{name}.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /feeds/{name}", s.read)
	mux.HandleFunc("GET /feeds/{$}", s.list)
	if len(s.options.Origins) == 0 {
		return mux
	}
	return cors.New(cors.Options{
		AllowedOrigins: s.options.Origins,
		AllowedMethods: []string{http.MethodGet, http.MethodHead},
		AllowedHeaders: []string{"Authorization", "Last-Event-ID", "Cache-Control"},
		ExposedHeaders: []string{
			"Retry-After", "Stream-Next-Offset", "Stream-Up-To-Date", "Stream-Cursor", "Stream-SSE-Data-Encoding", "ETag",
		},
		MaxAge: int((2 * time.Hour).Seconds()),
	}).Handler(mux)
}

// nameOf is the name of a feed that there is: what strangers ask for is no label of a metric.
func nameOf(f *Feed) string {
	if f == nil {
		return ""
	}
	return f.Name
}

// read finds the feed, and the face by which it is to be read.
func (s *Server) read(w http.ResponseWriter, r *http.Request) {
	feed, grant, problem := s.admit(r)
	if problem != nil {
		s.refuse(w, nameOf(feed), problem)
		return
	}
	place, problem := s.places.take(s.address(r), s.options.MaxReaders, s.options.MaxPerAddress)
	if problem != nil {
		s.refuse(w, feed.Name, problem)
		return
	}
	defer place.leave()
	query, problem := queryOf(r)
	if problem != nil {
		s.refuse(w, feed.Name, problem)
		return
	}
	reader := &reader{server: s, feed: feed, until: grant.Until}
	if isDurable(query) || r.Method == http.MethodHead {
		s.durable(w, r, query, reader)
		return
	}
	if problem := reader.ask(r, query); problem != nil {
		s.refuse(w, feed.Name, problem)
		return
	}
	if isWebSocket(r) {
		s.webSocket(w, r, reader)
		return
	}
	s.stream(w, r, reader, &place)
}

// admit finds the feed that a request names, if who asks may know of it.
func (s *Server) admit(r *http.Request) (*Feed, Grant, *problem) {
	name := r.PathValue("name")
	grant, problem := s.grant(r)
	feeds := s.feeds.Load()
	if feeds == nil {
		return nil, grant, cmp.Or(problem, starting)
	}
	feed := (*feeds)[name]
	switch {
	case problem != nil:
		return feed, grant, problem
	case !grant.Has(name):
		return feed, grant, notForThisFeed
	case feed == nil:
		return feed, grant, unknownFeed
	}
	return feed, grant, nil
}
