// Package markdown finds the examples in README.md and in js/docs, for tests that run or compile them.
package markdown

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Example is a fenced block of code.
type Example struct {
	// File is the page, by its path in the project, and Line where the code begins in it, from 1.
	File string
	Line int
	// Section is the anchor of the heading that it stands behind.
	Section string
	// Language is the first word behind the fence; empty if there is none.
	Language string
	Code     string
	// Setup is code that a reader has already, and does not see: a comment ahead of the block, <!-- setup: … -->.
	Setup string
	// Uncompiled says why the example is not compiled: <!-- not compiled: … -->.
	Uncompiled string
	// From is the test that it is taken from, which runs it: <!-- from file: region -->.
	From string
	// Declaration: it is not code of an app but what the package declares, "declaration" behind the language.
	Declaration bool
}

// Pages are README.md and the pages of js/docs, by their paths in the project.
func Pages(root string) ([]string, error) {
	docs, err := filepath.Glob(filepath.Join(root, "js", "docs", "*.md"))
	if err != nil {
		return nil, err
	}
	pages := []string{"README.md"}
	for _, page := range docs {
		pages = append(pages, filepath.ToSlash(filepath.Join("js", "docs", filepath.Base(page))))
	}
	return pages, nil
}

// Examples are all blocks of a page, in order.
func Examples(root, page string) ([]Example, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(page)))
	if err != nil {
		return nil, err
	}
	return examples(page, string(text)), nil
}

var (
	fence   = regexp.MustCompile("^( *)(`{3,}|~{3,}) *([\\w-]*) *(.*)")
	comment = regexp.MustCompile(`<!-- (setup|not compiled|from \S+): ((?:[^-]|-[^-]|--[^>])*?) ?-->\s*$`)
)

func examples(page, text string) []Example {
	lines := strings.Split(text, "\n")
	var found []Example
	section := ""
	behind := 0 // the line behind the block before
	for at := 0; at < len(lines); at++ {
		open := fence.FindStringSubmatch(lines[at])
		if open == nil {
			if anchors := Anchors(lines[at]); len(anchors) > 0 {
				section = anchors[0]
			}
			continue
		}
		example := Example{File: page, Line: at + 2, Section: section, Language: open[3], Declaration: open[4] == "declaration"}
		if said := comment.FindStringSubmatch(strings.Join(lines[behind:at], "\n")); said != nil {
			switch file, quoted := strings.CutPrefix(said[1], "from "); {
			case quoted:
				example.From = file
			case said[1] == "setup":
				example.Setup = said[2]
			default:
				example.Uncompiled = said[2]
			}
		}
		var code []string
		for at++; at < len(lines) && !strings.HasPrefix(strings.TrimLeft(lines[at], " "), open[2]); at++ {
			code = append(code, strings.TrimPrefix(lines[at], open[1]))
		}
		example.Code = strings.Join(code, "\n")
		found = append(found, example)
		behind = min(at+1, len(lines))
	}
	return found
}
