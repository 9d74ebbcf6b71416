package servers

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
)

// startThin starts the streams of thin.rb.
func startThin(t *testing.T) *process {
	t.Helper()
	ruby := program(t, "ruby")
	if exec.Command(ruby, "-e", "require 'thin'; require 'sinatra/base'").Run() != nil {
		missing(t, "thin with Sinatra")
	}
	return run(t, ruby, code(t, "thin.rb"), "PORT", filepath.Join(t.TempDir(), "log"))
}

func since(t *testing.T) func(request) string {
	return func(r request) string { return query(t, r, "since") }
}

// streamed is the number of a record of thin's, whether the record is that of an event or
// has one in it.
func streamed(r record) []int {
	var entry struct{ Data string }
	if json.Unmarshal([]byte(r.Data), &entry) == nil && entry.Data != "" {
		return numbered(record{Data: entry.Data})
	}
	return numbered(r)
}

func TestThin(t *testing.T) {
	t.Parallel()
	server := startThin(t)
	page := open(t)
	evented := harness.Args{"preset": "espresso"}
	chunked := harness.Args{"id": "/id", "resume": harness.Args{"query": "since"}}
	wires := []fault{cut, finished, torn, silent}
	all := append([]fault{restarted, killed}, wires...)
	for _, c := range []struct {
		path   string
		init   harness.Args
		cursor func(request) string
		text   string // what %d stands for n in
		faults []fault
	}{
		{"evented", evented, lastEventID, `{"n":%d}`, all},
		{"crlf", evented, lastEventID, `{"n":%d}`, wires},
		{"json", chunked, since(t), `{\"n\":%d}`, all},
		{"cr", chunked, since(t), `{\"n\":%d}`, wires},
		{"back-to-back", chunked, since(t), `{\"n\":%d}`, wires},
		{"chunked", chunked, since(t), `{\"n\":%d}`, wires},
	} {
		t.Run(c.path, func(t *testing.T) {
			goesOn(t, page, func(t *testing.T, topic string) *source {
				topic = c.path + topic
				return &source{
					server: server, path: "/" + c.path + "/" + topic, setting: setting{init: c.init},
					publish: publisher(t, server, topic), numbers: streamed, cursor: c.cursor,
					text: func(n int) string { return fmt.Sprintf(c.text, n) },
				}
			}, c.faults...)
		})
	}

	t.Run("a token that is none is refused", func(t *testing.T) {
		got := read(page, server.url()+"/private", setting{init: evented}).until(harness.Args{"Over": 1})
		refused(t, got, "status", "401", "No such token.")
	})
}
