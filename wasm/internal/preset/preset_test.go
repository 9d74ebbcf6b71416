package preset

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// A service is one preset.
type service struct {
	name    string
	About   string
	Source  string
	Read    string
	Options options
}

// options are the names that a preset may use; decode refuses others.
type options struct {
	Format         framing.Format
	ID             pointers
	Resume         resume
	Dedupe         *dedupe
	Keepalive      *keepalive
	Reconnect      reconnect
	MaxRecordBytes *int
	Lag            *struct{ Time pointer }
	Decode         *struct{ Data, Encoding pointer }
	Gap            *gap
	Hold           bool
	Signals        []rule
}

type dedupe struct {
	Key    pointers
	Window *int
}

type keepalive struct{ TimeoutMs, ConnectMs *int }

type gap struct {
	WindowMs *int
	Header   string
}

// resume is where the cursor goes, the header first. A header that is false is nowhere.
type resume struct {
	given           bool
	Header          header
	Query, Body, As string
	URL, Method     string
	From            struct{ Header, Record string }
	Cursor, Replay  string
}

// somewhere reports whether the options say how a feed goes on.
func (r resume) somewhere() bool {
	return r.Header.off || r.Header.name+r.Query+r.Body+r.URL+r.Method+r.Replay != ""
}

type header struct {
	off  bool
	name string
}

// reconnect is false, or an object.
type reconnect struct {
	off       bool
	AnyMethod bool
}

// A rule is one of signals.
type rule struct {
	Type    string
	At      *pointer
	Is      texts
	Range   *[2]float64
	And     *second
	Then    string
	Deliver *bool
	Says    string
}

// A second condition is what must hold besides.
type second struct {
	At pointer
	Is texts
}

type texts []string

// A pointer is a JSON pointer, with its text.
type pointer struct {
	text string
	jsonptr.Pointer
}

type pointers []pointer

func (p *pointer) UnmarshalJSON(b []byte) (err error) {
	if err = json.Unmarshal(b, &p.text); err == nil {
		p.Pointer, err = jsonptr.Parse(p.text)
	}
	return err
}

func (p *pointers) UnmarshalJSON(b []byte) error { return oneOrMore(b, (*[]pointer)(p)) }

func (t *texts) UnmarshalJSON(b []byte) error { return oneOrMore(b, (*[]string)(t)) }

func oneOrMore[T any](b []byte, list *[]T) error {
	if b[0] == '[' {
		return json.Unmarshal(b, list)
	}
	*list = make([]T, 1)
	return json.Unmarshal(b, &(*list)[0])
}

func (r *resume) UnmarshalJSON(b []byte) error {
	type plain resume
	r.given = true
	return strictly(b, (*plain)(r))
}

func (h *header) UnmarshalJSON(b []byte) error { return falseOr(b, &h.off, &h.name) }

func (r *reconnect) UnmarshalJSON(b []byte) error {
	type plain reconnect
	return falseOr(b, &r.off, (*plain)(r))
}

func falseOr(b []byte, off *bool, value any) error {
	if *off = string(b) == "false"; *off {
		return nil
	}
	return strictly(b, value)
}

