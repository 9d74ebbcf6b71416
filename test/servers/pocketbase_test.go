package servers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A base is a PocketBase with a collection that everybody may write to and listen to.
type base struct {
	*process
	t     *testing.T
	token string
}

func startPocketBase(t *testing.T) *base {
	t.Helper()
	program := built(t, "pocketbase")
	folder := "--dir=" + t.TempDir()
	made, err := exec.Command(program, "superuser", "upsert", "root@example.com", "right-password", folder, "--dev=false").CombinedOutput()
	require.NoError(t, err, string(made))
	b := &base{t: t, process: run(t, program, "serve", "--http=ADDRESS", folder, "--dev=false")}
	var session struct{ Token string }
	b.ask("/api/collections/_superusers/auth-with-password",
		harness.Args{"identity": "root@example.com", "password": "right-password"}, &session)
	b.token = session.Token
	b.ask("/api/collections", harness.Args{
		"name": "ticks", "type": "base", "listRule": "", "viewRule": "", "createRule": "",
		"fields": []harness.Args{{"name": "n", "type": "number"}},
	}, nil)
	return b
}

func (b *base) ask(path string, body harness.Args, answer any) {
	b.t.Helper()
	b.askBy(http.MethodPost, path, body, answer)
}

func (b *base) askBy(method, path string, body harness.Args, answer any) {
	b.t.Helper()
	request, err := http.NewRequest(method, b.url()+path, bytes.NewReader([]byte(harness.JS(body))))
	require.NoError(b.t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", b.token)
	r, err := http.DefaultClient.Do(request)
	require.NoError(b.t, err)
	defer func() { _ = r.Body.Close() }()
	require.Less(b.t, r.StatusCode, 300, path)
	if answer != nil {
		require.NoError(b.t, json.NewDecoder(r.Body).Decode(answer))
	}
}

// subscribe asks for the collection's changes on a connection, which says its name first.
func (b *base) subscribe(connected record) (client string) {
	b.t.Helper()
	assert.Equal(b.t, "PB_CONNECT", connected.Type)
	var data struct{ ClientID string }
	require.NoError(b.t, json.Unmarshal([]byte(connected.Data), &data))
	b.ask("/api/realtime", harness.Args{"clientId": data.ClientID, "subscriptions": []string{"ticks/*"}}, nil)
	return data.ClientID
}

func (b *base) create(n int) {
	b.t.Helper()
	b.ask("/api/collections/ticks/records", harness.Args{"n": n}, nil)
}

// PocketBase keeps nothing for those that are away: its id is the name of a connection.
// What is asked of a feed is that it says so, and subscribes again. A connection has no
// credentials: those go with a subscription, which the page sends.
func TestPocketBase(t *testing.T) {
	t.Parallel()
	b := startPocketBase(t)
	page := open(t)
	for name, happen := range map[string]func(*testing.T, *wire){
		"cut (RST)":            func(_ *testing.T, w *wire) { w.cut() },
		"closed (FIN)":         func(_ *testing.T, w *wire) { w.finish() },
		"silent":               func(t *testing.T, w *wire) { w.silence(t) },
		"the server restarted": func(*testing.T, *wire) { b.stop(); b.start() },
		"the server killed":    func(*testing.T, *wire) { b.kill(); b.start() },
	} {
		t.Run(name, func(t *testing.T) {
			w := lay(t, b.address)
			init := harness.Args{"preset": "pocketbase"}
			if name == "silent" {
				init["keepalive"] = harness.Args{"timeoutMs": 1000}
			}
			r := read(page, w.url+"/api/realtime", setting{init: init})
			defer r.close()
			got := r.until(harness.Args{"Records": 1})
			require.Len(t, got.Records, 1)
			first := b.subscribe(got.Records[0])
			b.create(1)
			got = r.until(harness.Args{"Records": 2})
			require.Len(t, got.Records, 2)
			assert.Contains(t, got.Records[1].Data, `"n":1`)
			happen(t, w)
			got = r.until(harness.Args{"Records": 3, "Gaps": 1})
			require.Len(t, got.Records, 3)
			assert.NotEqual(t, first, b.subscribe(got.Records[2]))
			b.create(2)
			got = r.until(harness.Args{"Text": `"n":2`})
			assert.Equal(t, "ticks/*", got.Records[len(got.Records)-1].Type)
			assert.Equal(t, []string{"no-resume"}, got.Gaps, fmt.Sprint(got.Errors))
		})
	}
	t.Run("too many connections are refused", func(t *testing.T) {
		b.askBy(http.MethodPatch, "/api/settings", harness.Args{"rateLimits": harness.Args{
			"enabled": true, "rules": []harness.Args{{"label": "GET /api/realtime", "maxRequests": 1, "duration": 600}},
		}}, nil)
		first := read(page, b.url()+"/api/realtime", setting{init: harness.Args{"preset": "pocketbase"}})
		defer first.close()
		first.until(harness.Args{"Records": 1})
		got := read(page, b.url()+"/api/realtime", setting{init: harness.Args{
			"preset": "pocketbase", "reconnect": harness.Args{"maxAttempts": 1},
		}}).until(harness.Args{"Over": 1})
		refused(t, got, "status", "429", "Too Many Requests")
		assert.Empty(t, got.Records)
	})
}
