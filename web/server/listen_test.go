package server

import (
	"net"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestListenTakesTheNextFreePort(t *testing.T) {
	first, err := Listen("127.0.0.1:0")
	require.NoError(t, err)
	defer first.Close()
	second, err := Listen(net.JoinHostPort("127.0.0.1", Port(first)))
	require.NoError(t, err)
	defer second.Close()
	wanted, _ := strconv.Atoi(Port(first))
	got, _ := strconv.Atoi(Port(second))
	assert.Greater(t, got, wanted)
	assert.LessOrEqual(t, got, wanted+attempts)
}

func TestListenSaysWhatIsWrongWithAnAddress(t *testing.T) {
	for addr, want := range map[string]string{
		"8080":            `"8080" is not an address like 127.0.0.1:8080`,
		"127.0.0.1:http":  `"http" in "127.0.0.1:http" is not a port; it can be 0 to 65535`,
		"127.0.0.1:-1":    `"-1" in "127.0.0.1:-1" is not a port; it can be 0 to 65535`,
		"127.0.0.1:70000": `"70000" in "127.0.0.1:70000" is not a port; it can be 0 to 65535`,
	} {
		_, err := Listen(addr)
		assert.ErrorContains(t, err, want)
	}
}
