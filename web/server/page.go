package server

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"

	"github.com/feedsource/feedsource/web/docs"
	"github.com/feedsource/feedsource/web/examples"
)

// files are the page's own, by the path that a browser asks for.
var files = map[string]string{
	"/{$}":             "web/index.html",
	"/card.css":        "web/card.css",
	"/style.css":       "web/style.css",
	"/icon.svg":        "web/icon.svg",
	"/dist/console.js": "web/dist/console.js",
	"/uplot.css":       "web/vendor/uplot/uPlot.min.css",
	"/report.js":       "web/report.js",
	"/bench.html":      "web/bench.html",
	"/bench.css":       "web/bench.css",
	"/bench.js":        "web/bench.js",
	"/proof.html":      "web/proof.html",
	"/proof.css":       "web/proof.css",
	"/proof.js":        "web/proof.js",
}

// reports are what the last ./build.sh bench and ./build.sh test have found.
var reports = map[string]string{
	"/dist/bench.json": "web/dist/bench.json",
	"/dist/proof.json": "web/dist/proof.json",
}

// types are set here and not left to the mime package, which believes what the
// system says: a registry entry has made many a .js file text/plain.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".map":  "application/json",
	".svg":  "image/svg+xml",
	".wasm": "application/wasm",
	".gz":   "application/gzip",
}

// policy lets the page run its own scripts and compile WebAssembly, and read any
// feed; nothing inline, nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"connect-src *; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Page serves the console from the project's folder root.
func Page(root string, ports Ports) http.Handler {
	project, mux := os.DirFS(root), http.NewServeMux()
	for pattern, file := range files {
		mux.HandleFunc("GET "+pattern, func(w http.ResponseWriter, r *http.Request) { serve(w, r, project, file) })
	}
	for pattern, file := range reports {
		mux.HandleFunc("GET "+pattern, func(w http.ResponseWriter, r *http.Request) { serveReport(w, r, project, file) })
	}
	mux.HandleFunc("GET /feedsource/{file}", func(w http.ResponseWriter, r *http.Request) {
		serve(w, r, project, path.Join("js/dist", path.Base(r.PathValue("file"))))
	})
	pages := docs.Handler(project)
	mux.Handle("GET /docs/", pages)
	mux.Handle("GET /llms.txt", pages)
	mux.Handle("GET /llms-full.txt", pages)
	mux.Handle("GET /examples/", examples.Handler(project, docs.Missing(project)))
	mux.HandleFunc("GET /", docs.Missing(project))
	mux.HandleFunc("GET /config.json", func(w http.ResponseWriter, r *http.Request) {
		answerConfig(w, project, r.Host, ports)
	})
	return guard(mux)
}

// guard sets the headers that all answers have.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

func serve(w http.ResponseWriter, r *http.Request, project fs.FS, file string) {
	kind, known := types[path.Ext(file)]
	if !known {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kind)
	http.ServeFileFS(w, r, project, file)
}

// serveReport answers 204 where there are no results yet. That is no error, and a browser would
// report a 404 as one.
func serveReport(w http.ResponseWriter, r *http.Request, project fs.FS, file string) {
	if _, err := fs.Stat(project, file); errors.Is(err, fs.ErrNotExist) {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	http.ServeFileFS(w, r, project, file)
}

// ErrNotBuilt is the answer of Check where ./build.sh has not been run.
var ErrNotBuilt = errors.New("the console is not built; run ./build.sh demo")

// Check says what root lacks to be served.
func Check(root string) error {
	if _, err := os.Stat(filepath.Join(root, "web", "index.html")); err != nil {
		return errors.New(root + " is not the project's folder; run this there, or name it with -root")
	}
	for _, file := range []string{"web/dist/console.js", "js/dist/index.js", "js/dist/feedsource.wasm"} {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(file))); err != nil {
			return ErrNotBuilt
		}
	}
	return nil
}
