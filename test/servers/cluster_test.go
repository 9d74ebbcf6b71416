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
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A cluster is an API server and its etcd, and nothing that would run anything.
type cluster struct {
	*process
	t      *testing.T
	memory *process // etcd
}

// Changes of config maps come from the server's memory of its own life, as most do, and
// those of secrets from etcd.
const (
	configMaps = "configmaps"
	secrets    = "secrets"
)

func objects(kind string) string { return "/api/v1/namespaces/default/" + kind }

func startCluster(t *testing.T) *cluster {
	t.Helper()
	program := built(t, "kube-apiserver")
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	accounts := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	require.NoError(t, os.WriteFile(in("key"), accounts, 0o600))
	require.NoError(t, os.WriteFile(in("tokens"), []byte(`right,reader,1,"system:masters"`), 0o600))
	memory := startEtcd(t, built(t, "etcd"))
	c := &cluster{t: t, memory: memory, process: run(t, program, "--etcd-servers="+memory.url(), "--watch-cache-sizes="+secrets+"#0",
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

// create makes an object of a topic, when the server takes requests.
func (c *cluster) create(kind, topic string, n int) {
	c.t.Helper()
	c.awaitReady()
	object := fmt.Appendf(nil, `{"metadata":{"name":"%s-%d","labels":{"topic":"%s","n":"%d"}}}`, topic, n, topic, n)
	status, answer := c.ask(http.MethodPost, objects(kind), object)
	require.Equal(c.t, http.StatusCreated, status, string(answer))
}

// version is the resource version of a list: a watch from there misses nothing.
func (c *cluster) version(kind string) string {
	c.t.Helper()
	_, answer := c.ask(http.MethodGet, objects(kind), nil)
	var list struct {
		Metadata struct{ ResourceVersion string }
	}
	require.NoError(c.t, json.Unmarshal(answer, &list))
	return list.Metadata.ResourceVersion
}
