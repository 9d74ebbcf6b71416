//go:build !js

package feedsource

import (
	"slices"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// isWebSocket reports whether a feed is read by a WebSocket: its URL says so, or the program does.
func (o Options) isWebSocket(where string) bool {
	return o.Transport == TransportWebSocket || isSocketURL(where)
}

func isSocketURL(where string) bool {
	scheme, _, _ := strings.Cut(where, ":")
	return strings.EqualFold(scheme, "ws") || strings.EqualFold(scheme, "wss")
}

// socketURL is the address of a WebSocket.
func socketURL(where string) string {
	if rest, ok := strings.CutPrefix(where, "http"); ok {
		return "ws" + rest
	}
	return where
}

// checkTransport says which of one's own options has nothing that it could do with the transport of a feed. whole are those with the
// preset's.
func checkTransport(where string, own, whole Options) error {
	if whole.isWebSocket(where) {
		return checkSocket(own)
	}
	needsSocket := func(isGiven bool, option string) error {
		if !isGiven {
			return nil
		}
		return refused(option, "is for a WebSocket: a URL with wss: or ws:, or Transport websocket")
	}
	k := whole.Keepalive
	err := first(
		needsSocket(whole.Protocols != nil, "Protocols"), needsSocket(whole.Greet != nil, "Greet"), needsSocket(whole.Subscribe != nil, "Subscribe"),
		needsSocket(k != nil && (k.Ping != nil || k.Pong != nil), "Keepalive.Ping"), needsSocket(whole.Format == FormatMessage, "Format message"),
	)
	for _, s := range whole.Signals {
		err = first(
			err, needsSocket(s.Close != nil, "Signals.Close"), needsSocket(s.Reply != nil, "Signals.Reply"),
			needsSocket(s.Then == SignalReady, "Signals.Then ready"),
		)
	}
	return err
}

// checkSocket says which option does nothing for a WebSocket.
func checkSocket(own Options) error {
	idle := func(isGiven bool, option string) error {
		if !isGiven {
			return nil
		}
		return refused(option, "does nothing for a WebSocket; leave it out")
	}
	r := own.Resume
	if r == nil {
		r = new(Resume)
	}
	return first(
		idle(own.Transport == TransportHTTP, "Transport http"), idle(own.Method != "", "Method"), idle(own.Body != nil, "Body"),
		idle(r.Header != "", "Resume.Header"), idle(r.Body != "", "Resume.Body"), idle(r.Method != "", "Resume.Method"),
		idle(r.From != nil && r.From.Header != "", "Resume.From.Header"), idle(own.Gap != nil && own.Gap.Header != "", "Gap.Header"),
		idle(len(own.Protocols) != len(slices.Compact(slices.Sorted(slices.Values(own.Protocols)))), "Protocols: one that is there twice"),
	)
}

// pingedAfter is the longest silence of a server that is asked whether it is there.
const pingedAfter = time.Minute

// socketConfig is what the engine reads of options of a WebSocket besides. It has no headers for the cursor: that goes into the URL, or
// into what is said first.
func (o Options) socketConfig(c *feed.Config, where string) {
	c.URL, c.WebSocket = socketURL(where), true
	c.FreshHeaders = c.FreshHeaders || isAsked(o.Greet)
	if k := o.Keepalive; k != nil && !k.Off {
		c.Pings = k.Ping != nil
		if c.Pings && k.Timeout == 0 {
			c.Liveness.Timeout = pingedAfter
		}
		if k.Pong != nil {
			c.Signals = append(c.Signals, Signal{At: k.Pong.At, Is: k.Pong.Is, Then: SignalKeepalive}.config())
		}
	}
	r := o.Resume
	if r == nil {
		r = new(Resume)
	}
	bare := *r
	bare.Header, bare.NoHeader, bare.Page = "", true, false
	switch {
	case r.Off:
	case r.Query != "", r.URL != "", r.URLFunc != nil, r.Replay != "":
		c.Resume = bare.config(ownCursor(where, r) != "")
	default:
		says := isAsked(o.Greet) || r.Page || where == ""
		c.Resume = bare.config(false)
		c.Resume.Off, c.Resume.Page = !says, says
	}
}
