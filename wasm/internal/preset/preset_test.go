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
)

// A service is one preset.
type service struct {
	name    string
	About   string
	Source  string
	Read    string
	Options options
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
var words = []string{"end", "refresh", "retry", "rotate", "stop", "gap", "last", "warning", "keepalive", "bookmark", "ready"}

// quiet are the words whose records are never, or always, delivered.
var quiet = []string{"warning", "keepalive", "bookmark", "ready"}

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
			assert.Contains(t, []string{"", "json"}, o.Payload)
			assert.Contains(t, []string{"", "websocket"}, o.Transport)
			assert.False(t, o.Format == framing.MessageFmt && !o.isWebSocket(), "messages are a WebSocket's")
			assert.False(t, o.says() && !o.isWebSocket(), "by HTTP nothing is said, and nothing has a close code")
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
	record := r.Type != "" || r.At != nil || len(r.Is) > 0
	assert.True(t, record != (r.Close != nil), "a rule is of records or of a close code, and without a condition it matches everything")
	assert.False(t, len(r.Is) > 0 && r.Range != nil, "is or range")
	if r.Range != nil {
		assert.NotNil(t, r.At, "a range is of a member")
		assert.Less(t, r.Range[0], r.Range[1])
	}
	if r.Deliver != nil {
		assert.False(t, *r.Deliver, "delivery is the default")
		assert.NotContains(t, quiet, r.Then, "their delivery is fixed")
	}
	if r.Close != nil {
		assert.True(t, r.Close.low <= r.Close.high && r.Close.low >= 1000 && r.Close.high <= 4999, "close codes")
		assert.False(t, slices.Contains(quiet, r.Then), "a connection that is closed is over")
	}
}

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
		"espresso", "espresso-chunked", "espresso-websocket", "ntfy-ws", "docker", "docker-logs", "ollama", "openai",
		"openai-background", "anthropic", "gemini", "bedrock", "nchan", "ai-sdk", "workflow", "langgraph", "mcp", "graphql-multipart",
		"trpc", "mastodon-ws", "wikimedia", "etcd", "journal", "jetstream", "home-assistant",
	}, any, "those without keepalive: their services may be silent for any time")
}

// A type of TypeScript's lists the names, which TypeScript cannot take from the JSON without
// a path that the published package does not have.
func TestTypeScriptKnowsTheNames(t *testing.T) {
	source, err := os.ReadFile("../../../js/src/page/option-words.ts")
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
