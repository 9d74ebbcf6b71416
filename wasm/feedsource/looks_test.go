//go:build !js

package feedsource

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// Rules say what records mean.
func TestSignals(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		text := `{"t":"beat"}` + "\n" + `{"code":410.5}` + "\n" + `{"warn":"soon"}` + "\n" + `{"n":1}` + "\n" + `{"t":"bye"}` + "\n"
		f := opened(t, serve(body(text, lines)), Options{Signals: []Signal{
			{At: "/t", Is: []string{"beat"}, Then: SignalKeepalive},
			{At: "/warn", Then: SignalWarning, Says: "it is late"},
			{At: "/code", Range: &[2]float64{400, 499}, Then: SignalStop},
			{At: "/t", Is: []string{"bye"}, Then: SignalEnd, Deliver: new(false)},
		}})
		var messages []string
		var words []string
		for event := range f.Events() {
			words = append(words, word(event))
			if e, ok := event.(*WarningEvent); ok {
				messages = append(messages, e.Message)
			}
		}
		assert.Equal(t, []string{
			"open", `keepalive:signal {"t":"beat"}`, `{"code":410.5}#`, `{"warn":"soon"}#`, `{"n":1}#`, "warning:server", "error:complete!",
		}, words)
		assert.Equal(t, []string{"https://feeds.example/news: it is late."}, messages)
	})
}

// Encodings are undone, one's own check is made, and what is no record is told.
func TestRecordsAreLookedInto(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		text := `{"d":"eyJuIjoxfQ==","e":"json/utf-8/base64"}` + "\n" + `{"d":1}` + "\n" + strings.Repeat("x", 200) + "\n" + `{"no":1}` + "\n"
		wrong := errors.New("no d")
		f := opened(t, serve(body(text, lines)), Options{
			Decode: &Decode{Data: "/d", Encoding: "/e"}, MaxRecordBytes: 100, Reconnect: once,
			Validate: func(r *Record) error {
				if !strings.Contains(string(r.Data), `"d"`) {
					return wrong
				}
				return nil
			},
		})
		var words []string
		for event := range f.Events() {
			words = append(words, word(event))
			if e, ok := event.(*MalformedEvent); ok && e.Reason == MalformedSchema {
				assert.Equal(t, wrong, e.Err)
			} else if ok {
				assert.EqualValues(t, len(`{"d":"eyJuIjoxfQ==","e":"json/utf-8/base64"}`+"\n"+`{"d":1}`+"\n"), e.Offset)
			}
			if r, ok := event.(*Record); ok {
				var v struct{ D struct{ N int } }
				err := r.Decode(&v)
				var e *Error
				assert.Equal(t, strings.Contains(string(r.Data), `"d":1`), errors.As(err, &e), "%s", r.Data)
			}
		}
		assert.Equal(t, []string{
			"open", `{"d":{"n":1},"e":null}`, `{"d":1}#`, "malformed:too-large " + strings.Repeat("x", 100), `malformed:schema {"no":1}`, "error:complete!",
		}, append(append(words[:1:1], strings.ReplaceAll(strings.TrimSuffix(words[1], "#"), " ", "")), words[2:]...))
		assert.EqualValues(t, []int64{2, 2}, []int64{f.Stats().Records, f.Stats().Malformed})
	})
}

// Lag is measured by the time in records.
func TestLag(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var out *io.PipeWriter
		f := opened(t, serve(piped(&out, lines)), Options{Lag: &Lag{Time: "/at", Warn: 10 * time.Second}, Reconnect: once})
		synctest.Wait()
		go func() {
			for i := range 100 { // which come half a second later each second
				sent := time.Now().Add(-time.Duration(i) * time.Second / 2)
				_, _ = fmt.Fprintf(out, "{\"at\":%d}\n", sent.UnixMilli())
				time.Sleep(time.Second)
			}
			_ = out.Close()
		}()
		lag := 0
		for event := range f.Events() {
			if e, ok := event.(*LagEvent); ok {
				lag++
				assert.Greater(t, e.Lag, 10*time.Second)
			}
		}
		assert.Positive(t, lag)
		assert.Greater(t, f.Stats().Lag, 10*time.Second)
	})
}
