package bridge

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/recordings/feedrec"
	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// step lets happen what is due next: the timer, or what the recording has next.
func (p *player) step() {
	due := time.Duration(-1)
	if x := p.request; x != nil && len(x.events) > 0 && x.events[0].Kind != "abort" {
		due = p.sent + at(x.events[0]) - x.sent
	}
	if p.timer > 0 && (due < 0 || p.timer < due) {
		p.now, p.timer = max(p.now, p.timer), 0
		p.perform(p.m.Timer(p.now, false), false)
		return
	}
	if p.isOver = due < 0; p.isOver {
		return
	}
	event := p.request.events[0]
	p.request.events = p.request.events[1:]
	p.now = max(p.now, due)
	switch event.Kind {
	case "response":
		p.perform(p.m.Response(p.attempt, p.now, head(p.m.Config(), event, p.now)), false)
	case "unanswered":
		p.perform(p.m.Unanswered(p.attempt, p.now, feed.Unknown, event.Why), false)
	case "chunk":
		p.chunk(event.Bytes())
	case "end":
		p.end(event.Cut)
	}
}

func head(c feed.Config, e feedrec.Event, now time.Duration) feed.Head {
	h := feed.Head{
		URL: e.URL, Status: e.Status, ContentType: e.Header("content-type"), Wall: now.Milliseconds(),
		RetryAfter: e.Header("retry-after"), RateLimitReset: e.Header("x-rate-limit-reset"),
		GRPCStatus: e.Header("grpc-status"), GRPCMessage: e.Header("grpc-message"),
	}
	if name := c.Gap.Header; name != "" {
		h.Resumed = e.Header(strings.ToLower(name))
	}
	if name := c.Resume.From.Header; name != "" {
		h.From = e.Header(strings.ToLower(name))
	}
	return h
}

func (p *player) chunk(content []byte) {
	size := p.size
	if size == 0 {
		size = len(content)
	}
	for len(content) > 0 {
		n := min(size, len(content))
		room := p.m.Reserve(p.body, n)
		if room == nil {
			return
		}
		copy(room, content[:n])
		content = content[n:]
		p.perform(p.m.Commit(n, p.now), true)
	}
}

func (p *player) end(cut string) {
	actions, ok := p.m.Finish(p.body, cut == "", p.now)
	if !ok {
		return
	}
	p.perform(actions, true)
	p.perform(p.m.Ended(p.body, p.now, cut), false)
}

// perform does what the machine decided; of a batch, which is told behind what goes ahead of it and ahead of the rest.
func (p *player) perform(actions []feed.Action, ofBatch bool) {
	if ofBatch {
		for _, a := range actions {
			if a.Kind == feed.TellNotice && a.Notice.Ahead {
				p.notice(a.Notice)
			}
		}
		p.deliver()
	}
	for _, a := range actions {
		if a.Kind != feed.TellNotice || !ofBatch || !a.Notice.Ahead {
			p.do(a)
		}
	}
}

func (p *player) do(a feed.Action) {
	switch a.Kind {
	case feed.Dial, feed.DialBackfill:
		p.attempt, p.request, p.sent = a.Attempt, nil, p.now
		if len(p.exchanges) == 0 {
			p.isOver = true
			return
		}
		p.request, p.exchanges = p.exchanges[0], p.exchanges[1:]
	case feed.AskAddress:
		p.perform(p.m.Addressed(a.Attempt, p.now, "http://feeds.example/", a.LastEventID), false)
	case feed.AskDelay:
		p.decide(a.Attempt)
	case feed.AskBackfill, feed.Say:
		p.t.Fatal("nobody is there to answer for the page")
	case feed.Read:
		p.body = a.Attempt
	case feed.Replay:
		p.replay(a)
	case feed.Park:
		p.parked, p.request = p.request, nil
	case feed.Unpark:
		p.request, p.parked = p.parked, nil
	case feed.Abort:
		p.request, p.parked = nil, nil
	case feed.Arm:
		p.timer = p.now + a.After + 1
	case feed.Disarm:
		p.timer = 0
	case feed.TellOpen:
		p.told = append(p.told, "open")
	case feed.TellFailure:
		f := a.Failure
		p.told = append(p.told, feedrec.Error(f.Type, f.Status, f.Code, f.Attempt, f.Final))
	case feed.TellNotice:
		p.notice(a.Notice)
	}
}

func (p *player) replay(a feed.Action) {
	p.body = a.Attempt
	p.chunk([]byte(a.Text))
	p.end("")
}

func (p *player) decide(attempt int) {
	require.NotEmpty(p.t, p.answers, "the page was asked about fewer failures")
	answer := p.answers[0]
	p.answers = p.answers[1:]
	switch answer := answer.(type) {
	case float64:
		p.perform(p.m.Decide(attempt, p.now, true, time.Duration(answer*float64(time.Millisecond))), false)
	case bool:
		p.perform(p.m.Decide(attempt, p.now, false, 0), false)
	default:
		p.perform(p.m.Decide(attempt, p.now, true, feed.AsProposed), false)
	}
}

func (p *player) notice(n *feed.Notice) {
	reason, _ := n.Detail["reason"].(string)
	if line := feedrec.Notice(n.Type, reason); line != "" {
		p.told = append(p.told, line)
	}
}

// deliver takes the rows of the last batch.
func (p *player) deliver() {
	s := p.m.Stream()
	ids := bytes.Split(s.IDs.Joined(), []byte("\n"))
	for _, row := range s.Rows {
		content := s.Buffer()[row.Off : row.Off+row.Len]
		data := string(content)
		if row.IsBytes() {
			data = base64.StdEncoding.EncodeToString(content[headOf(s.Head, content):])
		}
		switch row.Kind() {
		case framing.Data:
			p.told = append(p.told, feedrec.Record(s.Types.Name(row.Type()), string(ids[row.Aux]), data))
		case framing.Malformed:
			p.told = append(p.told, feedrec.Malformed(framing.Reason(row.Aux).Word(), s.Base()+int64(row.Off), string(content)))
		case framing.Comment:
			p.told = append(p.told, feedrec.KeepAlive("comment", data))
		case framing.KeepAlive:
			p.told = append(p.told, feedrec.KeepAlive("blank", data))
		default:
			p.told = append(p.told, feedrec.KeepAlive("signal", data))
		}
	}
}

// headOf is how many bytes stand ahead of a payload.
func headOf(h framing.Head, content []byte) int {
	if h < 0 {
		return 4 + int(binary.BigEndian.Uint32(content))
	}
	return int(h)
}
