package feed

// A Notice reports to the page what is not a failure of the connection. Detail is the
// detail of the CustomEvent that the page gets: strings, numbers, booleans.
type Notice struct {
	Type   string
	Detail map[string]any
	// Ahead says that it goes ahead of the batch that shows it, if it is one: it tells of what
	// was lost before.
	Ahead bool
}

// The notice types.
const (
	NoticeGap     = "gap"     // records are missing that the server cannot give back
	NoticeStall   = "stall"   // the connection has been silent for too long, and is cut
	NoticeLag     = "lag"     // records come later and later, or in time again
	NoticeWarning = "warning" // something works, but not as the page or the server would have it
)

// The reasons of a gap.
const (
	GapWindow   = "window"     // the break was longer than what the server keeps
	GapExpired  = "expired"    // the server does not know the cursor any more
	GapUnknown  = "unknown-id" // the server began elsewhere than it was asked to
	GapNoResume = "no-resume"  // this feed cannot go back
	GapBackfill = "backfill"   // what was missing could not be read from elsewhere
	GapDiverged = "diverged"   // an answer that began anew is not the one that was cut
)

// gap is the notice of records that are missing after the cursor from. since is when
// bytes last came, in milliseconds since 1970.
func (m *Machine) gap(reason, from, message string) Action {
	m.history.told = true
	return notify(NoticeGap, map[string]any{
		"reason": reason, "from": from, "since": m.history.heard.Milliseconds(), "message": m.Place() + ": " + message + ".",
	})
}

// warning is a notice; reason is a word for programs.
func (m *Machine) warning(reason, message string) Action {
	return notify(NoticeWarning, map[string]any{"reason": reason, "message": m.Place() + ": " + message + "."})
}

func notify(kind string, detail map[string]any) Action {
	return Action{Kind: TellNotice, Notice: &Notice{Type: kind, Detail: detail}}
}
