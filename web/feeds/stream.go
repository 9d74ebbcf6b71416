package feeds

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// source makes the records of one stream. A cursor gives the first two
// methods; the feed adds the third.
type source interface {
	more() bool
	due() bool
	// record is the next message as it goes on the wire; nil means that the
	// stream has nothing to say at this point of the log.
	record() []byte
}

// stream is one streaming answer.
type stream struct {
	feed, channel string
	contentType   string
	source        source
	opening       []byte    // sent before the first message
	beat          []byte    // keep-alive, nil for a service that sends none
	closing       []byte    // sent after the last message
	expires       time.Time // zero: never
	lastWords     []byte    // sent instead of closing when expires comes
	broken        []byte    // a malformed record
	gzip          bool
}

var errExpired = errors.New("the token of this stream has expired")

// serve answers a request with a stream and returns when that has ended.
func (s *Server) serve(w http.ResponseWriter, r *request, st stream) {
	if s.refuses(w, line{st.feed, st.channel}) {
		return
	}
	setType(w, r.faults.typeOr(st.contentType))
	if st.gzip {
		w.Header().Set("Content-Encoding", "gzip")
	}
	if r.Method == http.MethodHead {
		return
	}
	out, close := s.openBody(w, r, st.feed, st.channel)
	defer close()
	if err := s.play(out, r, st); errors.Is(err, errCut) {
		panic(http.ErrAbortHandler) // closes the connection without ending the body
	}
}

// play sends the whole body, through gzip if asked.
func (s *Server) play(out *outlet, r *request, st stream) error {
	if err := out.stop(); err != nil {
		return err
	}
	if !st.gzip {
		return s.playTo(out, out, r, st)
	}
	z := newFlushingGzip(out)
	if err := s.playTo(z, out, r, st); err != nil {
		return err
	}
	return z.Close()
}

func (s *Server) playTo(w io.Writer, out *outlet, r *request, st stream) error {
	ctx := out.token
	if !st.expires.IsZero() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, st.expires.Sub(s.opts.Now()), errExpired)
		defer cancel()
	}
	p := newPace(w, r.controls.interval, r.controls.keepalive, st.beat)
	p.strikes, p.broken = &out.strikes, st.broken
	err := p.open(st.opening, r.faults.burst)
	if err == nil {
		err = p.run(ctx, st.source)
	}
	if errors.Is(err, errExpired) {
		if st.lastWords == nil {
			s.refuseNext(line{st.feed, st.channel}, http.StatusUnauthorized)
		}
		st.closing, err = st.lastWords, nil
	}
	if err == nil {
		err = p.write(st.closing)
	}
	if err == nil && r.faults.hold {
		return out.hold()
	}
	return err
}
