package framing

// An initial is what the first byte of an item says of it. With a table of all 256, CBOR and
// MessagePack are one machine.
type initial struct {
	does  effect
	width uint8 // of the argument behind it, a big-endian number
	value uint8 // the argument, if there is none behind it
	size  uint8 // of the item as a whole, for items_wasm.s, if the first byte alone shows it
}

// sized completes a table.
func sized(heads [256]initial) [256]initial {
	for i := range heads {
		if h := &heads[i]; h.does.passes() && h.width == 0 {
			h.size = 1 + h.value
		}
	}
	return heads
}

// An effect is what an item does with its argument. items_wasm.s goes by the order.
type effect uint8

const (
	noItem   effect = iota // there is no such item
	skips                  // so many bytes follow
	bytesOf                // the same, for a string of bytes,
	textOf                 // and for one of text: either can be a piece
	arrayOf                // so many items follow
	mapOf                  // twice as many follow
	tagOf                  // one item follows
	skipsOne               // so many bytes follow, and one for the type of an extension
	simple                 // it is the item, and 32 at least: smaller ones have no argument
	breaks
	arrayFrom // items follow up to a break, in the order of levelKind
	mapFrom
	bytesFrom
	textFrom
)

// passes reports whether an item consists of as many bytes as its argument says.
func (e effect) passes() bool { return e == skips || e == bytesOf || e == textOf }
