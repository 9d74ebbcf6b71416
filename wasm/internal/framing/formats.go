package framing

import (
	"slices"
	"strings"
)

// A Format is a name for a framing in the public API.
type Format string

// The formats of text. Auto goes by the content type, then by the first bytes.
const (
	Auto      Format = "auto"
	SSE       Format = "sse"
	NDJSON    Format = "ndjson"
	JSONCR    Format = "json-cr"
	JSONCRLF  Format = "json-crlf"
	LengthFmt Format = "length"
	JSONText  Format = "json"
	JSONSeq   Format = "json-seq"
	JSONArray Format = "json-array"
	TextLines Format = "lines"
	Text      Format = "text"
)

// The formats of bytes, beside those of Layouts.
const (
	VarintFmt      Format = "varint"
	FixedFmt       Format = "fixed" // by Source.Layout; a page gives that in place of a name
	EnvelopeFmt    Format = "envelope"
	DockerFmt      Format = "docker"
	EventStreamFmt Format = "aws-eventstream"
	MultipartFmt   Format = "multipart"
	CBORSeqFmt     Format = "cbor-seq"
	MessagePackFmt Format = "msgpack"
)

// MessageFmt is that of a WebSocket, whose messages are texts or bytes.
const MessageFmt Format = "message"

var textFormats = [...]Format{Auto, SSE, NDJSON, JSONCR, JSONCRLF, LengthFmt, JSONText, JSONSeq, JSONArray, TextLines, Text}

// Formats lists every format that has a name.
func Formats() []Format {
	list := append(slices.Clone(textFormats[:]), VarintFmt)
	for _, named := range layouts {
		list = append(list, named.name)
	}
	return append(list, EnvelopeFmt, DockerFmt, EventStreamFmt, MultipartFmt, CBORSeqFmt, MessagePackFmt, MessageFmt)
}

// A Source is what is known of a body ahead of its bytes, as far as its framing depends on it.
type Source struct {
	ContentType string
	// Layout is that of the headers of FixedFmt.
	Layout Layout
	// Stamped says that Docker was asked for time stamps.
	Stamped bool
}

// New makes the framer of a format other than Auto and SSE, which is in package sse.
func New(f Format, from Source) (Framer, bool) {
	switch f {
	case NDJSON:
		return NewJSONLines(LF), true
	case JSONCR:
		return NewJSONLines(CR), true
	case JSONCRLF:
		return NewJSONLines(CRLF), true
	case LengthFmt:
		return NewLength(), true
	case JSONText:
		return NewJSON(), true
	case JSONSeq:
		return NewJSONSeq(), true
	case JSONArray:
		return NewJSONArray(), true
	case TextLines:
		return NewLines(LF), true
	case Text:
		return NewPieces(), true
	}
	return newBytesFramer(f, from)
}

func newBytesFramer(f Format, from Source) (Framer, bool) {
	switch f {
	case VarintFmt:
		return NewVarint(), true
	case FixedFmt:
		return NewFixed(from.Layout), true
	case EnvelopeFmt:
		return NewEnvelope(strings.HasPrefix(Essence(from.ContentType), "application/grpc-web-text")), true
	case DockerFmt:
		return NewDocker(from.Stamped), true
	case EventStreamFmt:
		return NewEventStream(), true
	case MultipartFmt:
		return NewMultipart(Boundary(from.ContentType), Essence(from.ContentType) == "multipart/x-mixed-replace"), true
	case CBORSeqFmt:
		return NewCBORSeq(), true
	case MessagePackFmt:
		return NewMessagePack(), true
	case MessageFmt:
		return NewMessages(), true
	}
	if named, ok := LayoutOf(f); ok {
		return NewFixed(named), true
	}
	return nil, false
}

// IsBytes reports whether a format is one of bytes. Inlined at its calls it would cost the engine
// 700 bytes gzip.
//
//go:noinline
func (f Format) IsBytes() bool { return f != "" && !slices.Contains(textFormats[:], f) }
