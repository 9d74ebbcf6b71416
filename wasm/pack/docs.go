package main

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// beside are the files of the project that a package has beside package.json.
var beside = []string{"README.md", "LICENSE", "CHANGELOG.md"}

// addDocs adds those files and the pages of js/docs, which lie in docs/ of a package. What their links
// lead to lies elsewhere there, or in the repository alone.
func addDocs(folder string) error {
	links, err := newLinks(filepath.Join("js", "package.json"))
	if err != nil {
		return err
	}
	pages, err := filepath.Glob(filepath.Join("js", "docs", "*.md"))
	if err != nil {
		return err
	}
	for _, page := range pages {
		links.packed[filepath.ToSlash(page)] = path.Join("docs", filepath.Base(page))
	}
	links.packed["js/llms.txt"] = "llms.txt"
	for from, to := range links.packed {
		text, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if path.Ext(from) == ".md" {
			text = []byte(links.in(from, string(text)))
		}
		target := filepath.Join(folder, to)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// links knows where the files of the project lie for who has the package.
type links struct {
	packed     map[string]string // by a file's path in the project its path in the package
	repository string
	version    string
}

func newLinks(manifest string) (*links, error) {
	text, err := os.ReadFile(manifest)
	if err != nil {
		return nil, err
	}
	var m struct {
		Version    string
		Repository struct{ URL string }
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, err
	}
	l := &links{map[string]string{}, strings.TrimSuffix(strings.TrimPrefix(m.Repository.URL, "git+"), ".git"), m.Version}
	for _, name := range beside {
		l.packed[name] = name
	}
	return l, nil
}

var link = regexp.MustCompile(`\]\(([^)\s#:]+)(#[^)\s]*)?\)`)

// in gives the text of a page with its links as they have to be in the package.
func (l *links) in(page, text string) string {
	return link.ReplaceAllStringFunc(text, func(found string) string {
		parts := link.FindStringSubmatch(found)
		file := path.Join(path.Dir(page), parts[1])
		if to, packed := l.packed[file]; packed {
			relative, _ := filepath.Rel(path.Dir(l.packed[page]), to)
			return "](" + filepath.ToSlash(relative) + parts[2] + ")"
		}
		if _, err := os.Stat(file); err != nil {
			return found // code that looks like a link
		}
		view := "blob"
		if path.Ext(file) == ".png" {
			view = "raw"
		}
		return "](" + l.repository + "/" + view + "/v" + l.version + "/" + file + parts[2] + ")"
	})
}
