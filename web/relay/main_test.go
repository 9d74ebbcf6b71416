package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestArguments(t *testing.T) {
	var out strings.Builder
	file, check, err := asked([]string{"-check", "-config", "a.toml"}, &out)
	require.NoError(t, err)
	assert.Equal(t, "a.toml", file)
	assert.True(t, check)
	file, check, err = asked(nil, &out)
	require.NoError(t, err)
	assert.Equal(t, "relay.toml", file)
	assert.False(t, check)
	assert.Empty(t, out.String())
	for arguments, want := range map[string]string{
		"a.toml -check":  "a.toml is no option; -config a.toml reads it, and -help says what else there is\n",
		"-chek":          "flag provided but not defined: -chek\n",
		"-check -config": "flag needs an argument: -config\n",
	} {
		out.Reset()
		_, _, err := asked(strings.Fields(arguments), &out)
		require.Error(t, err)
		assert.True(t, strings.HasPrefix(out.String(), want), out.String())
	}
}
