// Package examples serves the examples: scripts of one file each, in a page that is the same for all. A script is read
// anew for every request, so that who writes it sees what has changed.
package examples

import (
	"bytes"
	_ "embed"
	"html/template"
	"io/fs"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

const (
	root   = "/examples/"
	folder = "web/examples/"
)

// Names are the examples, in the order in which they are listed.
var Names = []string{"chat", "answer", "watch", "couchdb", "log", "ticker", "camera", "wall", "tabs", "offline"}

// shared are the files that all pages have beside the script of the example.
var shared = map[string]string{
	"shell.js":     "text/javascript; charset=utf-8",
	"examples.css": "text/css; charset=utf-8",
}

//go:embed page.html
var markup string

//go:embed index.html
var indexMarkup string

var (
	layout = template.Must(template.New("page").Parse(markup))
	list   = template.Must(template.New("index").Parse(indexMarkup))
)

// An example is what the comment at the head of its script says, and the script.
type example struct {
	Name, Title, About, Script string
	Lines                      int
	Next                       *example
}

// Address is where the page of an example is.
func (e example) Address() string { return root + e.Name }

// head is the comment that a script begins with: its title, and in the next paragraph what there is to see.
var head = regexp.MustCompile(`^// (.+)\n//\n((?:// .+\n)+)`)

// read is an example by its name, which is one of Names.
func read(project fs.FS, name string) (*example, error) {
	text, err := fs.ReadFile(project, folder+name+".js")
	if err != nil {
		return nil, err
	}
	script := strings.ReplaceAll(string(text), "\r\n", "\n")
	made := &example{Name: name, Title: name, Script: script, Lines: strings.Count(script, "\n")}
	if match := head.FindStringSubmatch(script); match != nil {
		made.Title = match[1]
		made.About = strings.Join(strings.Fields(strings.ReplaceAll(match[2], "// ", "")), " ")
	}
	return made, nil
}

// Handler serves the examples of a project below /examples/; missing answers what is none.
func Handler(project fs.FS, missing http.HandlerFunc) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+root+"{$}", func(w http.ResponseWriter, r *http.Request) { serveIndex(w, project) })
	mux.HandleFunc("GET "+root+"{file}", func(w http.ResponseWriter, r *http.Request) {
		file := r.PathValue("file")
		name, script := strings.CutSuffix(file, ".js")
		switch known := slices.Contains(Names, name); {
		case shared[file] != "":
			w.Header().Set("Content-Type", shared[file])
			http.ServeFileFS(w, r, project, folder+file)
		case known && script:
			w.Header().Set("Content-Type", shared["shell.js"])
			http.ServeFileFS(w, r, project, folder+file)
		case known:
			servePage(w, project, name)
		default:
			missing(w, r)
		}
	})
	return mux
}

func serveIndex(w http.ResponseWriter, project fs.FS) {
	var all []*example
	for _, name := range Names {
		made, err := read(project, name)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		all = append(all, made)
	}
	show(w, list, all)
}

func servePage(w http.ResponseWriter, project fs.FS, name string) {
	made, err := read(project, name)
	if err == nil {
		made.Next, err = read(project, Names[(slices.Index(Names, name)+1)%len(Names)])
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	show(w, layout, made)
}

func show(w http.ResponseWriter, page *template.Template, what any) {
	var html bytes.Buffer
	if err := page.Execute(&html, what); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = html.WriteTo(w)
}
