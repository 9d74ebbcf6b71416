package framing

// msgpackHeads are the formats of MessagePack by their first byte (MessagePack specification,
// "Overview" of formats).
var msgpackHeads = msgpackTable()

func msgpackTable() (heads [256]initial) {
	for i := range heads {
		switch c := uint8(i); {
		case c < 0x80 || c >= 0xe0: // fixint
			heads[i] = initial{does: skips}
		case c < 0x90:
			heads[i] = initial{does: mapOf, value: c & 0x0f}
		case c < 0xa0:
			heads[i] = initial{does: arrayOf, value: c & 0x0f}
		case c < 0xc0:
			heads[i] = initial{does: skips, value: c & 0x1f}
		}
	}
	for i, h := range [...]initial{
		{does: skips}, {}, {does: skips}, {does: skips}, // nil, never used, false, true
		{does: skips, width: 1}, {does: skips, width: 2}, {does: skips, width: 4}, // bin
		{does: skipsOne, width: 1}, {does: skipsOne, width: 2}, {does: skipsOne, width: 4}, // ext
		{does: skips, value: 4}, {does: skips, value: 8}, // float
		{does: skips, value: 1}, {does: skips, value: 2}, {does: skips, value: 4}, {does: skips, value: 8}, // uint
		{does: skips, value: 1}, {does: skips, value: 2}, {does: skips, value: 4}, {does: skips, value: 8}, // int
		{does: skips, value: 2}, {does: skips, value: 3}, {does: skips, value: 5}, {does: skips, value: 9}, {does: skips, value: 17}, // fixext
		{does: skips, width: 1}, {does: skips, width: 2}, {does: skips, width: 4}, // str
		{does: arrayOf, width: 2}, {does: arrayOf, width: 4},
		{does: mapOf, width: 2}, {does: mapOf, width: 4},
	} {
		heads[0xc0+i] = h
	}
	return sized(heads)
}

// NewMessagePack frames values of MessagePack one behind the other.
func NewMessagePack() *Items { return &Items{heads: &msgpackHeads} }
