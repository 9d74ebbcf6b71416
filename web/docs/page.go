package docs

import (
	"bytes"
	"html/template"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A link leads to a page, or to a part of one.
type link struct {
	Address, Title string
}

// A group is a part of the navigation.
type group struct {
	Title string
	Links []link
}

// A page is what the layout shows.
type page struct {
	Address, Title, Source string
	Markdown               string // its text, where it is written
	Content                template.HTML
	Parts                  []link
	Groups                 []group
	Before, Next           *link
}

var markdown = goldmark.New(
	// Attributes, since the pages' policy forbids inline styles.
	goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
)

// render makes a page of Markdown, without its navigation.
func render(file string, source []byte) (*page, error) {
	made := &page{Address: addressOf(file), Source: repository + file}
	if file != index {
		made.Markdown = made.Address + ".md"
	}
	tree := markdown.Parser().Parse(text.NewReader(source))
	err := ast.Walk(tree, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch node := node.(type) {
		case *ast.Heading:
			made.head(node, source)
		case *ast.Link:
			node.Destination = []byte(resolve(file, string(node.Destination)))
		case *ast.Image:
			node.Destination = []byte(resolve(file, string(node.Destination)))
		case *extast.Table:
			node.SetAttributeString("tabindex", "0") // what scrolls sideways has to be reached by keyboard; page.js takes it from what does not
			label(node, source)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return nil, err
	}
	if title := tree.FirstChild(); title != nil && title.Kind() == ast.KindHeading {
		tree.RemoveChild(tree, title) // the layout has it, ahead of the list of parts
	}
	var html bytes.Buffer
	if err := markdown.Renderer().Render(&html, source, tree); err != nil {
		return nil, err
	}
	// goldmark leaves out HTML that stands in the text, and has no attributes for blocks of code, which scroll as well.
	made.Content = template.HTML(strings.ReplaceAll(html.String(), "<pre>", `<pre tabindex="0">`))
	return made, nil
}

// label has the cells of a table of many columns say what they are: on a phone each row is a list, in which brief cells stand
// side by side. Elsewhere columns are as wide as what is in them needs.
func label(table *extast.Table, source []byte) {
	var heads []string
	for cell := table.FirstChild().FirstChild(); cell != nil; cell = cell.NextSibling() {
		heads = append(heads, textOf(cell, source))
	}
	if len(heads) < 3 {
		return
	}
	table.SetAttributeString("class", "many")
	subject := ""
	for row := table.FirstChild().NextSibling(); row != nil; row = row.NextSibling() {
		first := row.FirstChild()
		if text := textOf(first, source); text != "" {
			subject = text
		} else {
			first.SetAttributeString("data-same", subject) // as in the row above
		}
		column := 1
		for cell := first.NextSibling(); cell != nil; cell = cell.NextSibling() {
			cell.SetAttributeString("data-head", heads[column])
			switch letters := utf8.RuneCountInString(textOf(cell, source)); {
			case letters <= brief:
				cell.SetAttributeString("class", "brief")
			case letters > long:
				cell.SetAttributeString("class", "long")
			}
			column++
		}
	}
}

// How many letters a cell has at most of which several go into a line, and how many at least for which a column is widened.
const (
	brief = 16
	long  = 120
)

// textOf is what stands in a cell, without the marks of code and the addresses of links.
func textOf(cell ast.Node, source []byte) string {
	return strings.ReplaceAll(linkText.ReplaceAllString(string(cell.Lines().Value(source)), "$1"), "`", "")
}

var linkText = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)

// head takes the title of a page from its first heading, and its parts from those of the second level.
func (p *page) head(heading *ast.Heading, source []byte) {
	title := strings.ReplaceAll(string(heading.Lines().Value(source)), "`", "")
	switch id, _ := heading.AttributeString("id"); {
	case heading.Level == 1:
		p.Title = title
	case heading.Level == 2:
		name, _ := id.([]byte)
		p.Parts = append(p.Parts, link{"#" + string(name), title})
	}
}

// resolve is where a link of a file leads from its page.
func resolve(file, target string) string {
	if target == "" || strings.Contains(target, ":") || strings.HasPrefix(target, "#") {
		return target
	}
	target, anchor, anchored := strings.Cut(target, "#")
	address := addressOf(path.Join(path.Dir(file), target))
	if anchored {
		address += "#" + anchor
	}
	return address
}

var listed = regexp.MustCompile(`(?m)^## (.+)$|^\| \[(.+?)\]\(([^)]+)\)`)

// navigate adds what the list of all pages says: its headings, and the pages below each, in order.
func (p *page) navigate(list string) {
	p.Groups = []group{{Links: []link{{root, "All pages"}, {root + "readme", "FeedSource"}}}}
	var before *link
	for _, match := range listed.FindAllStringSubmatch(list, -1) {
		if match[1] != "" {
			p.Groups = append(p.Groups, group{Title: match[1]})
			continue
		}
		last := &p.Groups[len(p.Groups)-1]
		here := link{resolve(index, match[3]), match[2]}
		last.Links = append(last.Links, here)
		switch {
		case before != nil && before.Address == p.Address:
			p.Next = &here
		case here.Address == p.Address:
			p.Before = before
		}
		before = &here
	}
}
