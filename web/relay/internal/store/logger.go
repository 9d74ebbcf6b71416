package store

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
)

// A logger hands on what a server says. Its notices are many, and tell of its own affairs.
type logger struct {
	log    *slog.Logger
	hidden []string      // what must not be in the log: others may say again what they were told
	failed chan struct{} // takes one when the server has said that it cannot write
	fatal  chan string   // takes why it gave up
	twin   sync.Once     // for saying that another node has the same name
}

func newLogger(log *slog.Logger, hidden []string) *logger {
	return &logger{log: log, hidden: hidden, failed: make(chan struct{}, 1), fatal: make(chan string, 1)}
}

// signs are words of errors behind which nothing is stored. There is no other sign of some of them: a server
// without a cluster does not even answer who publishes.
var signs = []string{"critical write error", "will be disabled", "disabling jetstream"}

func (l *logger) Noticef(format string, v ...any) { l.log.Debug(l.sentence(format, v)) }
func (l *logger) Warnf(format string, v ...any)   { l.log.Warn(l.sentence(format, v)) }
func (l *logger) Debugf(string, ...any)           {}
func (l *logger) Tracef(string, ...any)           {}

func (l *logger) Fatalf(format string, v ...any) {
	text := l.sentence(format, v)
	l.log.Error(text)
	select {
	case l.fatal <- text:
	default:
	}
}

// ofTwin is what a server says each time that one with its own name comes, which is every second.
const ofTwin = "has a duplicate name"

func (l *logger) Errorf(format string, v ...any) {
	text := l.sentence(format, v)
	if strings.Contains(format, ofTwin) {
		l.twin.Do(func() {
			l.log.Error("another node of the cluster has the name of this one, and is refused: no two can have the same", "seen", text)
		})
		return
	}
	l.log.Error(text)
	for _, sign := range signs {
		if strings.Contains(strings.ToLower(text), sign) {
			select {
			case l.failed <- struct{}{}:
			default: // another was there first
			}
		}
	}
}

func (l *logger) sentence(format string, v []any) string {
	text := "JetStream: " + fmt.Sprintf(format, v...)
	for _, secret := range l.hidden {
		text = strings.ReplaceAll(text, secret, "(secret)")
	}
	return text
}
