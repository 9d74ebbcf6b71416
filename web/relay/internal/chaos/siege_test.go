package chaos

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// besieged is a node with two feeds, one of numbers and one of long records, which are for those who have a token.
func besieged(t *testing.T) (n *node, token string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	require.NoError(t, err)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	require.NoError(t, err)
	token, err = jwt.Signed(signer).Claims(map[string]any{
		"iss": "siege", "exp": time.Now().Add(time.Hour).Unix(), "feeds": []string{"*"},
	}).Serialize()
	require.NoError(t, err)

	port := freePorts(t, 1)[0]
	n = &node{t: t, binary: build(t), folder: t.TempDir(), data: t.TempDir(), name: "alone", url: fmt.Sprintf("http://127.0.0.1:%d", port)}
	require.NoError(t, os.WriteFile(n.file("keys.pem"), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), 0o600))
	require.NoError(t, os.WriteFile(n.file("relay.toml"), fmt.Appendf(nil, `listen = "127.0.0.1:%d"
name = "alone"
folder = %q
sync = "1s"
[readers]
heartbeat = "2s"
write_timeout = "5s"
max = 20000
[auth]
keys = %q
issuer = "siege"
[feeds.room]
url = %q
[feeds.long]
url = %q
`, port, n.data, n.file("keys.pem"), newUpstream(t, 10*time.Millisecond).URL, long(t)), 0o600))
	n.start()
	require.Eventually(t, n.isReady, time.Minute, 50*time.Millisecond)
	return n, token
}

// long is a feed of 20 MiB, in records of 64 KiB that do not compress well.
func long(t *testing.T) (url string) {
	noise := make([]byte, 32<<10)
	_, _ = rand.Read(noise)
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		if r.Header.Get("Last-Event-ID") == "" {
			for i := range 320 {
				_, _ = fmt.Fprintf(w, "id: %d\ndata: %s\n\n", i+1, hex.EncodeToString(noise))
			}
		}
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	t.Cleanup(host.Close)
	t.Cleanup(host.CloseClientConnections)
	return host.URL
}

// A besieger is a connection that takes room and gives nothing.
type besieger struct {
	net.Conn
	request string
}

// besiegers connect, with little room for what the node sends, and say what the request begins with.
func besiegers(t *testing.T, n *node, many int, request string) (all []*besieger) {
	t.Helper()
	dialer := &net.Dialer{Timeout: time.Minute, Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) { _ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4096) })
	}}
	for range many {
		conn, err := dialer.Dial("tcp", strings.TrimPrefix(n.url, "http://"))
		require.NoError(t, err)
		_, err = conn.Write([]byte(request))
		require.NoError(t, err)
		all = append(all, &besieger{conn, request})
	}
	t.Cleanup(func() {
		for _, b := range all {
			_ = b.Close()
		}
	})
	return all
}

// end waits until the node has closed the connection, and gives what it said first.
func (b *besieger) end(t *testing.T) (said string) {
	t.Helper()
	require.NoError(t, b.SetReadDeadline(time.Now().Add(time.Minute)))
	buffer := make([]byte, 32<<10)
	for {
		many, err := b.Read(buffer)
		if said == "" {
			said = string(buffer[:many])
		}
		if err != nil {
			require.False(t, os.IsTimeout(err), "%q is still open", b.request)
			return said
		}
	}
}

// epoch is that of the long feed.
func (n *node) epoch(token string) string {
	request, err := http.NewRequest(http.MethodGet, n.url+"/feeds/long?offset=-1", nil)
	require.NoError(n.t, err)
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := client.Do(request)
	require.NoError(n.t, err)
	defer response.Body.Close()
	epoch, _, _ := strings.Cut(response.Header.Get("Stream-Next-Offset"), "_")
	return epoch
}

// watchMemory gives the most that it has seen.
func (n *node) watchMemory(ctx context.Context) func() float64 {
	var mu sync.Mutex
	most := n.memory()
	go func() {
		for ctx.Err() == nil {
			now := n.memory()
			mu.Lock()
			most = max(most, now)
			mu.Unlock()
			time.Sleep(100 * time.Millisecond)
		}
	}()
	return func() float64 {
		mu.Lock()
		defer mu.Unlock()
		return most
	}
}

func (n *node) memory() float64 {
	_, body := n.get("/metrics")
	for line := range strings.Lines(body) {
		var bytes float64
		if _, err := fmt.Sscanf(line, "process_resident_memory_bytes %g", &bytes); err == nil {
			return bytes
		}
	}
	return 0
}

// TestSiege has thousands of connections that are half open: requests that never end, and readers with a token who read nothing
// of what they have asked for. RELAY_CHAOS=1 has ten thousand. Others go on as if nothing were, and the node's memory stays bounded.
func TestSiege(t *testing.T) {
	many := 500
	if os.Getenv("RELAY_CHAOS") != "" {
		many = 2500
	}
	n, token := besieged(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var good readings
	enter := func() {
		r := &reader{urls: []string{n.url}, feed: room, token: token}
		go r.run(ctx)
		good = append(good, r)
	}
	enter()
	good.reach(t, 100)
	require.Eventually(t, func() bool {
		_, metrics := n.get("/metrics")
		return strings.Contains(metrics, `relay_stored_records_total{feed="long"} 320`)
	}, time.Minute, 50*time.Millisecond)
	epoch := n.epoch(token)
	before := n.memory()
	most := n.watchMemory(ctx)

	ask := func(path, token string) string {
		return "GET " + path + " HTTP/1.1\r\nHost: relay\r\nAuthorization: Bearer " + token + "\r\n"
	}
	endless := besiegers(t, n, many, ask("/feeds/room", token)+"X-Slow: ")
	silent := besiegers(t, n, many, "GET /feeds/ro")
	var deaf []*besieger
	for i := range 2 * many { // who are at many places, so that they share nothing
		coding := []string{"identity", "zstd"}[i%2]
		deaf = append(deaf, besiegers(t, n, 1, ask("/feeds/long", token)+
			fmt.Sprintf("Last-Event-ID: %s.%d\r\nAccept-Encoding: %s\r\n\r\n", epoch, 1+i%300, coding))...)
	}
	strangers := besiegers(t, n, 20, ask("/feeds/long?after=oldest", token[:len(token)-8]+"AAAAAAAA")+"Connection: close\r\n\r\n")
	enter() // who comes in the midst of it is let in
	good.reach(t, good[0].account().Last+500)

	for _, b := range append(endless, silent...) {
		assert.NotContains(t, b.end(t), "200 OK")
	}
	for _, b := range strangers {
		assert.Contains(t, b.end(t), "401 Unauthorized")
	}
	require.Eventually(t, func() bool {
		_, metrics := n.get("/metrics")
		return strings.Contains(metrics, `relay_readers{face="sse",feed="long"} 0`)
	}, time.Minute, 50*time.Millisecond)
	for _, b := range deaf {
		b.end(t)
	}
	_, metrics := n.get("/metrics")
	assert.Contains(t, metrics, fmt.Sprintf(`relay_readers_closed_total{face="sse",feed="long",why="stuck"} %d`, 2*many))
	good.reach(t, good[0].account().Last+100)
	for _, r := range good {
		assert.Empty(t, r.account().Wrong)
		assert.Equal(t, 1, r.account().Opens, "nobody was sent away")
	}
	t.Logf("%d connections: %.0f MiB ahead of them, %.0f MiB at most", 4*many+20, before/(1<<20), most()/(1<<20))
	assert.Less(t, (most()-before)/float64(4*many), 256.0*1024, "bytes for each")
}
