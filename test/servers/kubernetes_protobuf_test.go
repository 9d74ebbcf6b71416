package servers

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"
)

const kubernetesProtobuf = "application/vnd.kubernetes.protobuf"

// watchProtobuf cuts a watch of objects that are there already.
func watchProtobuf(t *testing.T, c *cluster, address string, page *harness.Page) {
	t.Helper()
	const topic, count = "protobuf", 700 // of more bytes than cuts take
	version := c.version(configMaps)
	for n := 1; n <= count; n++ {
		status, answer := c.ask(http.MethodPost, objects(configMaps), fmt.Appendf(nil,
			`{"metadata":{"name":"%s-%d","labels":{"topic":"%s"}},"data":{"n":"%d","text":%q}}`, topic, n, topic, n, wording(n)))
		require.Equal(t, http.StatusCreated, status, string(answer))
	}
	w := lay(t, address)
	w.cutAgainAndAgain(newShears(3500))
	r := read(page, w.url+watchOf(configMaps, topic), setting{
		init: harness.Args{"headers": harness.Args{"Authorization": "Bearer right", "Accept": kubernetesProtobuf + ";stream=watch"}},
		by:   harness.Args{"hurried": true, "watch": version},
	})
	defer r.close()
	got := r.until(harness.Args{"Records": count})
	assert.False(t, w.shears.open())
	assert.Len(t, got.Records, count)
	inOrder(t, got, func(t *testing.T, r record) (n int, text string) {
		t.Helper()
		assert.Equal(t, "ADDED", string(field(t, r.Bytes, 1)))
		data := map[string]string{}
		for _, entry := range fields(t, watched(t, r), 2) {
			data[string(field(t, entry, 1))] = string(field(t, entry, 2))
		}
		n, err := strconv.Atoi(data["n"])
		require.NoError(t, err)
		return n, data["text"]
	})
	for _, n := range []int{1, count} {
		whole := c.inProtobuf(fmt.Sprintf("%s/%s-%d", objects(configMaps), topic, n))
		assert.True(t, bytes.Equal(unwrapped(t, whole), watched(t, got.Records[n-1])))
	}
}

// watched is the object of a WatchEvent.
func watched(t *testing.T, r record) []byte {
	t.Helper()
	return unwrapped(t, field(t, field(t, r.Bytes, 2), 1))
}

// unwrapped is an object without what says of which kind it is.
func unwrapped(t *testing.T, object []byte) []byte {
	t.Helper()
	unknown, ok := bytes.CutPrefix(object, []byte("k8s\x00"))
	require.True(t, ok, "%q", object)
	return field(t, unknown, 2)
}

func field(t *testing.T, message []byte, number protowire.Number) []byte {
	t.Helper()
	all := fields(t, message, number)
	require.NotEmpty(t, all)
	return all[0]
}

// fields are those of a message that have a number, and are strings, bytes or messages.
func fields(t *testing.T, message []byte, number protowire.Number) (all [][]byte) {
	t.Helper()
	for len(message) > 0 {
		n, kind, size := protowire.ConsumeField(message)
		require.Positive(t, size)
		if n == number && kind == protowire.BytesType {
			_, _, tag := protowire.ConsumeTag(message)
			value, _ := protowire.ConsumeBytes(message[tag:])
			all = append(all, value)
		}
		message = message[size:]
	}
	return all
}

// inProtobuf is an object as the server gives it.
func (c *cluster) inProtobuf(path string) []byte {
	c.t.Helper()
	request, err := http.NewRequest(http.MethodGet, "https://"+c.address+path, nil)
	require.NoError(c.t, err)
	request.Header.Set("Authorization", "Bearer right")
	request.Header.Set("Accept", kubernetesProtobuf)
	r, err := (&http.Client{Transport: trusting()}).Do(request)
	require.NoError(c.t, err)
	defer func() { _ = r.Body.Close() }()
	whole, err := io.ReadAll(r.Body)
	require.NoError(c.t, err)
	return whole
}
