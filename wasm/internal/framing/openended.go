package framing

// openEnded is part of framers whose bodies have no end of their own, and in which one bad
// frame loses the place of all that follow. It implements the methods that make them a [Judge].
type openEnded struct{ verdict *Verdict }

// Verdict implements [Judge].
func (o *openEnded) Verdict() *Verdict { return o.verdict }

// Finite implements [Judge].
func (o *openEnded) Finite() bool { return false }

// lose ends the framing: nobody can tell where the next record begins.
func (o *openEnded) lose(why string) { o.verdict = &Verdict{Outcome: Lost, Message: why} }

// pass skips up to n bytes from buf[from:], and says how many are still to come. They may be far
// more than memory holds: n is what a server claims.
func pass(buf []byte, from int, n uint64) (next int, left uint64) {
	here := min(n, uint64(len(buf)-from))
	return from + int(here), n - here
}
