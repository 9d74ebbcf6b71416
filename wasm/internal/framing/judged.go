package framing

// judged is part of framers whose bodies say how they end, or of which nobody can tell where the
// next record begins. Nothing is framed behind that.
type judged struct{ verdict *Verdict }

// Verdict implements [Judge].
func (j *judged) Verdict() *Verdict { return j.verdict }

// lose says that nobody can tell where the next record begins.
func (j *judged) lose(why string) { j.verdict = &Verdict{Outcome: Lost, Message: why} }
