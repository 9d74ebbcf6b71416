package feed

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// A page whose clock is fast sees every date in the past. Asked for the second time in a
// row, the curve counts: the server must not be asked in a hot loop.
func TestWaitThatIsOverIsBelievedOnce(t *testing.T) {
	const fast = 1_900_000_000_000
	for name, c := range map[string]struct {
		head  Head
		curve time.Duration
	}{
		"Retry-After: 0":           {Head{Status: 503, RetryAfter: "0"}, 5 * second},
		"Retry-After, passed":      {Head{Status: 503, RetryAfter: "Sun, 06 Nov 1994 08:49:37 GMT", Wall: fast}, 5 * second},
		"x-rate-limit-reset":       {Head{Status: 429, RateLimitReset: "1", Wall: fast}, time.Minute},
		"both, of which one is 0":  {Head{Status: 429, RateLimitReset: "1900000009", RetryAfter: "0", Wall: fast}, time.Minute},
		"a status that stays, too": {Head{Status: 425, RetryAfter: "0"}, 5 * second},
	} {
		m := newMachine(t, Config{})
		got := waits(t, m, 3, func(attempt int) []Action {
			m.Response(attempt, 0, c.head)
			return explain(m, attempt, 0, "")
		})
		assert.Equal(t, []time.Duration{0, c.curve, 2 * c.curve}, got, name)
	}
}

func TestHintsThatAreNoTimes(t *testing.T) {
	for _, hint := range []string{
		"-1", "-99999999999", "NaN", "Infinity", "-Infinity", "1e9", "0x10", "99999999999999999999999", "3.5", "",
		"Sat, 13 Sep 275761 00:00:00 GMT", "Sat, 13 Sep 275760 00:00:00 GMT", "Sat, 99 Sep 2027 00:00:00 GMT", "2027-01-01T00:00:00Z", "\x00",
	} {
		m := newMachine(t, Config{})
		got := waits(t, m, 2, func(attempt int) []Action {
			m.Response(attempt, 0, Head{Status: 503, RetryAfter: hint, RateLimitReset: hint, Wall: 1_900_000_000_000})
			return explain(m, attempt, 0, "")
		})
		assert.Equal(t, []time.Duration{5 * second, 10 * second}, got, "%q", hint)
	}
}

// A timer of a browser holds 2^31-1 milliseconds; one set for more fires at once.
func TestHugeHintsFitATimer(t *testing.T) {
	const longest = (1<<31 - 1) * time.Millisecond
	for _, h := range []Head{
		{Status: 503, RetryAfter: "2147483647"},
		{Status: 503, RetryAfter: "Fri, 31 Dec 9999 23:59:59 GMT", Wall: 1_900_000_000_000},
		{Status: 429, RateLimitReset: "1099511627776", Wall: 1_900_000_000_000},
	} {
		m := newMachine(t, Config{})
		m.Response(1, 0, h)
		assert.Equal(t, longest, failure(t, explain(m, 1, 0, "")).RetryIn, h)
	}
}

// Chromium quotes the URL that it will not fetch, with the password in it.
func TestMessagesHoldNoURLWithItsSecrets(t *testing.T) {
	said := "TypeError: Request cannot be constructed from a URL that includes credentials: https://me:pass@feeds.example/v1?access_token=secret#secret"
	m := newMachine(t, Config{})
	assert.Equal(t, where+": no response (TypeError: Request cannot be constructed from a URL that includes credentials: "+where+
		"); trying again at once.", failure(t, m.Unreachable(1, 0, said)).Message)
	m = newMachine(t, Config{})
	assert.NotContains(t, failure(t, m.Unaskable(1, 0, said)).Message, "secret")
	m = newMachine(t, Config{})
	m.Response(1, 0, eventStream)
	assert.NotContains(t, failure(t, m.Ended(1, 0, said)).Message, "secret")

	for said, want := range map[string]string{
		"":         "",
		"://":      "://",
		"no URL":   "no URL",
		"a://":     "a://",
		"(x://y?)": "(x://y",
		`GET "http://a/b?c" and 'wss://u@d/e#f' failed`: `GET "http://a/b" and 'wss://d/e failed`,
		"http://a/b?next=https://c/d?e":                 "http://a/b",
	} {
		assert.Equal(t, want, veiled(said))
	}
}

func TestReasonPhraseIsAFewWords(t *testing.T) {
	m := newMachine(t, Config{})
	m.Response(1, 0, Head{Status: 503, StatusText: "\x1b[31m" + strings.Repeat("x", 100_000)})
	assert.Equal(t, where+`: the server answered 503 \x1b[31m`+strings.Repeat("x", 75)+"…; trying again in 5.0 s.", failure(t, explain(m, 1, 0, "")).Message)
}

// What is no UTF-8 goes back as the page sees it: C0 8A, and C0 8D before it, are CR LF
// to a server that decodes laxly.
func TestIDThatIsNoUTF8IsSentAsThePageSeesIt(t *testing.T) {
	for id, want := range map[string]string{
		"a\xc0\x8d\xc0\x8aX: 1": "a����X: 1",
		"\xed\xa0\x80":          "���", // a surrogate
		"\xe2\x82":              "�",
		"\xe2\x82a":             "�a",
		"\xf0\x9f\x98é":         "�é",
		"\xff\xfe�":             "���",
		"日é😀":                   "日é😀",
	} {
		m := newMachine(t, Config{})
		m.Response(1, 0, eventStream)
		send(t, m, 1, "id: "+id+"\ndata: x\n\n")
		m.Ended(1, 0, "")
		assert.Equal(t, want, m.Timer(0, false)[0].Cursor, "%q", id)
	}
	c := Config{Format: framing.NDJSON, ID: []Member{compile(t, "/id")}, Resume: Resume{Query: "since"}}
	m := newMachine(t, c)
	m.Response(1, 0, Head{Status: 200})
	send(t, m, 1, "{\"id\":\"a\xc0\x8a&x=y#\"}\n")
	m.Ended(1, 0, "")
	dial := m.Timer(0, false)
	require.Len(t, dial, 1)
	assert.Equal(t, where+"?since=a%EF%BF%BD%EF%BF%BD%26x%3Dy%23", dial[0].URL)
}
