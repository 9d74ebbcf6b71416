package framing

// cborHeads are the items of CBOR by their first byte: three bits of type, five of argument or of
// how long that is (RFC 8949, section 3 and appendix B).
var cborHeads = cborTable()

func cborTable() (heads [256]initial) {
	major := [...]effect{skips, skips, bytesOf, textOf, arrayOf, mapOf, tagOf, skips}
	endless := [...]effect{noItem, noItem, bytesFrom, textFrom, arrayFrom, mapFrom, noItem, breaks}
	const (
		one, eight = 24, 27 // an argument of one byte, and of eight
		reserved   = 28
		indefinite = 31
	)
	for i := range heads {
		kind, info := i>>5, uint8(i&31)
		h := initial{does: major[kind], value: info}
		switch {
		case info == indefinite:
			h.does = endless[kind]
		case info >= reserved:
			h.does = noItem
		case info >= one:
			h.value, h.width = 0, 1<<(info-one)
		}
		if h.does == skips { // a number is its own argument: its bytes are all there is to skip
			h.value, h.width = h.width, 0
		}
		heads[i] = h
	}
	heads[0xf8] = initial{does: simple, width: 1}
	return sized(heads)
}

// NewCBORSeq frames a CBOR sequence (RFC 8742): data items of RFC 8949 one behind the other. A record
// is one item, well-formed or reported.
func NewCBORSeq() *Items { return &Items{heads: &cborHeads} }
