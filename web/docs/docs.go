// Package docs serves the documentation as web pages: README.md and the pages of js/docs. They are rendered from Markdown
// for every request, so that who writes them sees what has changed.
package docs

import (
	"bytes"
	_ "embed"
	"html/template"
	"io/fs"
	"net/http"
	"regexp"
	"strings"
)

// repository has what is linked to and is no page.
const repository = "https://github.com/feedsource/feedsource/blob/main/"

const (
	root  = "/docs/"
	index = "js/docs/README.md"
	front = "README.md"
)

//go:embed page.html
var markup string

var layout = template.Must(template.New("page").Parse(markup))

//go:embed docs.css
var style []byte

//go:embed search.js
var search []byte

// Handler serves the pages of a project below /docs/, each with .md as it is written, and for programs /llms.txt, which lists
// them, and /llms-full.txt, which has them all.
func Handler(project fs.FS) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+root+"{$}", func(w http.ResponseWriter, r *http.Request) { serve(w, project, index) })
	mux.HandleFunc("GET "+root+"{name}", func(w http.ResponseWriter, r *http.Request) {
		name, asWritten := strings.CutSuffix(r.PathValue("name"), ".md")
		file, known := fileOf(name)
		if !known {
			http.NotFound(w, r)
			return
		}
		if asWritten {
			serveText(w, project, "text/markdown", file)
			return
		}
		serve(w, project, file)
	})
	mux.HandleFunc("GET /llms.txt", func(w http.ResponseWriter, r *http.Request) { serveText(w, project, "text/plain", llms) })
	mux.HandleFunc("GET /llms-full.txt", func(w http.ResponseWriter, r *http.Request) {
		list, _ := fs.ReadFile(project, index)
		serveText(w, project, "text/plain", front, filesOf(string(list))...)
	})
	mux.HandleFunc("GET "+root+"docs.css", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(style)
	})
	mux.HandleFunc("GET "+root+"search.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(search)
	})
	mux.HandleFunc("GET "+root+"sections.json", func(w http.ResponseWriter, r *http.Request) { serveSections(w, project) })
	for name, file := range map[string]struct{ kind, path string }{
		"minisearch.js":  {"text/javascript; charset=utf-8", "web/vendor/minisearch/index.js"},
		"screenshot.png": {"image/png", "web/screenshot.png"},
	} {
		mux.HandleFunc("GET "+root+name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", file.kind)
			http.ServeFileFS(w, r, project, file.path)
		})
	}
	return mux
}

var pageName = regexp.MustCompile(`^[a-z-]+$`)

// fileOf is the file of a page by the last part of its address.
func fileOf(name string) (file string, known bool) {
	if name == "readme" {
		return front, true
	}
	return "js/docs/" + name + ".md", pageName.MatchString(name)
}

// addressOf is where a file is served, or in the repository.
func addressOf(file string) string {
	switch file {
	case index:
		return root
	case front:
		return root + "readme"
	case "web/screenshot.png":
		return root + "screenshot.png"
	}
	if match := docsPage.FindStringSubmatch(file); match != nil {
		return root + match[1]
	}
	return repository + file
}

var docsPage = regexp.MustCompile(`^js/docs/([a-z-]+)\.md$`)

func serve(w http.ResponseWriter, project fs.FS, file string) {
	text, err := fs.ReadFile(project, file)
	if err != nil {
		http.Error(w, "There is no such page.", http.StatusNotFound)
		return
	}
	made, err := render(file, text)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	list, _ := fs.ReadFile(project, index)
	made.navigate(string(list))
	var html bytes.Buffer
	if err := layout.Execute(&html, made); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = html.WriteTo(w)
}
