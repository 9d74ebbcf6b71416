package framing

// judged is part of framers whose bodies say how they end, or of which nobody can tell where the
// next record begins. Nothing is framed behind that.
type judged struct{ verdict *Verdict }

// Verdict implements [Judge].
func (j *judged) Verdict() *Verdict { return j.verdict }

// lose says that nobody can tell where the next record begins. Inlined at its calls, which are
// seldom reached, it would cost the engine 300 bytes gzip.
//
//go:noinline
func (j *judged) lose(why string) { j.verdict = &Verdict{Outcome: Lost, Message: why} }

// openEnded is judged, of bodies that have no end of their own.
type openEnded struct {
	judged
	skip uint64 // bytes to come of a record over the limit
}

// Torn reports whether the body so far ends within a record that was reported already.
func (o *openEnded) Torn() bool { return o.skip > 0 }

// Finite implements [Judge].
func (o *openEnded) Finite() bool { return false }

// pass skips up to n bytes from buf[from:], and says how many are still to come. They may be far
// more than memory holds: n is what a server claims.
func pass(buf []byte, from int, n uint64) (next int, left uint64) {
	here := min(n, uint64(len(buf)-from))
	return from + int(here), n - here
}
