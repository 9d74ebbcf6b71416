package recordings

import (
	"fmt"
	"strconv"
	"strings"
)

// A Line is a step of what passes by a WebSocket.
type Line struct {
	// Kind is [Said], [Heard] or [Closed].
	Kind string
	// Text is the message, or the close code and, behind a space, the reason.
	Text string
}

// Kinds of lines.
const (
	Said   = "<" // a message of the server's
	Heard  = ">" // one that the page must have sent by then
	Closed = "x" // the server closes the connection
)

// IsWebSocket reports whether the recording is of WebSockets.
func (r Recording) IsWebSocket() bool {
	f, err := files.Open(r.conversation(1))
	if err != nil {
		return false
	}
	return f.Close() == nil
}

func (r Recording) conversation(n int) string { return fmt.Sprintf("%s/%s-%d.ws", r.Preset, r.Name, n) }

// Conversation is what passes by the n-th WebSocket, counted from 1. A file has a step in each line:
// its kind, a space, and the text, which is a literal of Go's if it begins with a quotation mark. If
// the last one does not close the connection, it is cut.
func (r Recording) Conversation(n int) ([]Line, error) {
	text, err := files.ReadFile(r.conversation(n))
	if err != nil {
		return nil, err
	}
	var lines []Line
	for line := range strings.Lines(string(text)) {
		kind, message, found := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if !found || message == "" || !strings.Contains(Said+Heard+Closed, kind) {
			return nil, fmt.Errorf("%s: line %q", r.conversation(n), line)
		}
		if message[0] == '"' {
			if message, err = strconv.Unquote(message); err != nil {
				return nil, fmt.Errorf("%s: line %q: %w", r.conversation(n), line, err)
			}
		}
		lines = append(lines, Line{kind, message})
	}
	return lines, nil
}
