package app

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/feeds"
	"github.com/feedsource/feedsource/web/relay/internal/config"
)

// local are the demo's feeds, which say nothing by themselves.
func local(t *testing.T) string {
	t.Helper()
	server := feeds.New(feeds.Options{Interval: time.Hour})
	host := httptest.NewServer(server)
	t.Cleanup(host.Close)
	t.Cleanup(func() { server.Cut() })
	return host.URL
}

// A notebook is a log that tests look into.
type notebook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (n *notebook) Write(text []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(text)
}

func (n *notebook) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

func load(t *testing.T, text string) *config.Config {
	t.Helper()
	if !strings.Contains(text, "[feeds.") {
		text += "[feeds.nowhere]\nurl = \"http://127.0.0.1:1/\"\n"
	}
	name := filepath.Join(t.TempDir(), "relay.toml")
	require.NoError(t, os.WriteFile(name, []byte("listen = \"127.0.0.1:0\"\nlease = \"2s\"\n"+text), 0o600))
	c, err := config.Load(name)
	require.NoError(t, err)
	return c
}

func start(t *testing.T, c *config.Config) (a *App, log *notebook, stop func()) {
	t.Helper()
	log = &notebook{}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	a, err := Start(ctx, c, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	require.NoError(t, err)
	var once sync.Once
	stop = func() { once.Do(func() { assert.NoError(t, a.Stop(context.WithoutCancel(t.Context()))) }) }
	t.Cleanup(stop)
	return a, log, stop
}

func get(t *testing.T, url string, headers ...string) *http.Response {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	require.NoError(t, err)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

func text(t *testing.T, url string) string {
	t.Helper()
	body, err := io.ReadAll(get(t, url).Body)
	require.NoError(t, err)
	return string(body)
}

// ready waits until the relay says that it is.
func ready(t *testing.T, a *App) {
	t.Helper()
	require.Eventually(t, func() bool { return get(t, a.URL()+"/readyz").StatusCode == http.StatusOK }, time.Minute, 20*time.Millisecond)
}

// read gives ids and numbers ("… #42") of so many events.
func read(t *testing.T, body io.Reader, many int) (ids, numbers []string) {
	t.Helper()
	lines, id := bufio.NewScanner(body), ""
	for len(numbers) < many {
		require.True(t, lines.Scan(), "the body ended after %v: %v", numbers, lines.Err())
		if at, found := strings.CutPrefix(lines.Text(), "id: "); found {
			id = at
		}
		if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
			_, number, _ := strings.Cut(data, " #")
			number, _, _ = strings.Cut(number, `"`)
			ids, numbers = append(ids, id), append(numbers, number)
		}
	}
	return ids, numbers
}

func TestRelayReadsKeepsAndServes(t *testing.T) {
	folder := t.TempDir()
	room := func(count int) *config.Config {
		return load(t, fmt.Sprintf(`folder = %q
[feeds.room]
url = "%s/espresso/subscribe?from=1&count=%d&rate=0&hold=1"
preset = "espresso"
`, folder, local(t), count))
	}
	a, _, stop := start(t, room(20))
	ready(t, a)
	r := get(t, a.URL()+"/feeds/room?after=oldest")
	ids, numbers := read(t, r.Body, 20)
	for i, n := range numbers {
		assert.Equal(t, fmt.Sprint(i+1), n)
	}
	for _, line := range []string{
		`relay_lease{feed="room"} 1`, `relay_stored_records_total{feed="room"} 20`, `relay_readers{face="sse",feed="room"} 1`,
		`relay_delivered_records_total{feed="room"} 20`, `relay_stream_last_sequence{feed="room"} 21`,
	} {
		// What was done is counted when it is, and the reader may have it by then.
		assert.Eventually(t, func() bool { return strings.Contains(text(t, a.URL()+"/metrics"), line+"\n") }, time.Minute, 10*time.Millisecond, line)
	}
	stop()
	rest, err := io.ReadAll(r.Body)
	require.NoError(t, err, "a reader is sent away, and not cut")
	assert.Contains(t, string(rest), "retry: ")

	t.Run("and goes on after a restart", func(t *testing.T) {
		a, _, _ := start(t, room(30))
		ready(t, a)
		_, numbers := read(t, get(t, a.URL()+"/feeds/room", "Last-Event-ID", ids[9]).Body, 20)
		for i, n := range numbers {
			assert.Equal(t, fmt.Sprint(i+11), n)
		}
	})
}

func TestReloadTakesFeedsOver(t *testing.T) {
	base, folder := local(t), t.TempDir()
	feed := func(name string, many int) string {
		return fmt.Sprintf("[feeds.%s]\nurl = \"%s/espresso/subscribe?from=1&count=%d&rate=0&hold=1\"\n", name, base, many)
	}
	with := func(parts ...string) *config.Config {
		return load(t, fmt.Sprintf("folder = %q\n", folder)+strings.Join(parts, ""))
	}
	a, log, _ := start(t, with(feed("a", 2), feed("b", 2)))
	ready(t, a)
	kept := get(t, a.URL()+"/feeds/a?after=oldest")
	read(t, kept.Body, 2)
	changed := get(t, a.URL()+"/feeds/b?after=oldest")
	ids, _ := read(t, changed.Body, 2)

	after := with("max_size = \"1GB\"\n", feed("a", 2), feed("b", 5), feed("c", 1))
	require.NoError(t, a.Reload(t.Context(), after))
	back := get(t, a.URL()+"/feeds/b", "Last-Event-ID", ids[1])
	require.Equal(t, http.StatusOK, back.StatusCode, "who comes back at once is let in: many do not ask again after a 503")
	rest, err := io.ReadAll(changed.Body)
	require.NoError(t, err, "a reader of a feed that is changed is sent away")
	assert.Contains(t, string(rest), "retry: ")
	_, numbers := read(t, back.Body, 3)
	assert.Equal(t, []string{"3", "4", "5"}, numbers, "and comes back to where it was")
	ready(t, a)
	dropped := get(t, a.URL()+"/feeds/c?after=oldest")
	read(t, dropped.Body, 1)
	assert.Contains(t, log.String(), `keys=max_size`)
	const elsewhere = `level=WARN msg="what is read goes on after the cursor of what was read before; another feed needs another name" feed=b changed=url`
	assert.Equal(t, 1, strings.Count(log.String(), "another feed needs"), log.String())
	assert.Contains(t, log.String(), elsewhere)
	assert.NotContains(t, log.String(), "feed=a msg=\"the feed is not read")

	require.NoError(t, a.Reload(t.Context(), with(feed("a", 2))))
	_, err = io.ReadAll(dropped.Body)
	require.NoError(t, err, "a reader of a feed that is dropped is sent away")
	require.Eventually(t, func() bool {
		metrics := text(t, a.URL()+"/metrics")
		return strings.Contains(metrics, `feed="a"`) && !strings.Contains(metrics, `feed="b"`) && !strings.Contains(metrics, `feed="c"`)
	}, time.Minute, 10*time.Millisecond, "and nothing is counted of it")
	assert.Equal(t, http.StatusNotFound, get(t, a.URL()+"/feeds/b").StatusCode)
	impossible := with(feed("b", 2))
	impossible.Feeds["b"].Keep.Age = time.Millisecond // which JetStream refuses
	brief, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	require.ErrorContains(t, a.Reload(brief, impossible), "feeds.b: making the stream RELAY_b: ")
	ready(t, a)
	assert.Equal(t, http.StatusOK, get(t, a.URL()+"/feeds/a").StatusCode, "what cannot be leaves all as it was")
	assert.Equal(t, http.StatusNotFound, get(t, a.URL()+"/feeds/b").StatusCode)
}

// Upstream's answers say what was asked for, and errors what was answered.
func TestSecretsStayOutOfLogs(t *testing.T) {
	t.Setenv("HUSH", "secret-of-env")
	file := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(file, []byte("secret-of-file\n"), 0o600))
	asked := make(chan http.Header, 100)
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Header
		http.Error(w, r.URL.String()+" "+r.Header.Get("Authorization")+" "+r.Header.Get("X-Key"), http.StatusForbidden)
	}))
	defer host.Close()
	a, log, stop := start(t, load(t, fmt.Sprintf(`folder = %q
[feeds.room]
url = "%s/room?key=${HUSH}&plain=secret-in-query"
headers = { Authorization = "Bearer ${file:%s}", X-Key = "${HUSH}" }
`, t.TempDir(), host.URL, file)))
	ready(t, a)
	got := <-asked
	assert.Equal(t, "Bearer secret-of-file", got.Get("Authorization"))
	assert.Equal(t, "secret-of-env", got.Get("X-Key"))
	require.Eventually(t, func() bool { return strings.Contains(log.String(), "403") }, time.Minute, 10*time.Millisecond)
	metrics := text(t, a.URL()+"/metrics")
	stop()
	for _, secret := range []string{"secret-of-env", "secret-of-file", "secret-in-query"} {
		assert.NotContains(t, log.String(), secret)
		assert.NotContains(t, metrics, secret)
	}
}

