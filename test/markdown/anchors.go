package markdown

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	block   = regexp.MustCompile("(?ms)^( *)(```|~~~).*?^ *(```|~~~) *$")
	inline  = regexp.MustCompile("`[^`\n]*`")
	heading = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *$`)
	target  = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	removed = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// Prose is a page without its code.
func Prose(text string) string {
	return inline.ReplaceAllString(WithoutBlocks(text), "")
}

// WithoutBlocks is a page without its blocks of code.
func WithoutBlocks(text string) string { return block.ReplaceAllString(text, "") }

// Anchors are those of a page's headings, as GitHub makes them.
func Anchors(text string) []string {
	var list []string
	times := map[string]int{}
	for _, match := range heading.FindAllStringSubmatch(WithoutBlocks(text), -1) {
		name := strings.ToLower(target.ReplaceAllString(match[1], "$1"))
		anchor := strings.ReplaceAll(removed.ReplaceAllString(name, ""), " ", "-")
		if n := times[anchor]; n > 0 {
			list = append(list, fmt.Sprintf("%s-%d", anchor, n))
		} else {
			list = append(list, anchor)
		}
		times[anchor]++
	}
	return list
}
