// Package docs serves the documentation as web pages: README.md and the pages of js/docs. They are rendered from Markdown
// for every request, so that who writes them sees what has changed.
package docs

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"regexp"
	"strings"
)

// The repository has what is linked to and is no page.
const (
	home       = "https://github.com/feedsource/feedsource"
	repository = home + "/blob/main/"
)

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

//go:embed search.js page.js
var scripts embed.FS

// Handler serves the pages of a project below /docs/, each with .md as it is written, and for programs /llms.txt, which lists
// them, and /llms-full.txt, which has them all.
func Handler(project fs.FS) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+root+"{$}", func(w http.ResponseWriter, r *http.Request) { serve(w, r, project, index) })
	mux.HandleFunc("GET "+root+"{name}", func(w http.ResponseWriter, r *http.Request) {
		name, asWritten := strings.CutSuffix(r.PathValue("name"), ".md")
		file, known := fileOf(name)
		if !known {
			Missing(project)(w, r)
			return
		}
		if asWritten {
			serveText(w, project, "text/markdown", file)
			return
		}
		serve(w, r, project, file)
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
	for _, name := range []string{"search.js", "page.js"} {
		mux.HandleFunc("GET "+root+name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			http.ServeFileFS(w, r, scripts, name)
		})
	}
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

func serve(w http.ResponseWriter, r *http.Request, project fs.FS, file string) {
	text, err := fs.ReadFile(project, file)
	if err != nil {
		Missing(project)(w, r)
		return
	}
	made, err := render(file, text)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	list, _ := fs.ReadFile(project, index)
	made.navigate(string(list))
	show(w, http.StatusOK, made)
}

func show(w http.ResponseWriter, status int, made *page) {
	var html bytes.Buffer
	if err := layout.Execute(&html, made); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = html.WriteTo(w)
}

// Missing answers 404: people get a page from which they find on, and programs a line.
func Missing(project fs.FS) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept"), "text/html") {
			http.NotFound(w, r)
			return
		}
		made := &page{Title: "There is no such page", Source: home, Content: template.HTML(
			"<p>Nothing is at <code>" + template.HTMLEscapeString(r.URL.Path) + "</code>. " +
				`<a href="` + root + `">The list of all pages</a> has what there is, and the search above looks into it.</p>`)}
		list, _ := fs.ReadFile(project, index)
		made.navigate(string(list))
		show(w, http.StatusNotFound, made)
	}
}
