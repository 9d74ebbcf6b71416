package vectors

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// Write makes a file of golden/ of cases, which Read gives back as they are.
func Write(file string, cases []Case) error {
	var b strings.Builder
	b.WriteString("# Written by go test ./wasm/internal/{framing,sse,feed} -run Golden -update.\n")
	group, format := "", ""
	for _, c := range cases {
		if c.Group != group {
			group = c.Group
			fmt.Fprintf(&b, "\ngroup %s\n", group)
		}
		fmt.Fprintf(&b, "\ncase %s\n", c.Name)
		if c.Format != format {
			format = c.Format
			fmt.Fprintf(&b, "format %s\n", format)
		}
		if c.ContentType != "" {
			fmt.Fprintf(&b, "type %s\n", c.ContentType)
		}
		if c.Limit != DefaultLimit {
			fmt.Fprintf(&b, "limit %d\n", c.Limit)
		}
		fmt.Fprintf(&b, "body %s\n", quote(c.Body))
		for _, r := range c.Want {
			b.WriteString(r.line())
		}
	}
	_, here, _, _ := runtime.Caller(0)
	return os.WriteFile(filepath.Join(filepath.Dir(here), file), []byte(b.String()), 0o644)
}

// line is what record reads.
func (r Record) line() string {
	line := r.Kind
	if r.At != Anywhere {
		line += fmt.Sprintf(" @%d", r.At)
	}
	line += " " + quote(r.Text)
	if r.Type != "" {
		line += " type=" + quote(r.Type)
	}
	if r.ID != "" {
		line += " id=" + quote(r.ID)
	}
	if r.Head != "" {
		line += " head=" + quote(r.Head)
	}
	return line + "\n"
}

// quote writes what literal reads: printable, and what comes many times only once.
func quote(s string) string {
	var pieces []string
	from := 0
	for i := 0; i < len(s); {
		period, times := repeats(s[i:])
		if times == 0 {
			i++
			continue
		}
		if i > from {
			pieces = append(pieces, plain(s[from:i]))
		}
		pieces = append(pieces, plain(s[i:i+period])+"*"+strconv.Itoa(times))
		i += period * times
		from = i
	}
	if from < len(s) || s == "" {
		pieces = append(pieces, plain(s[from:]))
	}
	return strings.Join(pieces, " ")
}

// repeats tells of what s begins with, a few bytes, and how many times; 0 if that is not
// worth telling.
func repeats(s string) (period, times int) {
	const longest, many = 8, 20
	for period = 1; period <= longest && period*many <= len(s); period++ {
		for times = 1; strings.HasPrefix(s[times*period:], s[:period]); {
			times++
		}
		if times >= many {
			return period, times
		}
	}
	return 0, 0
}

// plain is s in the quotes that need the fewest escapes.
func plain(s string) string {
	hidden := func(r rune) bool { return !strconv.IsPrint(r) }
	if strings.Contains(s, `"`) && strconv.CanBackquote(s) && !strings.ContainsFunc(s, hidden) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}
