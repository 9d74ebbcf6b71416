package feeds

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// struck reads three messages of Espresso, of which the first is struck by a fault.
func struck(t *testing.T, fault Fault) (string, error) {
	t.Helper()
	s, u := listen(t, frozen())
	_, body := follow(t, u+"/espresso/subscribe?rate=5&count=3")
	count, err := s.Strike("espresso", fault)
	require.NoError(t, err)
	assert.Equal(t, 1, count)
	text, err := io.ReadAll(body)
	return string(text), err
}

func TestStrikesChangeTheNextMessage(t *testing.T) {
	for fault, want := range map[Fault][]string{
		FaultRepeat:    {"1000", "1000", "1001", "1002"},
		FaultDrop:      {"1001", "1002"},
		FaultMalformed: {"1000", "1001", "1002"},
	} {
		body, err := struck(t, fault)
		require.NoError(t, err, fault)
		assert.Equal(t, want, espressoIDs(body), fault)
		assert.Equal(t, fault == FaultMalformed, len(body) > 0 && body[0] == '\xff', fault)
	}
}

func TestMalformedRecordsAreFramed(t *testing.T) {
	s, u := listen(t, frozen())
	for _, c := range []struct{ url, auth, broken string }{
		{gitterRoom + "?rate=5&count=1&burst=1&delimiter=lf", gitterAuth, brokenJSON + "\n"},
		{"/ably/sse" + ablyA + "&rate=5&count=1&burst=1", "", "event: message\ndata: " + brokenJSON + "\n\n"},
		{sampleURL + "?rate=5&take=1&burst=1&delimited=length&extras=0", twitterAuth, "16\r\n" + brokenJSON + "\r\n"},
		{"/espresso/subscribe?rate=5&count=1", "", espressoNoField},
	} {
		_, body := follow(t, u+c.url, c.auth)
		_, err := s.Strike("", FaultMalformed)
		require.NoError(t, err)
		text, err := io.ReadAll(body)
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(strings.TrimLeft(string(text), "\r\n"), c.broken), "%s: %q", c.url, text)
	}
}

// These say nothing ahead of the first message, and so are waited for by name.
func TestMalformedRecordsOfQuietFeedsAreFramed(t *testing.T) {
	for _, c := range []struct{ url, accept, broken string }{
		{tasks + "?feed=continuous&since=now&rate=5&count=1", "", brokenJSON + "\n"},
		{tasks + "?feed=eventsource&since=now&rate=5&count=1", "", "data: " + brokenJSON + "\n\n"},
		{trades + "?rate=5&count=1", "", string(tickerBroken)},
		{camera + "?rate=5&count=1", "", cameraBoundary + "Content-Type: image/jpeg\r\nContent-Length: 3\r\n\r\nbad\r\n"},
		{entries + "?follow&rate=5&count=1", asJSON, brokenJSON + "\n"},
		{entries + "?follow&rate=5&count=1", asEvents, "data: " + brokenJSON + "\n\n"},
	} {
		s, u := listen(t, frozen())
		res := open(t, "GET", u+c.url, "", c.accept)
		require.Len(t, s.Connections(), 1)
		_, err := s.Strike("", FaultMalformed)
		require.NoError(t, err)
		text, err := io.ReadAll(res.Body)
		res.Body.Close()
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(string(text), c.broken), "%s: %.60q", c.url, text)
		assert.Greater(t, len(text), len(c.broken), "the message comes behind it")
	}
}

func TestBurstDoesNotWait(t *testing.T) {
	s, u := listen(t, frozen())
	_, body := follow(t, u+"/espresso/subscribe?rate=2&count=5")
	begin := time.Now()
	_, err := s.Strike("espresso", FaultBurst)
	require.NoError(t, err)
	text, err := io.ReadAll(body)
	require.NoError(t, err)
	assert.Equal(t, []string{"1000", "1001", "1002", "1003", "1004"}, espressoIDs(string(text)))
	assert.Less(t, time.Since(begin), 2200*time.Millisecond, "five intervals would be 2.5 s")
}

func TestSlowTrickles(t *testing.T) {
	s, u := listen(t, frozen())
	_, body := follow(t, u+"/espresso/subscribe?rate=20&count=1")
	_, err := s.Strike("espresso", FaultSlow)
	require.NoError(t, err)
	_, err = body.ReadByte()
	require.NoError(t, err)
	begin := time.Now()
	rest, err := io.ReadAll(body)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, time.Since(begin), time.Duration(len(rest)/slowBytes)*slowPause)
}

