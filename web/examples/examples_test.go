package examples

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func get(handler http.Handler, address string) (status int, body string) {
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
	return w.Code, w.Body.String()
}

// Every script of the folder but the shell is listed, and begins with its title and what there is to see.
func TestAllExamplesAreListed(t *testing.T) {
	files, err := filepath.Glob("*.js")
	require.NoError(t, err)
	var names []string
	for _, file := range files {
		if file != "shell.js" {
			names = append(names, strings.TrimSuffix(file, ".js"))
		}
	}
	assert.ElementsMatch(t, Names, names)
	titles := map[string]bool{}
	for _, name := range Names {
		made, err := read(os.DirFS("../.."), name)
		require.NoError(t, err)
		assert.NotEqual(t, name, made.Title, "the title of %s.js", name)
		assert.False(t, titles[made.Title], made.Title)
		titles[made.Title] = true
		assert.Regexp(t, `^[A-Z].{60,}\.$`, made.About, name)
		assert.LessOrEqual(t, made.Lines, 150, "%s.js is one idea", name)
	}
}

var importing = regexp.MustCompile(`(?m)^import .* from '(.+)';$`)

// An example is its file, the package and the shell.
func TestExamplesAreOneFileEach(t *testing.T) {
	for _, name := range Names {
		made, err := read(os.DirFS("../.."), name)
		require.NoError(t, err)
		var from []string
		for _, match := range importing.FindAllStringSubmatch(made.Script, -1) {
			from = append(from, match[1])
		}
		assert.Equal(t, []string{"/feedsource/index.js", "./shell.js"}, from, name)
	}
}

func project() fstest.MapFS {
	files := fstest.MapFS{folder + "shell.js": {Data: []byte("shell")}, folder + "examples.css": {Data: []byte("p {}")}}
	for _, name := range Names {
		files[folder+name+".js"] = &fstest.MapFile{Data: []byte("// A " + name + "\n//\n// You see <it>\n// here.\n//\n// More.\n\nrun();\n")}
	}
	return files
}

func TestPage(t *testing.T) {
	_, body := get(Handler(project(), http.NotFound), "/examples/chat")
	assert.Contains(t, body, "<title>A chat – FeedSource example</title>")
	assert.Contains(t, body, `<p class="tagline">You see &lt;it&gt; here.</p>`)
	assert.Contains(t, body, `<script type="module" src="chat.js"></script>`)
	assert.Contains(t, body, "run();\n</code>")
	assert.Contains(t, body, `<a href="answer" rel="next">A answer →</a>`)
	assert.Contains(t, body, "chat.js, 8 lines")
	_, body = get(Handler(project(), http.NotFound), "/examples/"+Names[len(Names)-1])
	assert.Contains(t, body, `<a href="chat" rel="next">`)
}

func TestIndex(t *testing.T) {
	_, body := get(Handler(project(), http.NotFound), "/examples/")
	for _, name := range Names {
		assert.Contains(t, body, `<a href="/examples/`+name+`">A `+name+`</a>`)
	}
}

func TestOtherFilesAreNotServed(t *testing.T) {
	for address, want := range map[string]int{
		"/examples/chat.js": 200, "/examples/shell.js": 200, "/examples/examples.css": 200,
		"/examples/shell": 404, "/examples/page.html": 404, "/examples/examples.go": 404, "/examples/none": 404, "/examples/..%2fmain.go": 404,
	} {
		status, _ := get(Handler(project(), http.NotFound), address)
		assert.Equal(t, want, status, address)
	}
	broken := project()
	delete(broken, folder+"chat.js")
	status, _ := get(Handler(broken, http.NotFound), "/examples/chat")
	assert.Equal(t, http.StatusInternalServerError, status)
	status, _ = get(Handler(broken, http.NotFound), "/examples/")
	assert.Equal(t, http.StatusInternalServerError, status)
}
