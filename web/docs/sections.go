package docs

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// A section is what stands behind a heading: what a search finds.
type section struct {
	Address string `json:"address"`
	Page    string `json:"page"`
	Heading string `json:"heading"` // empty for what stands ahead of the first one
	Text    string `json:"text"`
}

// serveSections serves the sections of all pages, for the search of a browser to make its index of.
func serveSections(w http.ResponseWriter, project fs.FS) {
	all := []section{}
	list, _ := fs.ReadFile(project, index)
	for _, file := range append([]string{front}, filesOf(string(list))...) {
		if text, err := fs.ReadFile(project, file); err == nil {
			all = append(all, sectionsOf(file, text)...)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(all)
}

// sectionsOf cuts a page at its headings.
func sectionsOf(file string, source []byte) []section {
	tree := markdown.Parser().Parse(text.NewReader(source))
	var found []section
	page := ""
	for node := tree.FirstChild(); node != nil; node = node.NextSibling() {
		heading, isHeading := node.(*ast.Heading)
		switch {
		case isHeading && heading.Level == 1:
			page = wordsOf(heading, source)
			found = append(found, section{Address: addressOf(file), Page: page})
		case isHeading:
			id, _ := heading.AttributeString("id")
			name, _ := id.([]byte)
			found = append(found, section{addressOf(file) + "#" + string(name), page, wordsOf(heading, source), ""})
		case len(found) > 0:
			last := &found[len(found)-1]
			last.Text = strings.TrimSpace(last.Text + " " + wordsOf(node, source))
		}
	}
	return found
}

// wordsOf is the text of a part of a page, code and cells of tables included, with single spaces in between.
func wordsOf(part ast.Node, source []byte) string {
	var words strings.Builder
	_ = ast.Walk(part, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		switch node := node.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if entering {
				words.Write(node.Value(source))
				if node.SoftLineBreak() {
					words.WriteByte(' ')
				}
			}
		case *ast.FencedCodeBlock:
			if entering {
				words.Write(node.Lines().Value(source))
			}
		case *extast.TableCell, *ast.ListItem, *ast.Paragraph, *ast.TextBlock:
			words.WriteByte(' ')
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(words.String()), " ")
}
