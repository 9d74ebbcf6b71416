package feed

import "time"

// State is the readyState of the EventSource interface (WHATWG HTML section 9.2.2).
type State int

// The states. The numbers are the standard's.
const (
	Connecting State = iota
	Open
	Closed
)

// Do is a kind of Action.
type Do int

const (
	// Dial sends the request of Action.Attempt to Action.URL, with Action.LastEventID in
	// Action.Header or in the member Action.Body of its body, if these are not empty.
	Dial Do = iota
	// Read reads the body of the response, also of one that was refused; its bytes go to
	// Reserve and Commit.
	Read
	// Abort gives up the request under way, whatever it has reached.
	Abort
	// Arm sets the one timer to fire after Action.After; it replaces any earlier one. A
	// wait of nothing is over in the next macrotask, also in a hidden page.
	Arm
	// Disarm takes the timer back.
	Disarm
	// TellOpen tells the page that the feed is open.
	TellOpen
	// TellFailure tells the page of Action.Failure.
	TellFailure
	// AskPage asks the page what to do about Action.Failure, which holds what is
	// proposed; Decide takes the answer.
	AskPage
	// Park sets the response under way aside, its body unread, while pages are read.
	Park
	// Unpark makes it the response under way again.
	Unpark
	// DialPage sends a GET for Action.URL, with the headers of the feed.
	DialPage
	// AskMissing asks the page's own function for the records after Action.LastEventID;
	// they come as the response to Action.Attempt.
	AskMissing
	// Replay reads Action.Held like the body of a response.
	Replay
	// TellNotice tells the page of Action.Notice.
	TellNotice
)

// An Action is something for the caller to perform, in order, after the method
// that returned it is done.
type Action struct {
	Do          Do
	Attempt     int
	URL         string
	Header      string
	Body        string // the member of the request's body that takes LastEventID
	LastEventID string
	Held        string // records, a line each
	After       time.Duration
	Failure     *Failure
	Notice      *Notice
}

// Head is what a response says before its body.
type Head struct {
	// URL is where the response came from, behind all redirects; empty where a service
	// worker made it up.
	URL         string
	Status      int
	StatusText  string
	ContentType string
	// RetryAfter and RateLimitReset are the headers of those names; Wall is the present
	// time in milliseconds since 1970, for the dates in them.
	RetryAfter, RateLimitReset string
	Wall                       int64
	// Opaque is a response to a no-cors request, whose status and body are hidden.
	Opaque bool
	// Resumed is the header that Gap.Header names: the ID just before the first event.
	Resumed string
}