func strictly(b []byte, v any) error {
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

// services are the presets in the order of the file.
func services(t *testing.T) []service {
	t.Helper()
	var about map[string]struct{ About, Source, Read string }
	require.NoError(t, json.Unmarshal([]byte(About), &about))
	d := json.NewDecoder(strings.NewReader(Options))
	d.DisallowUnknownFields()
	_, err := d.Token()
	require.NoError(t, err)
	var list []service
	for d.More() {
		name, err := d.Token()
		require.NoError(t, err)
		s := service{name: name.(string)}
		require.NoError(t, d.Decode(&s.Options), name)
		require.Contains(t, about, s.name)
		s.About, s.Source, s.Read = about[s.name].About, about[s.name].Source, about[s.name].Read
		delete(about, s.name)
		list = append(list, s)
	}
	require.Empty(t, about, "services without options")
	return list
}

// words are what a rule can make of a record.
var words = []string{"end", "refresh", "retry", "rotate", "stop", "gap", "last", "warning", "keepalive", "bookmark"}

func TestPresetsSayWhatOptionsCan(t *testing.T) {
	var names []string
	for _, s := range services(t) {
		t.Run(s.name, func(t *testing.T) {
			names = append(names, s.name)
			o := s.Options
			assert.Regexp(t, `^[^|]+\.$`, s.About, "a sentence, for a table")
			assert.Regexp(t, `^(https://\S+)?$`, s.Source)
			assert.Contains(t, framing.Formats(), o.Format)
			assert.False(t, o.Resume.given && !o.Resume.somewhere(), "resume says where")
			assert.False(t, o.Dedupe != nil && len(o.Dedupe.Key) == 0, "dedupe needs a key")
			assert.False(t, o.Gap != nil && o.Gap.WindowMs == nil && o.Gap.Header == "", "gap says how")
			for _, n := range numbers(o) {
				assert.True(t, n > 0 && n <= 1<<30, "%d", n)
			}
			for _, r := range o.Signals {
				checkRule(t, r)
			}
		})
	}
	assert.Len(t, slices.Compact(slices.Sorted(slices.Values(names))), len(names), "a name counts once")
}

func numbers(o options) []int {
	var list []int
	add := func(n *int) {
		if n != nil {
			list = append(list, *n)
		}
	}
	add(o.MaxRecordBytes)
	if o.Dedupe != nil {
		add(o.Dedupe.Window)
	}
	if o.Keepalive != nil {
		add(o.Keepalive.TimeoutMs)
		add(o.Keepalive.ConnectMs)
	}
	if o.Gap != nil {
		add(o.Gap.WindowMs)
	}
	return list
}

func checkRule(t *testing.T, r rule) {
	t.Helper()
	assert.Contains(t, words, r.Then)
	assert.True(t, r.Type != "" || r.At != nil || len(r.Is) > 0, "a rule without a condition matches everything")
	assert.False(t, len(r.Is) > 0 && r.Range != nil, "is or range")
	if r.Range != nil {
		assert.NotNil(t, r.At, "a range is of a member")
		assert.Less(t, r.Range[0], r.Range[1])
	}
	if r.Deliver != nil {
		assert.False(t, *r.Deliver, "delivery is the default")
		assert.NotContains(t, []string{"warning", "keepalive", "bookmark"}, r.Then, "their delivery is fixed")
	}
}

// A type of TypeScript's lists the names, which TypeScript cannot take from the JSON without
// a path that the published package does not have.
// Who is known to send something at an interval, or to end a connection that is silent, is not waited for any longer, nor is the head
// of its response.
func TestSilenceIsBoundedWhereTheServiceHasAnInterval(t *testing.T) {
	var any []string
	for _, s := range services(t) {
		switch k := s.Options.Keepalive; {
		case k == nil:
			any = append(any, s.name)
		case k.TimeoutMs != nil:
			require.NotNil(t, k.ConnectMs, s.name)
			assert.Equal(t, 30_000, *k.ConnectMs, s.name)
		}
	}
	assert.Equal(t, []string{
		"espresso", "espresso-chunked", "docker", "ollama", "openai", "openai-background", "anthropic", "gemini", "nchan",
		"ai-sdk", "workflow", "langgraph", "mcp", "trpc", "wikimedia", "etcd", "journal",
	}, any)
}

func TestTypeScriptKnowsTheNames(t *testing.T) {
	source, err := os.ReadFile("../../../js/src/page/options.ts")
	require.NoError(t, err)
	_, union, found := strings.Cut(string(source), "export type PresetName =")
	require.True(t, found)
	union, _, found = strings.Cut(union, ";")
	require.True(t, found)
	var want, got []string
	for _, match := range regexp.MustCompile(`'([^']+)'`).FindAllStringSubmatch(union, -1) {
		got = append(got, match[1])
	}
	for _, s := range services(t) {
		want = append(want, s.name)
	}
	assert.Equal(t, want, got)
}
