package framing

import (
	"encoding/binary"
	"strconv"
)

// Envelope frames the streams of Connect and of gRPC-Web: a byte of flags, the length of a payload
// as a big-endian uint32, and the payload (Connect Protocol Reference, "Streaming RPCs"; gRPC-Web,
// PROTOCOL-WEB.md). A record is a payload. The last envelope says how the stream ended.
//
// A payload that is compressed comes here only if whoever feeds the framer could not undo that.
type Envelope struct {
	judged
	text *base64Text // nil if the body is bytes
	skip int         // bytes to come of a payload over the limit
}

// envelopeHead is the size of the flags and the length.
const envelopeHead = 5

// The flags of an envelope. Connect and gRPC-Web share the first.
const (
	compressed  = 0x01
	endOfStream = 0x02 // Connect: the payload is JSON
	trailers    = 0x80 // gRPC-Web: the payload is a header block
)

// maxEnd bounds the last envelope, which is read as a whole.
const maxEnd = 64 << 10

// NewEnvelope frames the envelopes of Connect and gRPC-Web. inBase64 says that the body is base64,
// as application/grpc-web-text is.
func NewEnvelope(inBase64 bool) *Envelope {
	e := &Envelope{}
	if inBase64 {
		e.text = newBase64Text()
	}
	return e
}

// Head implements [BytesFramer].
func (e *Envelope) Head() Head { return 0 }

// Finite implements [Judge]: a stream without its last envelope was cut.
func (e *Envelope) Finite() bool { return true }

// Frame implements [Framer].
func (e *Envelope) Frame(buf []byte, from int, t *Table) (keep, end int) {
	switch {
	case e.verdict != nil:
		return len(buf), len(buf)
	case e.text == nil:
		return e.frames(buf, t), len(buf)
	}
	end, next := e.text.decode(buf, from)
	if keep = e.frames(buf[:end], t); next == len(buf) {
		return keep, end
	}
	if e.verdict == nil {
		bad := buf[next]
		buf[end] = bad
		t.Reject(BadEncoding, end, 1)
		e.lose("a byte of the body is no base64 (0x" + strconv.FormatUint(uint64(bad), 16) + ")")
	}
	return len(buf), len(buf)
}

// frames takes the envelopes that are all there, and returns where the next one begins.
func (e *Envelope) frames(buf []byte, t *Table) (keep int) {
	start := min(e.skip, len(buf))
	e.skip -= start
	for len(buf)-start >= envelopeHead {
		flags, n, payload := buf[start], int(binary.BigEndian.Uint32(buf[start+1:])), start+envelopeHead
		if (flags == 0 || flags == compressed && n == 0) && n <= t.limit && n <= len(buf)-payload {
			t.AddBytes(0, payload, n)
			start = payload + n
			continue
		}
		if !e.acceptable(flags, n, start, buf, t) {
			return len(buf)
		}
		if n > t.limit {
			start = min(payload+n, len(buf))
			e.skip = payload + n - start
			continue
		}
		if n > len(buf)-payload {
			break
		}
		if start = payload + n; flags == compressed {
			t.Reject(BadEncoding, payload, n)
			continue
		}
		e.close(flags, buf, payload, n, t)
		return len(buf)
	}
	return start
}

// acceptable looks at an envelope's head, and reports whether the stream goes on. A length over
// the limit is told.
func (e *Envelope) acceptable(flags byte, n, start int, buf []byte, t *Table) bool {
	switch flags &^ compressed {
	case 0:
		if n > t.limit {
			t.Reject(LengthTooLarge, start, envelopeHead)
		}
	case endOfStream, trailers:
		if most := min(t.limit, maxEnd); n > most {
			t.Reject(LengthTooLarge, start, envelopeHead)
			e.lose("the end of the stream says that it has " + strconv.Itoa(n) + " bytes, over the limit of " + strconv.Itoa(most))
		}
	default:
		t.Reject(BadFrame, start, envelopeHead)
		e.lose("an envelope has flags that nobody knows (0x" + strconv.FormatUint(uint64(flags), 16) + ")")
	}
	return e.verdict == nil
}

// close takes the last envelope's payload, buf[off:off+n].
func (e *Envelope) close(flags byte, buf []byte, off, n int, t *Table) {
	payload := buf[off : off+n]
	switch flags {
	case trailers:
		e.verdict = verdictOfTrailers(payload)
	case endOfStream:
		if e.verdict = verdictOfEnd(payload); e.verdict == nil {
			t.Reject(BadFrame, off, n)
			e.lose("the end of the stream is no JSON object")
		}
	default:
		t.Reject(BadEncoding, off, n)
		e.lose("the end of the stream is compressed, in a way that could not be undone")
	}
}

// End implements [Framer].
func (e *Envelope) End(buf []byte, keep int, _ bool, t *Table) {
	if e.verdict != nil || keep == len(buf) {
		return
	}
	if len(buf)-keep >= envelopeHead {
		keep += envelopeHead
	}
	t.Reject(Truncated, keep, len(buf)-keep)
}
