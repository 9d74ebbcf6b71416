package servers

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
)

// startOllama starts an Ollama that has one model, and knows nobody to pull others from.
func startOllama(t *testing.T) *process {
	t.Helper()
	server := run(t, "env", "HOME="+t.TempDir(), "OLLAMA_HOST=ADDRESS", built(t, "ollama"), "serve")
	file := tiny.file()
	digest := fmt.Sprintf("sha256:%x", sha256.Sum256(file))
	post(t, server.url()+"/api/blobs/"+digest, "application/octet-stream", file)
	post(t, server.url()+"/api/create", "application/json", []byte(harness.JS(harness.Args{
		"model": "tiny", "files": harness.Args{"tiny.gguf": digest}, "template": "{{ .Prompt }}", "stream": false,
	})))
	return server
}

// Models begin with a space where a word does.
var aWord = regexp.MustCompile(`":"( ?(?:Snow|falls|☃|\d))"`)

// spoken are the model's words, one in a record whatever else that says.
func spoken(s sighting) []string {
	var words []string
	for _, data := range s.data() {
		for _, word := range aWord.FindAllStringSubmatch(data, -1) {
			words = append(words, word[1])
		}
	}
	return words
}

// asking is a setting that asks by a preset.
func asking(preset string, body, more harness.Args) setting {
	s := setting{init: harness.Args{
		"preset": preset, "method": "POST", "headers": harness.Args{"Content-Type": "application/json"}, "body": harness.JS(body),
	}}
	maps.Copy(s.init, more)
	return s
}

func TestOllama(t *testing.T) {
	t.Parallel()
	server := startOllama(t)
	page := open(t)
	messages := []harness.Args{{"role": "user", "content": "Will it snow?"}}
	for path, c := range map[string]struct {
		preset string
		body   harness.Args
	}{
		"/api/generate":        {"ollama", harness.Args{"prompt": "Will it snow?"}},
		"/api/chat":            {"ollama", harness.Args{"messages": messages}},
		"/v1/chat/completions": {"openai", harness.Args{"messages": messages, "stream": true}},
		"/v1/responses":        {"openai", harness.Args{"input": "Will it snow?", "stream": true}},
		"/v1/messages":         {"anthropic", harness.Args{"messages": messages, "stream": true, "max_tokens": 99}},
	} {
		answer := func(model string) sighting {
			body := harness.Args{"model": model}
			maps.Copy(body, c.body)
			return read(page, server.url()+path, asking(c.preset, body, nil)).until(harness.Args{"Over": 1})
		}
		t.Run("an answer of "+path+" is complete", func(t *testing.T) {
			got := answer("tiny")
			assert.Equal(t, []string{"Snow", " falls", " ☃"}, spoken(got))
			assert.Equal(t, []string{"complete"}, got.types())
			assert.Empty(t, got.Threw)
		})
		t.Run("a model that is none is refused by "+path, func(t *testing.T) {
			got := answer("none")
			refused(t, got, "status", "404", "model 'none' not found")
			assert.Empty(t, got.Records)
		})
	}

	for path, body := range map[string]harness.Args{
		"/api/pull": {"model": "127.0.0.1:1/of/nobody"}, "/api/create": {"model": "mine", "from": "127.0.0.1:1/of/nobody"},
	} {
		t.Run("a model that nobody has is heard from "+path, func(t *testing.T) {
			got := read(page, server.url()+path, asking("ollama", body, nil)).until(harness.Args{"Over": 1})
			refused(t, got, "server", "pull model manifest")
			assert.Contains(t, got.Errors[0].Body, "connection refused")
			assert.Equal(t, []string{"pulling manifest"}, members(got, "status"))
		})
	}
	t.Run("a model that is made is complete at its success", func(t *testing.T) {
		got := read(page, server.url()+"/api/create", asking("ollama", harness.Args{"model": "mine", "from": "tiny"}, nil)).until(harness.Args{"Over": 1})
		assert.Contains(t, members(got, "status"), "success")
		assert.Equal(t, []string{"complete"}, got.types())
	})

	brokenOff(t, page, server, "/api/generate", asking("ollama", harness.Args{"model": "tiny", "prompt": "Go!"}, nil).init,
		harness.Args{"Records": 4}, func(t *testing.T, before, got sighting) {
			t.Helper()
			round := tiny.words[tiny.round:]
			words := spoken(got)
			assert.GreaterOrEqual(t, len(words), len(before.Records))
			for i, word := range words {
				assert.Equal(t, strings.Replace(round[i%len(round)], "▁", " ", 1), word)
			}
		})
}
