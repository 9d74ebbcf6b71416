package framing

import "math"

// maxLevels is how many arrays, maps, tags and strings in pieces of one value may be open. Go's
// library for CBOR takes 32 unless it is told otherwise, and JSON.parse's like have their stack.
const maxLevels = 128

// levels are what is open of a value.
type levels struct {
	stack [maxLevels]level
	depth int
}

type level struct {
	kind levelKind
	left uint64 // items to come; of an endless level, 1 if a value for a key is due
}

type levelKind uint8

const (
	counted levelKind = iota
	endlessArray
	endlessMap
	bytePieces // of an endless string of bytes
	textPieces // of an endless string of text
)

// kind is that of the innermost level. Around a value there is none that ends with a break.
func (l *levels) kind() levelKind {
	if l.depth == 0 {
		return counted
	}
	return l.stack[l.depth-1].kind
}

// push opens a level, and reports whether there was room.
func (l *levels) push(kind levelKind, items uint64) (ok bool) {
	if l.depth == maxLevels {
		return false
	}
	l.stack[l.depth] = level{kind, items}
	l.depth++
	return true
}

// merge opens a level for which there is no room, and reports whether the end of the value can still
// be found: if the items of the level and of the one around it are counted, one count does for both.
func (l *levels) merge(kind levelKind, items uint64) (ok bool) {
	top := &l.stack[l.depth-1]
	if kind != counted || top.kind != counted || items > math.MaxUint64-top.left {
		return false
	}
	top.left += items - 1 // the level itself is one of the items
	return true
}

// pop takes the end of an item, and of the levels that end with it. It reports whether that is the
// end of the value.
func (l *levels) pop() (whole bool) {
	for ; l.depth > 0; l.depth-- {
		top := &l.stack[l.depth-1]
		if top.kind != counted {
			top.left ^= 1
			return false
		}
		if top.left--; top.left > 0 {
			return false
		}
	}
	return true
}

// stop takes a break, which ends a level. It reports whether one may stand here: not for a value
// that belongs to a key.
func (l *levels) stop() (ok bool) {
	kind := l.kind()
	if kind == counted || kind == endlessMap && l.stack[l.depth-1].left > 0 {
		return false
	}
	l.depth--
	return true
}
