package feeds

import (
	"fmt"
	"strconv"
	"time"
)

// couchdbDocs is how many documents a database has, those that are deleted included.
const couchdbDocs = 12

// couchdbHeartbeat is what heartbeat=true means.
const couchdbHeartbeat = 60 * time.Second

// couchdbChange is a line of a continuous feed.
type couchdbChange struct {
	Seq     string       `json:"seq"`
	ID      string       `json:"id"`
	Changes []couchdbRev `json:"changes"`
	Deleted bool         `json:"deleted,omitempty"`
	Doc     any          `json:"doc,omitempty"`
}

type couchdbRev struct {
	Rev string `json:"rev"`
}

type couchdbDoc struct {
	ID       string `json:"_id"`
	Rev      string `json:"_rev"`
	Title    string `json:"title"`
	Done     bool   `json:"done"`
	Assignee string `json:"assignee"`
	Changed  string `json:"changed"`
}

type couchdbTombstone struct {
	ID      string `json:"_id"`
	Rev     string `json:"_rev"`
	Deleted bool   `json:"_deleted"`
}

// In each round of changes every document has one, in an order that differs from round to round.
const couchdbStep, couchdbTurn = 7, 5 // 7 * 7 is one more than a multiple of couchdbDocs, and so undoes itself

// couchdbWhich is the document that change n changes, and how many changes it has had with that.
func couchdbWhich(n int) (doc, changes int) {
	round := n / couchdbDocs
	return (couchdbStep*(n%couchdbDocs) + couchdbTurn*round) % couchdbDocs, round + 1
}

// couchdbChangeOf is the number of the change that a document has in a round.
func couchdbChangeOf(doc, round int) int {
	turned := (doc - couchdbTurn*round) % couchdbDocs
	return round*couchdbDocs + couchdbStep*(turned+couchdbDocs)%couchdbDocs
}

// couchdbNext is the number of the change that overtakes change n.
func couchdbNext(n int) int {
	doc, changes := couchdbWhich(n)
	return couchdbChangeOf(doc, changes)
}

// couchdbNewest is the last change of a document below a number.
func couchdbNewest(doc, head int) int {
	round := head / couchdbDocs
	if n := couchdbChangeOf(doc, round); n < head {
		return n
	}
	return couchdbChangeOf(doc, round-1)
}

// couchdbSeq is the update sequence of change n: a number, and what means nothing to clients.
func couchdbSeq(key logKey, n int) string {
	return fmt.Sprintf("%d-g1AAAA%08x", n, uint32(fingerprint(key.feed, key.channel, strconv.Itoa(n))))
}

// couchdbMake is change n of a database. One change in six deletes its document; the next creates it anew.
func couchdbMake(o Options, key logKey, n int, full bool) couchdbChange {
	d := rollFor(key, n)
	doc, changes := couchdbWhich(n)
	change := couchdbChange{
		Seq: couchdbSeq(key, n), ID: fmt.Sprintf("task-%02d", doc+1), Deleted: d.oneIn(6),
		Changes: []couchdbRev{{fmt.Sprintf("%d-%016x", changes, d.next())}},
	}
	rev := change.Changes[0].Rev
	switch {
	case !full:
	case change.Deleted:
		change.Doc = couchdbTombstone{change.ID, rev, true}
	default:
		change.Doc = couchdbDoc{
			ID: change.ID, Rev: rev, Title: say(d, n).text, Done: d.oneIn(2),
			Assignee: pick(d, people).name, Changed: o.stamp(n).Format(time.RFC3339),
		}
	}
	return change
}