func TestSilenceStaysConnected(t *testing.T) {
	s, u := listen(t, frozen())
	_, body := follow(t, u+"/espresso/subscribe?rate=50&keepalive=20")
	_, err := s.Strike("espresso", FaultSilence)
	require.NoError(t, err)
	read := make(chan int)
	go func() {
		defer close(read)
		for {
			if _, err := body.ReadByte(); err != nil {
				return
			}
			read <- 1
		}
	}()
	for silent := false; !silent; {
		select {
		case _, open := <-read:
			require.True(t, open, "the connection ended")
		case <-time.After(500 * time.Millisecond):
			silent = true
		}
	}
	assert.Len(t, s.Connections(), 1)
	s.Cut()
	for range read {
	}
}

func TestUnavailableRefusesTheNextRequest(t *testing.T) {
	s, u := listen(t, frozen())
	_, body := follow(t, u+"/espresso/subscribe")
	_, err := s.Strike("", FaultUnavailable)
	require.NoError(t, err)
	_, err = io.ReadAll(body)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
	r := ask(t, "GET", u+"/espresso/subscribe?take=0")
	assert.Equal(t, http.StatusServiceUnavailable, r.status)
	assert.Equal(t, "2", r.header.Get("Retry-After"))
	assert.Equal(t, http.StatusOK, ask(t, "GET", u+"/espresso/subscribe?take=0").status, "once")
}

func TestOneChannelIsStruck(t *testing.T) {
	s, u := listen(t, frozen())
	room := func(name string) string { return u + "/gitter/v1/rooms/" + name + "/chatMessages" }
	const live = "?burst=1&delimiter=lf"
	_, struck := follow(t, room("one")+live, gitterAuth)
	_, _ = follow(t, room("other")+live, gitterAuth)
	assert.JSONEq(t, `{"struck":1}`, ask(t, "POST", u+"/control/strike?feed=gitter&channel=one&fault=503").body)
	_, err := io.ReadAll(struck)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Len(t, s.Connections(), 1, "the other stays")
	assert.Equal(t, http.StatusOK, ask(t, "GET", room("other")+"?take=0", gitterAuth).status)
	assert.Equal(t, http.StatusServiceUnavailable, ask(t, "GET", room("one")+"?take=0", gitterAuth).status)
}

func TestExpiryEndsStreams(t *testing.T) {
	_, u := listen(t, frozen())
	_, gitter := follow(t, u+gitterRoom+"?burst=1&delimiter=lf", gitterAuth)
	_, ably := follow(t, u+"/ably/sse"+ablyA+"&burst=1")
	r := ask(t, "POST", u+"/control/strike?fault=expiry")
	assert.JSONEq(t, `{"struck":2}`, r.body)
	_, err := io.ReadAll(gitter)
	assert.NoError(t, err, "a clean end")
	words, err := io.ReadAll(ably)
	assert.NoError(t, err)
	assert.Contains(t, string(words), `"code":40142`)
	assert.Equal(t, http.StatusUnauthorized, ask(t, "GET", u+gitterRoom+"?take=0", gitterAuth).status)
	assert.Equal(t, http.StatusOK, ask(t, "GET", u+gitterRoom+"?take=0", gitterAuth).status, "once")
	assert.Equal(t, http.StatusOK, ask(t, "GET", u+"/ably/sse"+ablyA+"&take=0").status, "it had said so")
}

func TestStrikeKnowsItsFaults(t *testing.T) {
	_, u := listen(t, frozen())
	r := ask(t, "POST", u+"/control/strike?fault=flood")
	assert.Equal(t, http.StatusBadRequest, r.status)
	assert.JSONEq(t, `{"error":"there is no fault \"flood\", only 503, away, burst, cut, drop, expiry, malformed, repeat, silence, slow"}`, r.body)
	assert.JSONEq(t, `{"struck":0}`, ask(t, "POST", u+"/control/strike?fault=cut").body)
}

func TestAwayAbortsAllRequestsForAWhile(t *testing.T) {
	s, u := listen(t, frozen())
	_, body := follow(t, u+"/espresso/subscribe")
	struck, err := s.Strike("espresso", FaultAway)
	require.NoError(t, err)
	assert.Equal(t, 1, struck)
	_, err = io.ReadAll(body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	for range 2 {
		request, err := http.NewRequest("GET", u+"/espresso/subscribe?count=1&rate=0", nil)
		require.NoError(t, err)
		_, err = http.DefaultTransport.RoundTrip(request)
		assert.Error(t, err)
	}
	assert.Equal(t, http.StatusOK, ask(t, "GET", u+gitterRoom+"?count=0", gitterAuth).status, "the others stay")
	s.mu.Lock()
	s.away[line{"espresso", "subscribe"}] = time.Now()
	s.mu.Unlock()
	assert.Equal(t, http.StatusOK, ask(t, "GET", u+"/espresso/subscribe?count=1&rate=0").status)
}
