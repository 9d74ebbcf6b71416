package feeds

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// journalEntry is an entry by the names of its fields. All values are texts, as in the journal.
type journalEntry struct {
	Cursor     string `json:"__CURSOR"`
	Realtime   string `json:"__REALTIME_TIMESTAMP"` // microseconds since 1970
	Priority   string `json:"PRIORITY"`             // of syslog: 3 is an error, 4 a warning, 6 information
	Identifier string `json:"SYSLOG_IDENTIFIER"`
	PID        string `json:"_PID"`
	Hostname   string `json:"_HOSTNAME"`
	Message    string `json:"MESSAGE"`
}

// journalEvents are what programs log. Most of it is information.
var journalEvents = []struct{ priority, identifier, message string }{
	{"6", "nginx", "GET /orders 200 in 12 ms"},
	{"6", "nginx", "GET /orders/42 200 in 7 ms"},
	{"6", "nginx", "POST /orders 201 in 31 ms"},
	{"6", "systemd", "Started backup.service - Nightly backup."},
	{"6", "postgres", "checkpoint complete: wrote 128 buffers (0.8 %)"},
	{"5", "sshd", "Accepted publickey for ada from 192.0.2.7 port 50122"},
	{"4", "nginx", "GET /orders 200 in 2140 ms, which is slow"},
	{"4", "kernel", "CPU2: package temperature above threshold"},
	{"3", "nginx", "GET /orders 502: upstream closed the connection"},
	{"3", "postgres", "deadlock detected; process 411 waits for process 407"},
}

// journalMake is entry n.
func journalMake(o Options, key logKey, n int) journalEntry {
	d := rollFor(key, n)
	event := pick(d, journalEvents)
	return journalEntry{
		Cursor: fmt.Sprintf("s=%016x;i=%x;b=6c1f;m=%x;t=%x;x=%x",
			fingerprint(key.feed, key.channel), n, n*1_000_000, o.stamp(n).UnixMicro(), d.next()),
		Realtime:   strconv.FormatInt(o.stamp(n).UnixMicro(), 10),
		Priority:   event.priority,
		Identifier: event.identifier,
		PID:        strconv.Itoa(300 + int(fingerprint(event.identifier)%200)),
		Hostname:   "demo",
		Message:    event.message + " #" + strconv.Itoa(n),
	}
}

// journalNumber is the number of the entry that has a cursor, -1 if none has.
func journalNumber(cursor string) int {
	for field := range strings.SplitSeq(cursor, ";") {
		if value, found := strings.CutPrefix(field, "i="); found {
			if n, err := strconv.ParseInt(value, 16, 32); err == nil {
				return int(n)
			}
		}
	}
	return -1
}

// line is an entry as journalctl shows it.
func (e journalEntry) line() string {
	micros, _ := strconv.ParseInt(e.Realtime, 10, 64)
	at := time.UnixMicro(micros).UTC().Format("Jan 02 15:04:05")
	return fmt.Sprintf("%s %s %s[%s]: %s", at, e.Hostname, e.Identifier, e.PID, e.Message)
}
