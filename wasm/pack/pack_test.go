package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEntries(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "package.json"), []byte(`{"exports": {
		".": "./dist/index.js",
		"./sums.json": "./sums.json",
		"./plain": "./dist/plain.js",
		"./typed": { "types": "./dist/typed.d.ts", "default": "./dist/typed.js" },
		"./split": {
			"node": { "types": "./dist/node.d.ts", "default": "./dist/node.js" },
			"default": { "types": "./dist/split.d.ts", "default": "./dist/split.js" }
		}
	}}`), 0o644))
	require.NoError(t, addEntries(folder))
	type stub struct{ Main, Module, Types string }
	for entry, want := range map[string]stub{
		"plain": {"../dist/plain.js", "../dist/plain.js", "../dist/plain.js"},
		"typed": {"../dist/typed.js", "../dist/typed.js", "../dist/typed.d.ts"},
		"split": {"../dist/split.js", "../dist/split.js", "../dist/split.d.ts"},
	} {
		text, err := os.ReadFile(filepath.Join(folder, entry, "package.json"))
		require.NoError(t, err)
		var got stub
		require.NoError(t, json.Unmarshal(text, &got))
		assert.Equal(t, want, got, entry)
	}
	assert.NoDirExists(t, filepath.Join(folder, "sums.json"))
}

func TestBrotliCopyIsOneOfItsEngineAlone(t *testing.T) {
	engine := bytes.Repeat([]byte("the engine "), 1000)
	made, err := compressed(engine)
	require.NoError(t, err)
	assert.True(t, isOf(made, engine))
	assert.False(t, isOf(made, engine[1:]))
	assert.False(t, isOf(made[1:], engine))
	again, err := compressed(engine)
	require.NoError(t, err)
	assert.Equal(t, made, again, "one source, one copy")
}
