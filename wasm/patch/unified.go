package main

import (
	"fmt"
	"strings"
)

// A fileChange is what a unified diff says of one file.
type fileChange struct {
	path  string
	hunks []hunk
}

// A hunk is a place of a file: the number of its first line, from 1, and its lines, each
// with its mark (' ', '-' or '+').
type hunk struct {
	line  int
	lines []string
}

// parse reads a unified diff without any lines but its own.
func parse(diff string) []fileChange {
	var changes []fileChange
	for line := range strings.Lines(diff) {
		if path, ok := strings.CutPrefix(line, "--- a/"); ok {
			changes = append(changes, fileChange{path: strings.TrimSpace(path)})
			continue
		}
		if strings.HasPrefix(line, "+++ ") {
			continue
		}
		last := &changes[len(changes)-1]
		if strings.HasPrefix(line, "@@ ") {
			var at hunk
			_, _ = fmt.Sscanf(line, "@@ -%d", &at.line)
			last.hunks = append(last.hunks, at)
			continue
		}
		at := &last.hunks[len(last.hunks)-1]
		at.lines = append(at.lines, line)
	}
	return changes
}

// apply changes a text; an error says which line is not as the hunk has it. Nothing is
// looked for elsewhere.
func (c fileChange) apply(text string) (string, error) {
	before := strings.SplitAfter(text, "\n")
	var after strings.Builder
	next := 0
	for _, h := range c.hunks {
		for ; next < h.line-1 && next < len(before); next++ {
			after.WriteString(before[next])
		}
		for _, line := range h.lines {
			mark, line := line[0], line[1:]
			if mark == '+' {
				after.WriteString(line)
				continue
			}
			if next >= len(before) || before[next] != line {
				return "", fmt.Errorf("line %d is not %q", next+1, line)
			}
			next++
			if mark == ' ' {
				after.WriteString(line)
			}
		}
	}
	after.WriteString(strings.Join(before[min(next, len(before)):], ""))
	return after.String(), nil
}