func TestUpstreamThatIsDownOrLies(t *testing.T) {
	dead, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, dead.Close())
	liar := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<html>please log in</html>"))
	}))
	defer liar.Close()
	a, log, _ := start(t, load(t, fmt.Sprintf("folder = %q\n[feeds.down]\nurl = \"http://%s/\"\n[feeds.liar]\nurl = \"%s\"\n[feeds.good]\nurl = \"%s\"\n",
		t.TempDir(), dead.Addr(), liar.URL, local(t)+"/espresso/subscribe?from=1&count=1&rate=0&hold=1")))
	ready(t, a)
	read(t, get(t, a.URL()+"/feeds/good?after=oldest").Body, 1)
	require.Eventually(t, func() bool {
		return strings.Contains(log.String(), "feed=down type=network") && strings.Contains(log.String(), "feed=liar type=content-type")
	}, time.Minute, 10*time.Millisecond, log.String)
	assert.Equal(t, "ok\n", text(t, a.URL()+"/healthz"))
}

func TestRequestThatIsNeverMadeIsGivenUp(t *testing.T) {
	a, _, _ := start(t, load(t, fmt.Sprintf("folder = %q\n", t.TempDir())))
	conn, err := net.Dial("tcp", strings.TrimPrefix(a.URL(), "http://"))
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.Write([]byte("GET /feeds/room HTTP/1.1\r\nHost: relay\r\nX-Slow: "))
	require.NoError(t, err)
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(time.Minute)))
	rest, err := io.ReadAll(conn)
	require.NoError(t, err, "closed by the relay")
	assert.NotContains(t, string(rest), "200 OK")
}

func TestStartSaysWhatIsWrong(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	c := load(t, "")
	c.Listen = taken.Addr().String()
	_, err = Start(t.Context(), c, slog.New(slog.DiscardHandler))
	assert.ErrorContains(t, err, "address already in use")
}
