package feeds

import "strings"

// appendSSE appends one event (WHATWG HTML 9.2): id and event lines where they
// are not empty, one data line per line of data, and the blank line that
// dispatches it.
func appendSSE(b []byte, id, event, data string) []byte {
	if id != "" {
		b = append(b, "id: "+id+"\n"...)
	}
	if event != "" {
		b = append(b, "event: "+event+"\n"...)
	}
	for line := range strings.SplitSeq(sseLines.Replace(data), "\n") {
		b = append(b, "data: "+line+"\n"...)
	}
	return append(b, '\n')
}

// sseLines makes every line end LF, for a lone CR ends a line in SSE as well.
var sseLines = strings.NewReplacer("\r\n", "\n", "\r", "\n")
