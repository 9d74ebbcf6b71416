package preset

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The codes that no recording has, and the edges of the ranges: what the vendors' lists
// say of each (ably-common's errors.json, hosebird's disconnect codes, centrifugal.dev).
func TestCodesMeanWhatVendorsSay(t *testing.T) {
	readers := map[string]reader{}
	for _, s := range services(t) {
		readers[s.name] = reader{options: s.Options}
	}
	ably := map[string]string{
		"40139": "stop", "40140": "refresh", "40149": "refresh", "40150": "stop", "40000": "stop", "49999": "stop",
		"42899": "stop", "42900": "retry", "42922": "retry", "42999": "retry", "43000": "stop", "50000": "retry", "39999": "retry",
		"80003": "retry", "80006": "gap", "80007": "gap", "80008": "gap", "80012": "gap",
		"90003": "gap", "90004": "gap", "90005": "gap", "90006": "gap",
	}
	twitter := map[string]string{
		"1": "rotate", "2": "stop", "3": "rotate", "4": "rotate", "5": "rotate", "6": "stop", "7": "stop", "8": "retry",
		"9": "stop", "10": "retry", "11": "retry", "12": "retry",
	}
	for _, c := range []struct {
		preset, kind, record string
		words                map[string]string
	}{
		{"ably", "message", `{"event":"error","data":{"code":?}}`, ably},
		{"ably-sse", "error", `{"code":?}`, ably},
		{"ably-sse", "message", `{"code":?}`, map[string]string{"40142": "record", "42910": "record", "80008": "record", "50000": "record"}},
		{"twitter", "message", `{"disconnect":{"code":?}}`, twitter},
		{"twitter-length", "message", `{"disconnect":{"code":?}}`, twitter},
		{"kubernetes", "message", `{"type":"ERROR","object":{"kind":"Status","code":?}}`, map[string]string{"410": "silent gap", "504": "silent retry"}},
		{"kubernetes", "message", `{"kind":"?","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[]}`, map[string]string{"PodList": "silent stop", "Pod": "silent stop"}},
		{"kubernetes", "message", `{"type":"ADDED","object":{"kind":"?","apiVersion":"v1"}}`, map[string]string{"Pod": "record"}},
		{"gemini", "message", `{"promptFeedback":{"blockReason":"?"}}`, map[string]string{"SAFETY": "warning", "": "record"}},
		{"openai", "response.incomplete", `{"type":"?"}`, map[string]string{"response.incomplete": "end", "error": "stop", "response.done": "record"}},
		{"openai", "message", `{"error":?}`, map[string]string{`null`: "record", `"busy"`: "stop"}},
		{"anthropic", "error", `{"type":"error","error":{"type":"?"}}`, map[string]string{
			"overloaded_error": "retry", "api_error": "retry", "rate_limit_error": "retry", "authentication_error": "stop",
		}},
		{"centrifugo", "message", `{"disconnect":{"code":?}}`, map[string]string{
			"3000": "retry", "3005": "refresh", "3010": "gap", "3499": "retry", "3500": "stop", "3999": "stop",
			"4000": "retry", "4499": "retry", "4500": "stop", "4999": "stop",
		}},
		{"centrifugo-ws", "message", `{"id":1,"error":{"code":?,"message":"x"}}`, map[string]string{"109": "silent refresh", "101": "silent stop", "110": "silent stop"}},
		{"centrifugo-ws", "message", `{"id":2,"error":{"code":?,"message":"x"}}`, map[string]string{"109": "silent refresh", "103": "warning", "112": "warning"}},
		{"centrifugo-ws", "message", `{"id":2,"error":{"code":?,"message":"x","temporary":true}}`, map[string]string{"100": "silent retry", "111": "silent retry"}},
		{"graphql-multipart", "message", `{"errors":[{"message":"x"}],?}`, map[string]string{
			`"payload":null`: "stop", `"data":null`: "stop", `"data":{}`: "warning", `"data":null,"hasNext":true`: "warning", `"data":null,"hasNext":false`: "end",
		}},
		{"home-assistant", "message", `{"id":1,"type":"result","success":?,"error":{"message":"x"}}`, map[string]string{"false": "warning", "true": "record"}},
	} {
		require.Contains(t, readers, c.preset)
		reader := readers[c.preset]
		for code, word := range c.words {
			record := strings.Replace(c.record, "?", code, 1)
			assert.Equal(t, word, reader.signal(c.kind, []byte(record)), "%s %s", c.preset, record)
		}
	}
}

// Those that close a WebSocket, of PROTOCOL.md of graphql-ws, and of centrifugal.dev. 4408 is a
// greeting that came late, and may come in time again.
func TestCloseCodesMeanWhatVendorsSay(t *testing.T) {
	byName := map[string]options{}
	for _, s := range services(t) {
		byName[s.name] = s.Options
	}
	for preset, words := range map[string]map[int]string{
		"graphql-transport-ws": {
			1000: "", 1001: "", 4000: "", 4399: "", 4400: "stop", 4401: "stop", 4402: "", 4403: "refresh", 4406: "stop", 4408: "", 4409: "stop", 4429: "stop",
			4500: "",
		},
		"centrifugo-ws": {
			1000: "", 1012: "", 2999: "", 3000: "retry", 3003: "retry", 3004: "retry", 3005: "refresh", 3006: "retry", 3010: "retry", 3499: "retry",
			3500: "stop", 3999: "stop", 4000: "retry", 4499: "retry", 4500: "stop", 4999: "stop",
		},
	} {
		for code, word := range words {
			assert.Equal(t, word, byName[preset].closed(code), "%s %d", preset, code)
		}
	}
}
