package feeds

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ablyQuery holds the parameters of Ably's SSE endpoint ("Ably SSE docs").
type ablyQuery struct {
	channels   []ablyChannel
	lastEvent  string
	rewind     string
	bare       bool
	heartbeats bool
}

type ablyChannel struct {
	name, rewind string
}

func (a ablyQuery) names() []string {
	var names []string
	for _, c := range a.channels {
		names = append(names, c.name)
	}
	return names
}

func readAblyQuery(r *request) (ablyQuery, *ablyError) {
	q := r.query
	ask := ablyQuery{
		lastEvent:  cmp.Or(q.Get("lastEvent"), r.Header.Get("Last-Event-ID")),
		rewind:     q.Get("rewind"),
		bare:       q.off("enveloped"),
		heartbeats: q.flag("heartbeats"),
	}
	channels := cmp.Or(q.Get("channels"), q.Get("channel"))
	refusal := cmp.Or(ablyVersion(q.Get("v")), ablyDelta(q.Get("delta")), ask.readChannels(channels, cmp.Or(q.Get("separator"), ",")))
	if refusal == nil && q.err != nil {
		refusal = ablyInvalid(q.err.Error())
	}
	return ask, refusal
}

var ablyVersionForm = regexp.MustCompile(`^(\d{1,4})(?:\.(\d{1,4}))?$`)

func ablyVersion(v string) *ablyError {
	parts := ablyVersionForm.FindStringSubmatch(v)
	if parts != nil {
		major, _ := strconv.Atoi(parts[1])
		minor, _ := strconv.Atoi(cmp.Or(parts[2], "0"))
		if major > 1 || major == 1 && minor >= 1 {
			return nil
		}
	}
	return newAblyError(http.StatusBadRequest, 40017, "parameter v must name protocol version 1.1 or later, for example v=1.2")
}

func ablyDelta(delta string) *ablyError {
	if delta == "" {
		return nil
	}
	return ablyInvalid("delta=" + delta + " is not served here: deltas would need a VCDIFF encoder")
}

// readChannels reads the channel list, in which a name may be preceded by
// options of its own: [?rewind=1]name.
func (a *ablyQuery) readChannels(list, separator string) *ablyError {
	if list == "" {
		return ablyInvalid("parameter channels must name at least one channel")
	}
	for item := range strings.SplitSeq(list, separator) {
		channel, ok := readAblyChannel(item)
		if !ok || slices.Contains(a.names(), channel.name) {
			return newAblyError(http.StatusBadRequest, 40010, "invalid or repeated channel name "+strconv.Quote(item))
		}
		a.channels = append(a.channels, channel)
	}
	return nil
}

func readAblyChannel(item string) (ablyChannel, bool) {
	options, qualified := strings.CutPrefix(item, "[?")
	if !qualified {
		return ablyChannel{name: item}, item != "" && item[0] != '['
	}
	options, name, closed := strings.Cut(options, "]")
	rewind := ""
	for option := range strings.SplitSeq(options, "&") {
		if value, found := strings.CutPrefix(option, "rewind="); found {
			rewind = value
		}
	}
	return ablyChannel{name, rewind}, closed && name != ""
}

// start finds the place of a stream: after lastEvent if its state is still
// there, else at the head, preceded by what rewind asks for. from= reads the
// log from a fixed place, where the age of an id means nothing.
func (a ablyQuery) start(line merged, c controls, o Options, stream string) cursor {
	if a.lastEvent != "" {
		t, ok := readAblyID(a.lastEvent, stream, o, len(line))
		if ok && t < line.head() && (c.from >= 0 || t >= line.firstWithin(o.Window)) {
			return resume(line, c, t+1)
		}
		return start(line, c)
	}
	cur := start(line, c)
	if c.from < 0 {
		cur.replay = a.rewound(line, o)
	}
	return cur
}

// rewound lists the old messages that rewind asks for: a number of messages
// per channel, or those of a time such as 30s; never more than 100 messages
// nor more than the window.
func (a ablyQuery) rewound(line merged, o Options) []int {
	var replay []int
	for i, channel := range a.channels {
		log := line[i]
		head := log.head()
		first := max(log.firstWithin(o.Window), rewindStart(log, head, cmp.Or(channel.rewind, a.rewind)))
		for n := first; n < head; n++ {
			replay = append(replay, n*len(line)+i)
		}
	}
	slices.Sort(replay)
	return replay
}

func rewindStart(log *messageLog, head int, rewind string) int {
	if age, err := time.ParseDuration(rewind); err == nil && age > 0 {
		return max(head-100, log.firstWithin(age))
	}
	count, err := strconv.Atoi(rewind)
	if err != nil || count < 0 {
		return head
	}
	return head - min(count, 100)
}
