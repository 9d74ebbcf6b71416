package feeds

import (
	"encoding/base64"
	"fmt"
)

// ablyEvent is one event of a channel: its name, its whole body, and its
// payload alone.
type ablyEvent struct {
	name string
	body ablyMessage
	data string
}

// ablyMessage is an Ably Message or, if it has an action, PresenceMessage
// ("Ably SSE docs"). Its id is the identity of the message and not the cursor.
type ablyMessage struct {
	ID           string `json:"id"`
	Name         string `json:"name,omitempty"`
	Action       string `json:"action,omitempty"`
	ClientID     string `json:"clientId"`
	ConnectionID string `json:"connectionId"`
	Timestamp    int64  `json:"timestamp"`
	Encoding     string `json:"encoding,omitempty"`
	Channel      string `json:"channel"`
	Data         string `json:"data"`
}

// ablyValue is the payload of messages whose encoding is json.
type ablyValue struct {
	N     int    `json:"n"`
	Topic string `json:"topic"`
	Text  string `json:"text"`
}

func ablyEventAt(o Options, key logKey, n int) ablyEvent {
	d := rollFor(key, n)
	said, author := say(d, n), pick(d, people)
	connection := fmt.Sprintf("Kx%06x", uint32(fingerprint(author.login))&0xFFFFFF)
	m := ablyMessage{
		ID:           fmt.Sprintf("%s:%d:0", connection, n),
		ClientID:     author.login,
		ConnectionID: connection,
		Timestamp:    o.stamp(n).UnixMilli() + int64(d.below(1000)),
		Channel:      key.channel,
	}
	m.Data, m.Encoding = ablyPayload(d, n, said)
	if d.oneIn(9) {
		m.Action = pick(d, []string{"enter", "leave", "update", "present", "absent"})
		return ablyEvent{"presence", m, m.Data}
	}
	m.Name = said.topic
	return ablyEvent{"message", m, m.Data}
}

// ablyPayload encodes a payload in one of the ways that occur without a
// cipher. Encodings are undone from right to left.
func ablyPayload(d *dice, n int, said sentence) (data, encoding string) {
	switch d.below(3) {
	case 0:
		return string(encode(ablyValue{n, said.topic, said.text})), "json"
	case 1:
		return base64.StdEncoding.EncodeToString([]byte(said.text)), "utf-8/base64"
	}
	return said.text, ""
}
