package jsonptr_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/vectors"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// TestCorpus asks every text of json.txt, JSON or not, for every value that it has, and
// for some that it has not.
func TestCorpus(t *testing.T) {
	texts, err := vectors.JSON()
	require.NoError(t, err)
	for _, text := range texts {
		doc := []byte(text.Text)
		whole, valid := decoded(doc)
		if len(doc) < 10_000 {
			for _, stray := range append(strays, "") {
				check(t, doc, stray, whole, valid)
			}
			walk(whole, "", func(pointer string) { check(t, doc, pointer, whole, valid) })
		}
		raw, found := parse(t, "").Find(doc)
		if text.Verdict != vectors.Reject {
			require.True(t, found, "%s: %s", text.Group, text.Name)
			require.Equal(t, bytes.Trim(doc, " \t\r\n"), raw)
			continue
		}
		// What is no string and no scalar is noticed when it is the value asked for.
		if found && bytes.Equal(raw, bytes.Trim(doc, " \t\r\n")) && raw[0] != '{' && raw[0] != '[' {
			_, has := jsonptr.Text(raw)
			require.False(t, has, "%s: %s", text.Group, text.Name)
		}
	}
}

// TestDeepCorpus: a member after a hundred thousand brackets is found, and one within
// them is not looked for in vain.
func TestDeepCorpus(t *testing.T) {
	texts, err := vectors.JSON()
	require.NoError(t, err)
	for _, text := range texts {
		if text.Group != "depth" || text.Verdict == vectors.Reject {
			continue
		}
		doc := []byte(`{"deep":` + text.Text + `,"id":"7"}`)
		raw, found := parse(t, "/id").Find(doc)
		require.True(t, found, text.Name)
		require.Equal(t, `"7"`, string(raw))
		raw, _ = parse(t, "/deep").Find(doc)
		require.Len(t, raw, len(text.Text))
		_, found = parse(t, "/deep/id").Find(doc)
		require.False(t, found)
	}
}
