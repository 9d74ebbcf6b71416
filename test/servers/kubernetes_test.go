package servers

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A cluster is an API server and its etcd, and nothing that would run anything.
type cluster struct {
	*process
	t *testing.T
}

const configMaps = "/api/v1/namespaces/default/configmaps"

func startCluster(t *testing.T) *cluster {
	t.Helper()
	program := filepath.Join("build", "kube-apiserver")
	installed(t, program, "kube-apiserver")
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	accounts := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	require.NoError(t, os.WriteFile(in("key"), accounts, 0o600))
	require.NoError(t, os.WriteFile(in("tokens"), []byte(`right,reader,1,"system:masters"`), 0o600))
	c := &cluster{t: t, process: run(t, program, "--etcd-servers="+startEtcd(t).url(),
		"--bind-address=127.0.0.1", "--secure-port=PORT", "--advertise-address=127.0.0.1", "--cert-dir="+in("certs"),
		"--service-cluster-ip-range=10.96.0.0/24", "--service-account-issuer=https://cluster.invalid",
		"--service-account-signing-key-file="+in("key"), "--service-account-key-file="+in("key"),
		"--authorization-mode=AlwaysAllow", "--token-auth-file="+in("tokens"), "--endpoint-reconciler-type=none",
		"--disable-admission-plugins=ServiceAccount,NamespaceLifecycle", "--cors-allowed-origins=//127\\.0\\.0\\.1(:|$)",
		"--min-request-timeout=1")}
	c.awaitReady()
	return c
}

// awaitReady waits until the server takes requests, some time after it listens.
func (c *cluster) awaitReady() {
	c.t.Helper()
	require.Eventually(c.t, func() bool {
		status, _ := c.ask(http.MethodGet, "/readyz", nil)
		return status == http.StatusOK
	}, 2*starting, 100*time.Millisecond)
}

func (c *cluster) ask(method, path string, body []byte) (status int, answer []byte) {
	request, err := http.NewRequest(method, "https://"+c.address+path, bytes.NewReader(body))
	require.NoError(c.t, err)
	request.Header.Set("Authorization", "Bearer right")
	request.Header.Set("Content-Type", "application/json")
	r, err := (&http.Client{Transport: trusting()}).Do(request)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = r.Body.Close() }()
	answer, _ = io.ReadAll(r.Body)
	return r.StatusCode, answer
}

// create makes a config map of a topic.
func (c *cluster) create(topic string, n int) {
	c.t.Helper()
	object := fmt.Appendf(nil, `{"metadata":{"name":"%s-%d","labels":{"topic":"%s"}},"data":{"n":"%d"}}`, topic, n, topic, n)
	status, answer := c.ask(http.MethodPost, configMaps, object)
	require.Equal(c.t, http.StatusCreated, status, string(answer))
}

// version is the resource version of a list: a watch from there misses nothing.
func (c *cluster) version() string {
	c.t.Helper()
	_, answer := c.ask(http.MethodGet, configMaps, nil)
	var list struct {
		Metadata struct{ ResourceVersion string }
	}
	require.NoError(c.t, json.Unmarshal(answer, &list))
	return list.Metadata.ResourceVersion
}

func (c *cluster) watch(topic string) (path string, s setting) {
	return configMaps + "?watch=true&labelSelector=topic%3D" + topic, setting{init: harness.Args{
		"preset": "kubernetes", "lastEventId": c.version(), "headers": harness.Args{"Authorization": "Bearer right"},
	}}
}

func mapped(r record) []int {
	var change struct {
		Object struct{ Data struct{ N string } }
	}
	_ = json.Unmarshal([]byte(r.Data), &change)
	n, _ := strconv.Atoi(change.Object.Data.N)
	return []int{n}
}

func mappedText(n int) string { return fmt.Sprintf(`"data":{"n":"%d"}`, n) }

func TestKubernetes(t *testing.T) {
	t.Parallel()
	c := startCluster(t)
	before := plain(t, c.process)
	page := open(t)
	goesOn(t, page, func(_ *testing.T, topic string) *source {
		path, s := c.watch(topic)
		return &source{
			server: c.process, front: before, path: path, setting: s,
			publish: func(n int) { c.create(topic, n) }, numbers: mapped, text: mappedText,
			cursor: func(r request) string { return query(t, r, "resourceVersion") },
		}
	}, cut, finished, torn, silent)

	t.Run("a watch that the server ends goes on", func(t *testing.T) {
		path, s := c.watch("ended")
		r := read(page, "http://"+before+path+"&timeoutSeconds=1&allowWatchBookmarks=true", s)
		defer r.close()
		c.create("ended", 1)
		r.until(harness.Args{"Records": 1, "Errors": 2})
		c.create("ended", 2)
		got := r.until(harness.Args{"Text": mappedText(2)})
		assert.Len(t, got.Records, 2)
		assert.Equal(t, "end", got.Errors[0].Type)
		assert.Empty(t, got.Gaps)
	})
	t.Run("the server restarted", func(t *testing.T) {
		path, s := c.watch("restarted")
		r := read(page, "http://"+before+path, s)
		defer r.close()
		c.create("restarted", 1)
		require.Len(t, r.until(harness.Args{"Records": 1}).Records, 1)
		c.stop()
		c.start()
		c.awaitReady()
		c.create("restarted", 2)
		got := r.until(harness.Args{"Text": mappedText(2)})
		assert.Contains(t, got.Records[len(got.Records)-1].Data, mappedText(2))
		assert.False(t, got.Over)
	})
	t.Run("a token that is wrong is refused", func(t *testing.T) {
		path, s := c.watch("refused")
		s.init["headers"] = harness.Args{"Authorization": "Bearer wrong"}
		got := read(page, "http://"+before+path, s).until(harness.Args{"Over": 1})
		refused(t, got, "status", "401", "Unauthorized")
	})
}
