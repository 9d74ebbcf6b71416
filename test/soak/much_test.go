package soak

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/proof"
)

// A unit is a megabyte or so of records, which a server sends again and again.
type unit struct {
	body string
	// units are the UTF-16 units of the records' texts, and sums those of each text as
	// much.js makes them.
	units int
	sums  []int32
}

func unitOf(f format) unit {
	var u unit
	var body strings.Builder
	for n := 1; body.Len() < mega; n++ {
		text := fmt.Sprintf(`{"n":%d,"text":"%s"}`, n, strings.Repeat("Straße ☂ ", n*n%400))
		body.WriteString(f.wrap(n, text))
		var sum int32
		for _, c := range utf16.Encode([]rune(text)) {
			sum = 31*sum + int32(c)
			u.units++
		}
		u.sums = append(u.sums, sum)
	}
	u.body = body.String()
	return u
}

// sum is that of the first so many records.
func (u unit) sum(records int) (sum int32) {
	for n := range records {
		sum = 31*sum + u.sums[n%len(u.sums)]
	}
	return sum
}

// A spring gives a unit again and again, without an end. A page that does not read holds it back in Chromium alone: others
// get one more than they are to read, lest they hand over tens of megabytes as one chunk, or come to nothing else.
type spring struct {
	unit        unit
	contentType string
	asked       atomic.Int64 // units, of a browser that does not hold it back
}

func (s *spring) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Content-Type", s.contentType)
	for given := int64(0); r.Context().Err() == nil; {
		if harness.Browser() != harness.Chromium && given > s.asked.Load() {
			time.Sleep(time.Millisecond)
			continue
		}
		_, _ = w.Write([]byte(s.unit.body))
		given++
	}
}

// A share is what a page has read so far.
type share struct{ Records, Sum, Bytes int }

// reach has a page read until it has had so many units, and holds what it had against them.
func (s *spring) reach(t *testing.T, page *harness.Page, units int) share {
	t.Helper()
	if harness.Browser() != harness.Chromium {
		for int(s.asked.Load()) < units-1 {
			harness.Call[share](page, "much.js", "reach", harness.Args{"units": s.unit.units * int(s.asked.Add(1))})
		}
		s.asked.Add(1)
	}
	got := harness.Call[share](page, "much.js", "reach", harness.Args{"units": s.unit.units * units})
	assert.Equal(t, s.unit.sum(got.Records), int32(got.Sum), "the sum of %d records", got.Records)
	return got
}

// readMuch reads a gigabyte through one feed, and looks at what is held on the way.
func readMuch(t *testing.T, suite *proof.Suite) {
	megabytes := size(100, 1000)
	for _, name := range []string{"sse", "ndjson"} {
		f, title := formats[name], fmt.Sprintf("%d MB through one feed, %s", megabytes, name)
		suite.Run(proof.Case{Group: "much through one feed", Name: title}, "", func(t *testing.T) string {
			s := &spring{unit: unitOf(f), contentType: f.contentType}
			url := harness.Serve(t, s)
			page := open(t, harness.NewSite(t))
			var log record
			var got share
			start := time.Now()
			harness.Call[any](page, "much.js", "open", harness.Args{"url": url, "format": name})
			const looks = 20
			for look := 1; look <= looks; look++ {
				got = s.reach(t, page, megabytes/looks*look)
				log = append(log, read(t, page, float64(got.Bytes)/mega))
			}
			took := time.Since(start)
			harness.Call[any](page, "much.js", "close", nil)
			assert.GreaterOrEqual(t, got.Records, len(s.unit.sums)*megabytes)
			// A leak would be a megabyte for each. A short run has no time to warm up, and in the
			// heap are the tens of megabytes that the browser reads ahead of the page, some more some less. WebAssembly memory
			// grows by 4 or 8 MB at a time, and may once more.
			slack := float64(size(20, 1))
			stays(t, log, "megabytes", []bound{{linear, 0.01 * slack}, {heap, 0.03 * slack}, {slots, 0.1 * slack}, {timers, 0.02}, {listeners, 0.1}})
			suite.Plot(log.plot(title, "megabytes", linear, heap, slots, timers))
			return fmt.Sprintf("%.0f MB and %d records in %.0f s, their checksum right at each of %d looks. WebAssembly memory %.1f MB after a tenth and %.1f MB at the end.",
				float64(got.Bytes)/mega, got.Records, took.Seconds(), looks, log[looks/10-1].Wasm/mega, log[looks-1].Wasm/mega)
		})
	}
}
