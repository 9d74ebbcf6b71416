package docs

import (
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
)

// llms is the list of the pages for programs that read (https://llmstxt.org).
const llms = "js/llms.txt"

// serveText serves a file as it is written, and what follows it.
func serveText(w http.ResponseWriter, project fs.FS, kind, file string, more ...string) {
	var all strings.Builder
	for _, file := range append([]string{file}, more...) {
		text, err := fs.ReadFile(project, file)
		if err != nil {
			http.Error(w, "There is no such page.", http.StatusNotFound)
			return
		}
		if all.Len() > 0 {
			all.WriteString("\n")
		}
		all.WriteString(linked(file, string(text)))
	}
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	_, _ = w.Write([]byte(all.String()))
}

var fileLink = regexp.MustCompile(`\]\(([^)\s#:]+)(#[^)\s]*)?\)`)

// linked leaves the links between pages as they are. What else there is to link to is in the repository.
func linked(file, text string) string {
	if path.Ext(file) != ".md" {
		return text
	}
	return fileLink.ReplaceAllStringFunc(text, func(found string) string {
		parts := fileLink.FindStringSubmatch(found)
		target := path.Join(path.Dir(file), parts[1])
		if docsPage.MatchString(target) || !strings.Contains(target, ".") {
			return found // a page, or code that looks like a link
		}
		return "](" + repository + target + parts[2] + ")"
	})
}

// filesOf are the files of the pages in the order of their list.
func filesOf(list string) (files []string) {
	for _, match := range listed.FindAllStringSubmatch(list, -1) {
		if match[3] != "" {
			files = append(files, path.Join(path.Dir(index), match[3]))
		}
	}
	return files
}
