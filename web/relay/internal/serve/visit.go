package serve

import (
	"math/rand/v2"
	"time"
)

// A visit is a reader by a connection that was taken over, from its head to its end. It has a goroutine that writes while it catches up, and
// then joins a crowd.
type visit struct {
	server *Server
	reader *reader
	conn   *connection
	raw    *raw
	place  *place
	closed func(why string)

	// Of one whom a crowd can take.
	crowd *crowd // nil of another
	index int    // in it, if it has joined
}

func (s *Server) visit(v *visit) {
	if v.crowd = s.crowdFor(v.reader.feed, v); v.crowd != nil {
		v.reader.settled = v.joins
	}
	go v.begin()
}

func (v *visit) joins() bool { return v.crowd.join(v) }

// begin answers, until the reader leaves or a crowd takes it.
func (v *visit) begin() {
	go v.watch()
	if v.conn.hello(v.server.options.Retry, v.reader.at) != nil {
		v.leave()
		return
	}
	v.closed = v.server.opened(v.reader.feed, v.conn.face.name)
	v.goOn()
}

func (v *visit) goOn() {
	if why := v.reader.run(v.raw.context); why != joined {
		v.end(why)
	}
}

// resume is for one who did not take all at once that a crowd has written.
func (v *visit) resume(rest []byte) {
	begun := time.Now()
	if v.raw.send(rest) != nil {
		v.end(stuck)
		return
	}
	v.reader.tardy = time.Since(begun) > tardyAfter
	v.goOn()
}

// sendAway is for one whose crowd has been sent away.
func (v *visit) sendAway(why string) {
	retry := v.server.options.Retry
	if why == drained || why == moved || why == expired {
		retry = rand.N(v.server.options.Spread)
	}
	_ = v.conn.goodbye(retry)
	v.end(why)
}

func (v *visit) end(why string) {
	if why != stuck {
		_ = v.conn.end()
	}
	v.closed(why)
	v.leave()
}

func (v *visit) leave() {
	v.raw.close()
	v.place.leave()
	v.server.taken.Done()
}

// watch waits for the reader to leave.
func (v *visit) watch() {
	v.raw.wait()
	if v.crowd != nil && v.crowd.remove(v) {
		v.end(left)
	}
}
