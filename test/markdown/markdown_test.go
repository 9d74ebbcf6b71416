package markdown

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestExamples(t *testing.T) {
	const page = "Words.\n" +
		"```js\nfirst();\n\nlast();\n```\n" +
		"<!-- setup: declare const url: string;\ndeclare const more: number; -->\n\n" +
		"  - In a list:\n" +
		"    ```ts\n    if (url)\n      read(url);\n    ```\n" +
		"<!-- setup: declare const url: string; -->\n" +
		"```ts title=page.ts\nread(url);\n```\n" +
		"<!-- not compiled: the compiler of Svelte does it -->\n" +
		"~~~svelte\n```\n~~~\n" +
		"## What `read` gives\n" +
		"<!-- from test/read_test.go: whole -->\n```go\nread()\n```\n" +
		"<!-- from test/read_test.go: part -->\n<!-- not compiled: its test runs it -->\n```js\nit()\n```\n" +
		"```ts declaration\nfunction read(url: string): void;\n```\n" +
		"```\nplain\n"
	assert.Equal(t, []Example{
		{File: "page.md", Line: 3, Language: "js", Code: "first();\n\nlast();"},
		{File: "page.md", Line: 12, Language: "ts", Code: "if (url)\n  read(url);"},
		{File: "page.md", Line: 17, Language: "ts", Code: "read(url);", Setup: "declare const url: string;"},
		{File: "page.md", Line: 21, Language: "svelte", Code: "```", Uncompiled: "the compiler of Svelte does it"},
		{File: "page.md", Line: 26, Section: "what-read-gives", Language: "go", Code: "read()", From: "test/read_test.go"},
		{File: "page.md", Line: 31, Section: "what-read-gives", Language: "js", Code: "it()", Uncompiled: "its test runs it"},
		{File: "page.md", Line: 34, Section: "what-read-gives", Language: "ts", Code: "function read(url: string): void;", Declaration: true},
		{File: "page.md", Line: 37, Section: "what-read-gives", Code: "plain\n"},
	}, examples("page.md", page))
}

func TestAnchors(t *testing.T) {
	assert.Equal(t, []string{"what-auto-does", "gzip--brotli", "what-auto-does-1", "a-link"},
		Anchors("# What `auto` does?\n\n## gzip & Brotli\n\n```sh\n# no heading\n```\n\n## What auto does\n\n## [A link](b.md)\n"))
}

func TestProseHasNoCode(t *testing.T) {
	assert.Equal(t, "before  behind\n\nafter\n", Prose("before `a[b](c)` behind\n```js\nf[n](x);\n```\nafter\n"))
}
