package serve

import (
	"mime"
	"strconv"
	"strings"

	"github.com/feedsource/feedsource/web/relay/internal/live"
)

// A face is a form of answer.
type face struct {
	name   string
	format live.Format
	types  []string // media types; the first is what the answer has
}

var (
	eventStream = &face{"sse", live.SSE, []string{"text/event-stream"}}
	ndjson      = &face{"ndjson", live.NDJSON, []string{"application/x-ndjson", "application/ndjson", "application/jsonl"}}
)

// faceFor goes by Accept: of what is there, what the reader likes most, and what stands first if that is several. Without one it is an
// event stream.
func faceFor(accept string) *face {
	best, most := eventStream, -1.0
	for part := range strings.SplitSeq(accept, ",") {
		kind, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		quality := 1.0
		if q, err := strconv.ParseFloat(parameters["q"], 64); err == nil {
			quality = q
		}
		for _, f := range []*face{eventStream, ndjson} {
			if quality > most && quality > 0 && f.is(kind) {
				best, most = f, quality
			}
		}
	}
	return best
}

func (f *face) is(kind string) bool {
	for _, t := range f.types {
		if t == kind {
			return true
		}
	}
	return false
}
