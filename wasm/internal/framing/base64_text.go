package framing

// base64Text undoes base64 (RFC 4648 section 4) as it comes. A body may consist of several texts,
// each with its padding, as a server that flushes writes them (gRPC-Web, PROTOCOL-WEB.md); the last
// need not have any. White space is passed over, as grpc-web's own client does.
type base64Text struct {
	values [256]byte // of the digits; noDigit for other bytes
	bits   uint32    // those of the open group, in its low end
	digits int       // how many digits of the open group have come: 0 to 3
	padded bool      // one '=' of two has come
}

const noDigit = 0xff

func newBase64Text() *base64Text {
	b := &base64Text{}
	for c := range b.values {
		b.values[c] = noDigit
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		b.values[c] = byte(i)
	}
	return b
}

// decode makes bytes of buf[from:], in their place. They end at end. next is len(buf), or the
// place of a byte that cannot stand where it does.
func (b *base64Text) decode(buf []byte, from int) (end, next int) {
	end = from
	for next = from; next < len(buf); {
		if b.digits == 0 {
			if end, next = b.groups(buf, end, next); next == len(buf) {
				break
			}
		}
		c := buf[next]
		digit := b.values[c]
		switch {
		case digit != noDigit && !b.padded:
			if b.bits = b.bits<<6 | uint32(digit); b.digits > 0 {
				buf[end] = byte(b.bits >> (6 - 2*b.digits)) // no more bytes than digits: they are in place
				end++
			}
			b.digits = (b.digits + 1) & 3
		case c == '=' && b.digits == 2 && !b.padded:
			b.padded = true
		case c == '=' && b.digits >= 2:
			b.digits, b.padded = 0, false
		case !isSpace(c):
			return end, next
		}
		next++
	}
	return end, next
}

// groups decodes groups of four digits that are all there.
func (b *base64Text) groups(buf []byte, end, next int) (int, int) {
	for len(buf)-next >= 4 {
		in := buf[next : next+4]
		v0, v1, v2, v3 := b.values[in[0]], b.values[in[1]], b.values[in[2]], b.values[in[3]]
		if v0|v1|v2|v3 > 63 {
			break
		}
		out := buf[end : end+3]
		out[0], out[1], out[2] = v0<<2|v1>>4, v1<<4|v2>>2, v2<<6|v3
		end, next = end+3, next+4
	}
	return end, next
}
