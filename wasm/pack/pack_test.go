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

func TestLinksFitThePackage(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"web/picture.png", "test/README.md"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, nil, 0o644))
	}
	l := &links{map[string]string{"README.md": "README.md", "js/docs/a.md": "docs/a.md", "js/docs/b.md": "docs/b.md"}, "https://host/project", "1.2.3"}
	for from, want := range map[string]string{
		"[a](js/docs/a.md#part)":       "[a](docs/a.md#part)",
		"![p](web/picture.png)":        "![p](https://host/project/raw/v1.2.3/web/picture.png)",
		"[t](test/README.md)":          "[t](https://host/project/blob/v1.2.3/test/README.md)",
		"[p](#part) [o](https://a/b)":  "[p](#part) [o](https://a/b)",
		"const x = functions[n](name)": "const x = functions[n](name)",
	} {
		assert.Equal(t, want, l.in("README.md", from))
	}
	assert.Equal(t, "[b](b.md) [r](../README.md#use)", l.in("js/docs/a.md", "[b](b.md) [r](../../README.md#use)"))
}
