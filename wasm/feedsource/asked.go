//go:build !js

package feedsource

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

// askAddress asks the program's functions where a request goes, and what the server takes for the cursor.
func (f *Feed) askAddress(x *exchange, a feed.Action) {
	r := f.options.Resume
	where := f.options.URLFunc
	if a.Resuming && r != nil && r.URLFunc != nil {
		where = r.URLFunc
	}
	url, cursor := "", ""
	var err error
	if where != nil {
		url, err = asked(f, x, func(ctx context.Context) (string, error) { return where(ctx, f.stateFor(a.Attempt, a.Request)) })
		if err == nil && !a.Resuming { // what goes on may be relative to the first answer
			err = checkAddress(url)
		}
	}
	if err == nil && r != nil && r.AsFunc != nil && a.LastEventID != "" {
		cursor, err = asked(f, x, func(ctx context.Context) (string, error) { return r.AsFunc(ctx, a.LastEventID) })
		if err == nil && strings.ContainsAny(cursor, "\x00\r\n") {
			err = errors.New("Resume.AsFunc gave more than one line")
		}
	}
	if err != nil {
		f.unanswered(x, feed.Unmade, err)
		return
	}
	f.enter(func(now time.Duration) []feed.Action {
		if x.isOver {
			return nil
		}
		if url != "" && !a.Resuming {
			f.url = url
		}
		return f.machine.Addressed(a.Attempt, now, url, cursor)
	})
}

// askMissing asks the program for the records after a cursor, which are read as a response is.
func (f *Feed) askMissing(x *exchange, from string) {
	lines, err := asked(f, x, func(ctx context.Context) (_ []byte, err error) {
		var b bytes.Buffer
		for record, err := range f.options.Backfill.Func(ctx, from) {
			if err != nil {
				return nil, err
			}
			b.Write(record)
			b.WriteByte('\n')
		}
		return b.Bytes(), nil
	})
	if err != nil {
		f.unanswered(x, feed.Unmade, err)
		return
	}
	f.responded(x, &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"text/plain;charset=UTF-8"}},
		Body: io.NopCloser(bytes.NewReader(lines)),
	})
}

// askDelay asks the program whether and when to try again.
func (f *Feed) askDelay(a feed.Action) {
	e := errorOf(a.Failure, f.evidence)
	f.start(func() {
		wait := f.options.Reconnect.Delay(e)
		f.enter(func(now time.Duration) []feed.Action {
			switch {
			case wait == AsProposed:
				return f.machine.Decide(a.Attempt, now, true, feed.AsProposed)
			case wait < 0:
				return f.machine.Decide(a.Attempt, now, false, 0)
			}
			return f.machine.Decide(a.Attempt, now, true, wait)
		})
	})
}
