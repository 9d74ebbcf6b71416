package servers

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const systemd = "/lib/systemd/systemd-journal-"

// A journal is a folder of entries that a test writes to and systemd-journal-gatewayd reads.
type journal struct {
	t      *testing.T
	folder string
	writer io.Writer
}

// newJournal starts what writes entries that it is sent: systemd itself need not run.
func newJournal(t *testing.T) *journal {
	t.Helper()
	installed(t, systemd+"remote", "systemd-journal-remote")
	folder := t.TempDir()
	file := filepath.Join(folder, "test.journal")
	input := background(t, systemd+"remote", "-o", file, "-")
	j := &journal{t: t, folder: folder, writer: input}
	j.write("none", "the first entry makes the file")
	require.Eventually(t, func() bool { _, err := os.Stat(file); return err == nil }, starting, 10*time.Millisecond)
	return j
}

// write writes an entry, in the export format.
func (j *journal) write(topic, message string) {
	j.t.Helper()
	id := strings.Repeat("0", 31) + "1"
	now := time.Now().UnixMicro()
	_, err := fmt.Fprintf(j.writer, "__REALTIME_TIMESTAMP=%d\n__MONOTONIC_TIMESTAMP=%d\n_BOOT_ID=%s\n_MACHINE_ID=%s\nTOPIC=%s\nMESSAGE=%s\n\n",
		now, now, id, id, topic, message)
	require.NoError(j.t, err)
}

func entries(init harness.Args) setting {
	s := setting{init: harness.Args{"preset": "journal", "headers": harness.Args{"Accept": "application/json"}}}
	maps.Copy(s.init, init)
	return s
}

func TestJournal(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	server := run(t, program(t, "systemd-socket-activate"), "-l", "ADDRESS", systemd+"gatewayd", "-D", j.folder)
	before := front(t, server)
	page := open(t)
	goesOn(t, page, func(_ *testing.T, topic string) *source {
		return &source{
			server: server, front: before, path: "/entries?follow&TOPIC=" + topic, setting: entries(nil),
			publish: func(n int) { j.write(topic, fmt.Sprintf(`{"n":%d}`, n)) },
			numbers: func(r record) []int {
				var entry struct{ Message string }
				_ = json.Unmarshal([]byte(r.Data), &entry)
				return numbered(record{Data: entry.Message})
			},
			text:   func(n int) string { return fmt.Sprintf(`{\"n\":%d}`, n) },
			cursor: func(r request) string { return strings.TrimPrefix(r.Header.Get("Range"), "entries=") },
		}
	}, cut, finished, torn, silent, restarted, killed)

	t.Run("an event stream of entries has no cursor", func(t *testing.T) {
		r := read(page, "http://"+before+"/entries?follow&TOPIC=events", setting{init: harness.Args{"format": "sse"}})
		defer r.close()
		j.write("events", "one")
		got := r.until(harness.Args{"Records": 1})
		require.Len(t, got.Records, 1)
		assert.Contains(t, got.Records[0].Data, `"MESSAGE":"one"`)
		assert.Empty(t, got.Records[0].ID)
	})
	t.Run("a cursor that is none is refused", func(t *testing.T) {
		got := read(page, "http://"+before+"/entries?follow", entries(harness.Args{"lastEventId": "nope"})).until(harness.Args{"Over": 1})
		refused(t, got, "status", "400", "Failed to seek in journal")
	})
}
