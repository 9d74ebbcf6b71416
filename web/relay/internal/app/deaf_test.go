package app

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// What takes nothing by HTTP/2 holds back its stream, not the connection: other streams of it go on.
func TestDeafStreamIsEnded(t *testing.T) {
	a, lender := startTLS(t, `write_timeout = "1s"`, 100)
	client := lender.Client()
	require.Eventually(t, func() bool {
		r, err := client.Get(a.URL() + "/readyz")
		return err == nil && r.Body.Close() == nil && r.StatusCode == http.StatusOK
	}, time.Minute, 20*time.Millisecond)
	conn := dialTLS(t, a, "h2")
	require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	_, err := conn.Write([]byte(http2.ClientPreface))
	require.NoError(t, err)
	frames := http2.NewFramer(conn, conn)
	frames.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	require.NoError(t, frames.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 16}))
	const deaf, good = 1, 3
	for _, stream := range []uint32{deaf, good} {
		require.NoError(t, frames.WriteHeaders(http2.HeadersFrameParam{
			StreamID: stream, BlockFragment: request(a, "/feeds/room?after=oldest"), EndStream: true, EndHeaders: true,
		}))
	}
	require.NoError(t, frames.WriteWindowUpdate(good, 1<<20))
	var beats int
	var isReset bool
	for beats < 2 || !isReset {
		frame, err := frames.ReadFrame()
		require.NoError(t, err)
		switch f := frame.(type) {
		case *http2.MetaHeadersFrame:
			assert.Equal(t, "200", f.PseudoValue("status"))
		case *http2.RSTStreamFrame:
			require.EqualValues(t, deaf, f.StreamID)
			isReset = true
		case *http2.DataFrame:
			if isReset && f.StreamID == good {
				beats += bytes.Count(f.Data(), []byte("\n\n"))
			}
		}
	}
	require.Eventually(t, func() bool {
		r, err := client.Get(a.URL() + "/metrics")
		require.NoError(t, err)
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		return strings.Contains(string(body), `relay_readers{face="sse",feed="room"} 1`)
	}, time.Minute, 20*time.Millisecond)
}

func TestHalfAHandshakeIsEnded(t *testing.T) {
	a, _ := startTLS(t, "", 1)
	for name, begin := range map[string]string{"nothing": "", "half a ClientHello": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(a.URL(), "https://"))
		require.NoError(t, err)
		defer conn.Close()
		_, err = io.WriteString(conn, begin)
		require.NoError(t, err)
		require.NoError(t, conn.SetReadDeadline(time.Now().Add(time.Minute)))
		_, err = io.Copy(io.Discard, conn)
		assert.NoError(t, err, name)
	}
}

func dialTLS(t *testing.T, a *App, protocol string) *tls.Conn {
	t.Helper()
	conn, err := tls.Dial("tcp", strings.TrimPrefix(a.URL(), "https://"), &tls.Config{InsecureSkipVerify: true, NextProtos: []string{protocol}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	require.Equal(t, protocol, conn.ConnectionState().NegotiatedProtocol)
	return conn
}

// request is the head of one, as HTTP/2 has it.
func request(a *App, path string) []byte {
	var block bytes.Buffer
	encoder := hpack.NewEncoder(&block)
	for _, f := range [][2]string{
		{":method", "GET"}, {":scheme", "https"}, {":authority", strings.TrimPrefix(a.URL(), "https://")}, {":path", path},
	} {
		_ = encoder.WriteField(hpack.HeaderField{Name: f[0], Value: f[1]}) // to memory
	}
	return block.Bytes()
}
