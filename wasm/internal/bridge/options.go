package bridge

// feedOptions is FeedOptions of the contract: what the page asks for, checked, with its
// preset's merged in. What it did not give is zero; an object whose presence alone means
// something is nil.
type feedOptions struct {
	url            string
	strict         bool
	format         string
	method         string
	lastEventID    string
	maxRecordBytes int
	freshHeaders   bool
	asksDelay      bool
	once           bool
	reconnect      reconnectOptions
	id             []string
	resume         resumeOptions
	keepalive      *keepaliveOptions
	dedupe         dedupeOptions
	gap            gapOptions
	decode         *decodeOptions
	lag            *lagOptions
	signals        []signalRule
	backfill       *backfillOptions
}

type reconnectOptions struct {
	maxAttempts  int
	maxElapsedMs int
	anyMethod    bool
}

type resumeOptions struct {
	off    bool
	header string
	query  string
	body   string
}

type keepaliveOptions struct {
	timeoutMs int
	connectMs int
}

type dedupeOptions struct {
	key    []string
	window int
}

type gapOptions struct {
	windowMs int
	header   string
	stop     bool
}

type decodeOptions struct {
	data     string
	encoding string
}

type lagOptions struct {
	time   string
	warnMs int
}

// A signalRule is SignalData of the contract. Its bounds are low and high if it is ranged;
// without a pointer the whole record is compared.
type signalRule struct {
	eventType string
	at        *string
	is        []string
	ranged    bool
	low, high int
	then      string
	quiet     bool
}

type backfillOptions struct {
	url     string
	after   string
	before  string
	size    int
	overlap int
}
