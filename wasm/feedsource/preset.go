//go:build !js

package feedsource

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/feedsource/feedsource/wasm/internal/preset"
)

// Presets are the names of the services that are known, in alphabetical order. js/docs/presets.md says what each reads.
func Presets() []string { return slices.Sorted(maps.Keys(presets())) }

// PresetOptions are what a preset stands for; ok is false if there is none of the name.
func PresetOptions(name string) (options Options, ok bool) {
	text, ok := presets()[name]
	if !ok {
		return Options{}, false
	}
	var read presetOptions
	if err := strictly(text, &read); err != nil {
		panic(fmt.Sprintf("feedsource: preset %s: %v", name, err)) // a test has read them all
	}
	return read.options(), true
}

// presets are the texts of the browser's: options.json is the one home of them.
var presets = sync.OnceValue(func() (all map[string]json.RawMessage) {
	if err := json.Unmarshal([]byte(preset.Options), &all); err != nil {
		panic(err)
	}
	return all
})

// presetOptions are the options by the names and in the forms that the browser's have.
type presetOptions struct {
	Format         Format
	Payload        Payload
	Transport      Transport
	Protocols      string
	Greet          sentence
	MaxRecordBytes int
	Hold           *bool
	ID             several
	Resume         *presetResume
	Dedupe         *struct {
		Key    several
		Window int
	}
	Keepalive *struct {
		TimeoutMs, ConnectMs milliseconds
		Ping                 sentence
		Pong                 *presetCondition
	}
	Reconnect *presetReconnect
	Lag       *struct {
		Time   string
		WarnMs milliseconds
	}
	Decode *Decode
	Gap    *struct {
		WindowMs milliseconds
		Header   string
		Stop     bool
	}
	Signals []presetSignal
}

type presetResume struct {
	Page        bool `json:"-"`
	Header      headerName
	Query, Body string
	As          string
	URL, Method string
	From        *From
	Cursor      CursorKind
	Replay      Replay
}

type presetReconnect struct {
	Off       bool `json:"-"`
	AnyMethod *bool
}

type presetSignal struct {
	Type, At string
	Is       several
	Range    *[2]float64
	And      *presetCondition
	Then     SignalWord
	Deliver  *bool
	Says     string
	Close    *closeCodes
	Reply    sentence
}

type presetCondition struct {
	At string
	Is several
}

// options are the same as this package has them.
func (p *presetOptions) options() Options {
	o := Options{
		Format: p.Format, Payload: p.Payload, Transport: p.Transport, Greet: p.Greet.words(), MaxRecordBytes: p.MaxRecordBytes,
		Hold: p.Hold, ID: p.ID, Decode: p.Decode, Resume: p.Resume.options(),
	}
	if p.Protocols != "" {
		o.Protocols = []string{p.Protocols}
	}
	if d := p.Dedupe; d != nil {
		o.Dedupe = &Dedupe{Key: d.Key, Window: d.Window}
		if len(d.Key) == 1 && d.Key[0] == "id" {
			o.Dedupe = &Dedupe{ByID: true, Window: d.Window}
		}
	}
	if k := p.Keepalive; k != nil {
		o.Keepalive = &Keepalive{Timeout: k.TimeoutMs.duration(), Connect: k.ConnectMs.duration(), Ping: k.Ping.words(), Pong: k.Pong.condition()}
	}
	if r := p.Reconnect; r != nil {
		o.Reconnect = &Reconnect{Off: r.Off, AnyMethod: r.AnyMethod}
	}
	if l := p.Lag; l != nil {
		o.Lag = &Lag{Time: l.Time, Warn: l.WarnMs.duration()}
	}
	if g := p.Gap; g != nil {
		o.Gap = &Gap{Window: g.WindowMs.duration(), Header: g.Header, Stop: g.Stop}
	}
	for _, s := range p.Signals {
		o.Signals = append(o.Signals, Signal{
			Type: s.Type, At: s.At, Is: s.Is, Range: s.Range, And: s.And.condition(), Then: s.Then, Deliver: s.Deliver, Says: s.Says,
			Close: (*[2]int)(s.Close), Reply: s.Reply.words(),
		})
	}
	return o
}

func (p *presetResume) options() *Resume {
	if p == nil {
		return nil
	}
	return &Resume{
		Page: p.Page, Header: strings.TrimPrefix(string(p.Header), string(noHeader)), NoHeader: p.Header == noHeader, Query: p.Query, Body: p.Body, As: p.As,
		URL: p.URL, Method: p.Method, From: p.From, Cursor: p.Cursor, Replay: p.Replay,
	}
}

func (p *presetCondition) condition() *Condition {
	if p == nil {
		return nil
	}
	return &Condition{At: p.At, Is: p.Is}
}

// headerName is the name of a header; false is noHeader.
type headerName string

const noHeader headerName = "\x00"

// several are one text or a list of them.
type several []string

// milliseconds are so many.
type milliseconds int

func (ms milliseconds) duration() time.Duration { return time.Duration(ms) * time.Millisecond }

// closeCodes are one, or all from one to another.
type closeCodes [2]int

// sentence is what a WebSocket sends: a text as it is, an object as JSON.
type sentence json.RawMessage

func (s sentence) words() Words {
	if s == nil {
		return nil
	}
	var text string
	if json.Unmarshal(s, &text) == nil {
		return Say(text)
	}
	return Say(json.RawMessage(s))
}

func (s *sentence) UnmarshalJSON(b []byte) error {
	*s = slices.Clone(b)
	return nil
}

func (s *several) UnmarshalJSON(b []byte) error {
	if b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(s))
	}
	*s = make([]string, 1)
	return json.Unmarshal(b, &(*s)[0])
}

func (h *headerName) UnmarshalJSON(b []byte) error {
	if string(b) == "false" {
		*h = noHeader
		return nil
	}
	return json.Unmarshal(b, (*string)(h))
}

func (c *closeCodes) UnmarshalJSON(b []byte) error {
	if b[0] == '[' {
		return json.Unmarshal(b, (*[2]int)(c))
	}
	err := json.Unmarshal(b, &c[0])
	c[1] = c[0]
	return err
}

func (r *presetResume) UnmarshalJSON(b []byte) error {
	if r.Page = string(b) == `"page"`; r.Page {
		return nil
	}
	type plain presetResume
	return strictly(b, (*plain)(r))
}

func (r *presetReconnect) UnmarshalJSON(b []byte) error {
	if r.Off = string(b) == "false"; r.Off {
		return nil
	}
	type plain presetReconnect
	return strictly(b, (*plain)(r))
}

// strictly reads a text that must have no names but those of v.
func strictly(b []byte, v any) error {
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.DisallowUnknownFields()
	return d.Decode(v)
}
