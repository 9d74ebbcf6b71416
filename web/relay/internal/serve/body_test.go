package serve

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A reader of whatever version of HTTP/1 is answered in the form of it, and told where the body ends.
func TestAnswersOfConnectionsThatAreTakenOver(t *testing.T) {
	for name, c := range map[string]struct {
		request string
		chunked bool
	}{
		"HTTP/1.1":               {"GET /feeds/room?after=oldest HTTP/1.1\r\nHost: relay\r\nOrigin: https://app.example\r\n\r\n", true},
		"one that says no more":  {"GET /feeds/room?after=oldest HTTP/1.1\r\nHost: relay\r\nOrigin: https://app.example\r\n\r\nGET / HTTP/1.1\r\n\r\n", true},
		"HTTP/1.0 has no chunks": {"GET /feeds/room?after=oldest HTTP/1.0\r\nOrigin: https://app.example\r\n\r\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, Options{Origins: []string{"https://app.example"}, Spread: time.Nanosecond}, 1<<20).begin(t, 3)
			conn, err := net.Dial("tcp", s.Listener.Addr().String())
			require.NoError(t, err)
			defer conn.Close()
			_, err = conn.Write([]byte(c.request))
			require.NoError(t, err)
			answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
			require.NoError(t, err)
			assert.Equal(t, http.StatusOK, answer.StatusCode)
			assert.Equal(t, c.chunked, len(answer.TransferEncoding) == 1)
			assert.Equal(t, "https://app.example", answer.Header.Get("Access-Control-Allow-Origin"))
			assert.NotEmpty(t, answer.Header.Get("Date"))
			assert.True(t, answer.Close)
			_, numbers := events(t, answer.Body, 3)
			assert.Equal(t, []string{"1", "2", "3"}, numbers)
			s.relay.Drain()
			_, err = io.ReadAll(answer.Body)
			require.NoError(t, err, "the end is not a cut")
			require.Eventually(t, func() bool { return s.told.is(func(a *account) bool { return len(a.closed) == 1 }) }, time.Minute, time.Millisecond)
			require.NoError(t, s.relay.Wait(t.Context()))
		})
	}
}

func TestWaitIsForReaders(t *testing.T) {
	s := serve(t, Options{}, 1<<20).begin(t, 1)
	s.get(t, "/feeds/room")
	require.Eventually(t, func() bool { return s.told.is(func(a *account) bool { return a.open == 1 }) }, time.Minute, time.Millisecond)
	done, cancel := context.WithCancel(t.Context())
	cancel()
	assert.ErrorIs(t, s.relay.Wait(done), context.Canceled)
	s.relay.Drain()
	assert.NoError(t, s.relay.Wait(t.Context()))
}
