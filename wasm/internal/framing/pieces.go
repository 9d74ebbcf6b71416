package framing

import "unicode/utf8"

// Pieces frames text as it comes, for answers without lines: a record is what a chunk
// brought, without a character that is cut in two, whose rest comes with the next. So the
// records go by the chunks, and all of them together do not.
type Pieces struct{}

// NewPieces frames text as it comes.
func NewPieces() *Pieces { return &Pieces{} }

// Frame implements [Framer].
func (p *Pieces) Frame(buf []byte, _ int, t *Table) (keep, end int) {
	whole := len(buf) - Unfinished(buf)
	p.add(buf, 0, whole, t)
	return whole, len(buf)
}

// End implements [Framer]. Half a character is shown as such.
func (p *Pieces) End(buf []byte, keep int, _ bool, t *Table) { p.add(buf, keep, len(buf), t) }

// add adds text in records of no more than the limit.
func (p *Pieces) add(buf []byte, start, stop int, t *Table) {
	for start < stop {
		n := min(stop-start, t.Limit())
		if start+n < stop {
			n = max(n-Unfinished(buf[start:start+n]), 1)
		}
		t.Add(Data, start, n)
		start += n
	}
}

// Unfinished is how many bytes at the end of a text are the beginning of a character.
func Unfinished(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if tail := text[len(text)-n:]; utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return n
		}
	}
	return 0
}
