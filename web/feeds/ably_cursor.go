package feeds

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// merged is the timeline of a stream over several channels, which take turns:
// its message t is message t/len of channel t%len. So one number is a place in
// all channels, as Ably's opaque cursor is.
type merged []*messageLog

func (m merged) head() int {
	head := 0
	for _, log := range m {
		head = max(head, log.head())
	}
	return head * len(m)
}

func (m merged) reach(t int) {
	last := t - 1
	m[last%len(m)].reach(last/len(m) + 1)
}

func (m merged) firstWithin(age time.Duration) int {
	return m[0].firstWithin(age) * len(m)
}

// ablyStreamName ties ids to the channels and seed that they were made for.
func ablyStreamName(keys []logKey) string {
	var names []string
	for _, key := range keys {
		names = append(names, key.channel, strconv.FormatUint(key.seed, 10))
	}
	return fmt.Sprintf("%08x", uint32(fingerprint(names...)))
}

// ablyID is the envelope id, the resume cursor. Clients must take it as
// opaque; it reads stream:milliseconds-t.
func ablyID(stream string, o Options, t, channels int) string {
	return fmt.Sprintf("%s:%d-%d", stream, o.stamp(t/channels).UnixMilli(), t)
}

// readAblyID accepts exactly the ids that ablyID makes for the stream.
func readAblyID(id, stream string, o Options, channels int) (t int, ok bool) {
	t, err := strconv.Atoi(id[strings.LastIndexByte(id, '-')+1:])
	return t, err == nil && t >= 0 && id == ablyID(stream, o, t, channels)
}
