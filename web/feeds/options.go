package feeds

import "time"

// Credentials that the feeds accept unless Options names others.
const (
	GitterToken = "gitter-token"

	AblyKey   = "app.key:secret" // key name, colon, key secret
	AblyToken = "good"           // never expires; see the package comment for tokens that do

	TwitterToken         = "twitter-token"    // elevated access: may use count
	TwitterStandardToken = "twitter-standard" // default access: count answers 416
	TwitterUser          = "feed"
	TwitterPassword      = "twitter-password"
)

// Options fix everything random or timed about the feeds. The zero value
// means the defaults that the comments name.
type Options struct {
	// Seed decides the content of every message. ?seed= overrides it.
	Seed uint64

	// Interval is the pause between messages, by default 1 s. It is also the
	// rate at which every log grows while nobody reads it, so that a client
	// that was away has something to catch up with.
	Interval time.Duration

	// Keepalive is the idle time after which a stream beats, by default 15 s;
	// negative means never.
	Keepalive time.Duration

	// History is the number of messages kept for replay and REST pages, by
	// default 1000. A log is born with that many messages.
	History int

	// Window is how long an Ably stream can be resumed, by default 2 minutes,
	// the time for which Ably keeps connection state.
	Window time.Duration

	// RateLimit is the number of Gitter REST requests per token and minute, by
	// default 100 as in the webapp; negative means no limit.
	RateLimit int

	// Epoch is the time stamp of message 0, and Step the time between stamps. The
	// defaults are 2024-01-01 and 1 s. Time.Now().Add(-History * Step) makes stamps
	// look live at one message per Step.
	Epoch time.Time
	Step  time.Duration

	// Now is the clock that ages logs and tokens, by default time.Now.
	Now func() time.Time

	GitterToken          string
	AblyKey              string
	AblyToken            string
	TwitterToken         string
	TwitterStandardToken string
	TwitterUser          string
	TwitterPassword      string
}

func (o Options) withDefaults() Options {
	setDefault(&o.Interval, time.Second)
	setDefault(&o.Step, time.Second)
	setDefault(&o.Keepalive, 15*time.Second)
	setDefault(&o.History, 1000)
	setDefault(&o.Window, 2*time.Minute)
	setDefault(&o.RateLimit, 100)
	setDefault(&o.GitterToken, GitterToken)
	setDefault(&o.AblyKey, AblyKey)
	setDefault(&o.AblyToken, AblyToken)
	setDefault(&o.TwitterToken, TwitterToken)
	setDefault(&o.TwitterStandardToken, TwitterStandardToken)
	setDefault(&o.TwitterUser, TwitterUser)
	setDefault(&o.TwitterPassword, TwitterPassword)
	if o.Epoch.IsZero() {
		o.Epoch = time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// stamp is the time of message n, before any jitter of a feed's own.
func (o Options) stamp(n int) time.Time {
	return o.Epoch.Add(time.Duration(n) * o.Step).UTC()
}
