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

// ActionKind says what an Action asks for.
type ActionKind int

const (
	// Dial sends the request of Action.Attempt to Action.URL, with Action.Cursor in the
	// header Action.Header or in the member Action.Member of its body, if these are not
	// empty. If there is an Action.Method it is not the feed's own, nor is its body sent
	// with a method that has none.
	Dial ActionKind = iota
	// AskAddress asks the page's functions for the address of Action.Attempt, or for what
	// the server takes for Action.LastEventID; Addressed takes the answer.
	AskAddress
	// DialBackfill sends a GET for Action.URL, with the headers of the feed.
	DialBackfill
	// AskBackfill asks the page's own function for the records after Action.Cursor;
	// they come as the response to Action.Attempt.
	AskBackfill
	// Read reads the body of the response, also of one that was refused; its bytes go to
	// Reserve and Commit.
	Read
	// Replay reads Action.Text, records of a line each, as if it were the body of a response.
	Replay
	// Abort gives up the request under way, however far it has come, and one set aside, for the reason Action.Text.
	Abort
	// Arm sets the one timer to fire after Action.After; it replaces any earlier one. A
	// wait of 0 ends in the next macrotask, also in a hidden page.
	Arm
	// Disarm stops the timer.
	Disarm
	// Park sets the response under way aside, its body unread, while backfill pages are
	// read.
	Park
	// Unpark makes the response that was set aside the one under way again, and gives up what was
	// asked meanwhile, for the reason Action.Text.
	Unpark
	// Discard gives up the response that was set aside, for the reason Action.Text.
	Discard
	// TellOpen reports to the page that the feed is open.
	TellOpen
	// TellFailure reports Action.Failure to the page.
	TellFailure
	// AskDelay asks the page whether and when to try again after Action.Failure, which
	// holds what the machine proposes; Decide takes the answer.
	AskDelay
	// TellNotice reports Action.Notice to the page.
	TellNotice
	// Say sends by the WebSocket what the page has to say: in reply to Action.Rule, or if that is -1,
	// to ask whether the server is there.
	Say
	// Remember has the page keep Action.Text, of the first answer, with the cursor, if it has a store for that.
	Remember
)

// Why a request is given up: the type of the failure that is told, or one of these.
const (
	WhyReconnect = "reconnect"
	WhyClose     = "close"
	WhyResume    = "resume"   // of two requests, with the cursor and without, it is the other that counts
	WhyBackfill  = "backfill" // a page of what is missing that is not read to its end
)

// An Action is something for the caller to perform, in order, after the method
// that returned it is done.
type Action struct {
	Kind     ActionKind
	Attempt  int
	*Request        // of those that send one, or ask the page about it
	Text     string // of Replay, Remember, and of those that give a request up
	After    time.Duration
	Rule     int // of Config.Signals
	Failure  *Failure
	Notice   *Notice
}

// A Request is what an attempt asks for.
type Request struct {
	URL    string
	Header string // the header that takes Cursor
	Member string // the member of the body that takes Cursor, by its JSON pointer
	Cursor string
	Method string // if it is not the feed's own
	Base   string // what URL is relative to
	// Foreign says that the server chose URL, which must not send the page's secrets
	// elsewhere.
	Foreign bool
	// Beside says that a response is set aside, which this request must not displace.
	Beside bool
	// What the page's functions are told when they are asked about the request: the cursor,
	// what was remembered of the first answer, how many records there have been, and whether
	// it goes on with that answer.
	LastEventID, Remembered string
	Count                   int
	Resuming                bool
}

// Head is what a response says before its body.
type Head struct {
	// URL is where the response came from, after all redirects; empty where a service
	// worker made the response up.
	URL         string
	Status      int
	StatusText  string
	ContentType string
	// RetryAfter and RateLimitReset are the headers of those names; Wall is the present
	// time in milliseconds since 1970, for the dates in them.
	RetryAfter, RateLimitReset string
	Wall                       int64
	// Opaque marks the response to a no-cors request, whose status and body are hidden.
	Opaque bool
	// Resumed is the header that Gap.Header names: the ID just before the first event.
	Resumed string
	// From is the header that Resume.From names.
	From string
	// GRPCStatus and GRPCMessage are the headers grpc-status and grpc-message.
	GRPCStatus, GRPCMessage string
}
