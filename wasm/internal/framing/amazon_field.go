package framing

import (
	"bytes"
	"encoding/binary"
	"strconv"
)

// An amazonField is a header field of Amazon's event stream: the length of its name in a byte, its
// name, its type, and its value.
type amazonField struct {
	name, value []byte
	kind        byte
}

// The types of values. A text is of UTF-8, a timestamp is of milliseconds since 1970, numbers are
// big-endian and have a sign.
const (
	amazonTrue = iota
	amazonFalse
	amazonByte
	amazonShort
	amazonInt
	amazonLong
	amazonBytes
	amazonText
	amazonTimestamp
	amazonUUID
)

// amazonSizes are the sizes of values; bytes and texts begin with theirs, a uint16.
var amazonSizes = [...]int{amazonByte: 1, amazonShort: 2, amazonInt: 4, amazonLong: 8, amazonTimestamp: 8, amazonUUID: 16}

// cutField cuts the first field off a block of them; ok is false if there is none that is whole.
func cutField(block []byte) (f amazonField, rest []byte, ok bool) {
	value := 2 // behind the length of the name, and the type
	if len(block) > 0 {
		value += int(block[0])
	}
	if value > len(block) {
		return f, nil, false
	}
	f.name, f.kind = block[1:value-1], block[value-1]
	if int(f.kind) >= len(amazonSizes) {
		return f, nil, false
	}
	size := amazonSizes[f.kind]
	if f.kind == amazonBytes || f.kind == amazonText {
		if value+2 > len(block) {
			return f, nil, false
		}
		size = int(binary.BigEndian.Uint16(block[value:]))
		value += 2
	}
	if value+size > len(block) {
		return f, nil, false
	}
	f.value = block[value : value+size]
	return f, block[value+size:], true
}

// text is the value as text: numbers in decimal, bytes as they are.
func (f amazonField) text() []byte {
	switch f.kind {
	case amazonTrue:
		return []byte("true")
	case amazonFalse:
		return []byte("false")
	case amazonBytes, amazonText:
		return f.value
	case amazonUUID:
		return hyphened(f.value)
	}
	n := int64(int8(f.value[0])) // which has the sign
	for _, low := range f.value[1:] {
		n = n<<8 | int64(low)
	}
	return strconv.AppendInt(nil, n, 10)
}

// hyphened is a UUID as RFC 9562 section 4 writes it.
func hyphened(uuid []byte) (text []byte) {
	const digits = "0123456789abcdef"
	for i, b := range uuid {
		switch i {
		case 4, 6, 8, 10:
			text = append(text, '-')
		}
		text = append(text, digits[b>>4], digits[b&15])
	}
	return text
}

// amazonNotes are the header fields that a framer goes by.
type amazonNotes struct{ messageType, eventType, exceptionType, errorCode, errorMessage []byte }

// readNotes reads a block of fields; ok is false if it has anything else in it.
func readNotes(block []byte) (n amazonNotes, ok bool) {
	for len(block) > 0 {
		var f amazonField
		if f, block, ok = cutField(block); !ok {
			return n, false
		}
		if f.kind == amazonText && len(f.name) > 0 && f.name[0] == ':' {
			n.take(f)
		}
	}
	return n, true
}

func (n *amazonNotes) take(f amazonField) {
	switch string(f.name) {
	case ":message-type":
		n.messageType = f.value
	case ":event-type":
		if bytes.IndexByte(f.value, '\n') < 0 { // which no event type can hold
			n.eventType = f.value
		}
	case ":exception-type":
		n.exceptionType = f.value
	case ":error-code":
		n.errorCode = f.value
	case ":error-message":
		n.errorMessage = f.value
	}
}

// amazonValue is the text of the first field of a name.
func amazonValue(block []byte, name string) (value []byte, ok bool) {
	for {
		f, rest, whole := cutField(block)
		if !whole {
			return nil, false
		}
		if string(f.name) == name {
			return f.text(), true
		}
		block = rest
	}
}
