package framing

import "encoding/binary"

// Messages frames the messages of a WebSocket, one record each, as the host passes them on: a byte
// that says whether it is text, its length as a big-endian uint32, and the message.
type Messages struct {
	skip uint64 // bytes to come of a message over the limit
}

// The first byte of a message.
const (
	textMessage   = 1 // RFC 6455, section 11.8, has the same numbers
	binaryMessage = 2

	messageHeader = 5
)

// NewMessages frames messages.
func NewMessages() *Messages { return &Messages{} }

// Head implements [BytesFramer].
func (m *Messages) Head() Head { return 0 }

// Frame implements [Framer].
func (m *Messages) Frame(buf []byte, _ int, t *Table) (keep, end int) {
	start := 0
	for {
		start, m.skip = pass(buf, start, m.skip)
		if len(buf)-start < messageHeader {
			return start, len(buf)
		}
		n, off := int(binary.BigEndian.Uint32(buf[start+1:])), start+messageHeader
		if over := n > t.Limit(); over || n > len(buf)-off {
			shown := min(n, maxRejectedBytes, t.Limit())
			if !over || shown > len(buf)-off {
				return start, len(buf)
			}
			t.Reject(TooLarge, off, shown)
			t.cut = true
			start, m.skip = off, uint64(n)
			continue
		}
		if buf[start] == binaryMessage {
			t.AddBytes(0, off, n)
		} else {
			// What lies between texts is decoded with them.
			copy(buf[start:off], "     ")
			t.Add(Data, off, n)
		}
		start = off + n
	}
}

// End implements [Framer]. A message that has not come as a whole has not come at all.
func (m *Messages) End(buf []byte, keep int, _ bool, t *Table) {
	if len(buf)-keep > messageHeader && m.skip == 0 {
		t.Reject(Truncated, keep+messageHeader, len(buf)-keep-messageHeader)
	}
}
