package recordings

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A Sighting is what was seen of a feed up to its end.
type Sighting struct {
	// Records are each type, last event ID, and what Show points to.
	Records []string
	Errors  []Failure
	// Events counts those named keepalive, gap and warning.
	Events map[string]int
	// Stats are records, keepalives, duplicates, malformed and reconnects.
	Stats map[string]int
}

// A Failure is what a feed told of one ending.
type Failure struct {
	Type  string
	Final bool
	// RetryInMs is nil if there is no other attempt.
	RetryInMs *float64
}

// unresumable are the services whose streams cannot go back: a reconnection leaves a gap.
var unresumable = []string{"gitter", "twitter", "twitter-length", "x-v2", "centrifugo", "centrifugo-ws"}

// AssertSaw checks that all that the recording means was seen: its records, what else was told, and its endings.
func (r Recording) AssertSaw(t testing.TB, got Sighting) {
	t.Helper()
	r.assertRecords(t, got)
	r.assertEndings(t, got.Errors)
}

func (r Recording) assertRecords(t testing.TB, got Sighting) {
	t.Helper()
	records := []string{}
	counts := map[string]int{}
	for _, answer := range r.Answers {
		if answer.Gap {
			counts["gap"]++
		}
		for _, s := range answer.Seen {
			counts[strings.TrimPrefix(s.Fate, Silent)]++
			if s.Delivered() {
				records = append(records, s.Type+" | "+s.ID+" | "+s.Text)
			}
		}
	}
	assert.Equal(t, records, got.Records)
	if slices.Contains(unresumable, r.Preset) && r.Greet == "" {
		counts["gap"] = len(r.Answers) - 1
	}
	counts["keepalive"] += counts["bookmark"]
	for _, name := range []string{"keepalive", "gap", "warning"} {
		assert.Equal(t, counts[name], got.Events[name], "%s events", name)
	}
	assert.Equal(t, map[string]int{
		"records": len(records), "keepalives": counts["keepalive"], "duplicates": counts[Duplicate],
		"malformed": 0, "reconnects": r.reconnects(),
	}, got.Stats)
}

func (r Recording) assertEndings(t testing.TB, got []Failure) {
	t.Helper()
	endings := r.Answers
	if !endings[len(endings)-1].Final {
		endings = append(slices.Clip(endings), Answer{Ends: "no-content", Final: true})
	}
	require.Len(t, got, len(endings))
	for i, want := range endings {
		if want.Ends != "" {
			assert.Equal(t, want.Ends, got[i].Type, "ending %d", i+1)
		}
		assert.Equal(t, want.Ends == "complete", got[i].Type == "complete", "ending %d", i+1)
		assert.Equal(t, want.Final, got[i].Final, "ending %d", i+1)
		assert.False(t, want.fate() == "stop" && got[i].Type == "end", "ending %d was told by the server", i+1)
		if !assert.Equal(t, want.Final, got[i].RetryInMs == nil, "ending %d", i+1) || want.Final {
			continue
		}
		switch want.fate() {
		case "refresh", "rotate":
			assert.Zero(t, *got[i].RetryInMs, "ending %d: at once", i+1)
		case "retry":
			assert.GreaterOrEqual(t, *got[i].RetryInMs, 2500.0, "ending %d: 5 s and more, shortened by up to half", i+1)
		}
	}
}

// fate is that of the close code, or of the last record.
func (a Answer) fate() string {
	if n := len(a.Seen); n > 0 {
		return cmp.Or(a.Closed, a.Seen[n-1].Fate)
	}
	return a.Closed
}
