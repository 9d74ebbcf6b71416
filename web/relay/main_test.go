package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestArguments(t *testing.T) {
	var out strings.Builder
	for arguments, want := range map[string]command{
		"":                            {file: "relay.toml"},
		"-check -config a.toml":       {file: "a.toml", check: true},
		"-config a.toml -forget room": {file: "a.toml", forget: "room"},
	} {
		got, err := asked(strings.Fields(arguments), &out)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	assert.Empty(t, out.String())
	for arguments, want := range map[string]string{
		"a.toml -check":    "a.toml is no option; -config a.toml reads it, and -help says what else there is\n",
		"-chek":            "flag provided but not defined: -chek\n",
		"-check -forget a": "-check does nothing else, and neither does -forget; leave the one or the other out\n",
		"-check -config":   "flag needs an argument: -config\n",
	} {
		out.Reset()
		_, err := asked(strings.Fields(arguments), &out)
		require.Error(t, err)
		assert.True(t, strings.HasPrefix(out.String(), want), out.String())
	}
}
