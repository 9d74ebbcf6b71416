package layout

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A typescript is the text of a module without its comments. It is read as far as
// interfaces and enums go, which need no more than matching brackets.
type typescript string

var commentOrString = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*|'[^'\n]*'|"[^"\n]*"`)

func parseTypeScript(text string) typescript {
	return typescript(commentOrString.ReplaceAllStringFunc(text, func(found string) string {
		if strings.HasPrefix(found, "/") {
			return " "
		}
		return found
	}))
}

// body is what stands between the braces of a declaration.
func (ts typescript) body(t *testing.T, declaration string) string {
	t.Helper()
	at := regexp.MustCompile(`\b` + declaration + `\s*\{`).FindStringIndex(string(ts))
	require.NotNil(t, at, declaration)
	return inner(string(ts[at[1]-1:]))
}

// inner is what stands between the bracket that text begins with and the one that closes
// it.
func inner(text string) string {
	depth := 0
	for i, c := range text {
		switch {
		case strings.ContainsRune("({[", c):
			depth++
		case strings.ContainsRune(")}]", c):
			if depth--; depth == 0 {
				return text[1:i]
			}
		}
	}
	panic("no closing bracket in " + text)
}

func (ts typescript) enum(t *testing.T, name string) []string {
	t.Helper()
	var list []string
	for member := range strings.SplitSeq(ts.body(t, "enum "+name), ",") {
		if member = strings.TrimSpace(member); member != "" {
			require.Regexp(t, `^\w+$`, member, "%s counts from 0", name)
			list = append(list, member)
		}
	}
	return list
}

// A member of an interface; object is what stands in the braces of its type, if it has any
// of its own.
type member struct{ name, object string }

func (ts typescript) members(t *testing.T, name string) []member {
	t.Helper()
	list := membersOf(ts.body(t, "interface "+name))
	require.NotEmpty(t, list, name)
	return list
}

var declared = regexp.MustCompile(`(?s)^(?:readonly\s+)?(\w+)\??\s*([(:])(.*)$`)

func membersOf(body string) (list []member) {
	for _, text := range split(body) {
		parts := declared.FindStringSubmatch(text)
		if parts == nil {
			panic("no member of an interface: " + text)
		}
		m := member{name: parts[1]}
		objectType := strings.TrimLeft(parts[3], " \n|")
		if parts[2] == ":" && strings.HasPrefix(objectType, "{") {
			m.object = inner(objectType)
		}
		list = append(list, m)
	}
	return list
}

// split cuts a body at the semicolons that are in no brackets.
func split(body string) (list []string) {
	depth, start := 0, 0
	for i, c := range body + ";" {
		switch {
		case strings.ContainsRune("({[", c):
			depth++
		case strings.ContainsRune(")}]", c):
			depth--
		case c == ';' && depth == 0:
			if text := strings.TrimSpace(body[start:i]); text != "" {
				list = append(list, text)
			}
			start = i + 1
		}
	}
	return list
}

func names(members []member) (list []string) {
	for _, m := range members {
		list = append(list, m.name)
	}
	return list
}

func TestReadsInterfacesAndEnums(t *testing.T) {
	ts := parseTypeScript(`
		// interface Sample { commented: out }
		export interface Sample {
			/** A brace { in a comment; and a semicolon. */
			readonly one: string; // two: number;
			method(argument: { inner: number; other: number }, f: () => void): void;
			maybe?: readonly [a: number, b: number];
			readonly object: | { readonly x?: number; y: { z: string } } | undefined;
			list: Iterable<{ abort(): void }>
		}
		export const enum Order { First, /* Second, */ Third, }`)
	assert.Equal(t, []member{
		{"one", ""}, {"method", ""}, {"maybe", ""}, {"object", " readonly x?: number; y: { z: string } "}, {"list", ""},
	}, ts.members(t, "Sample"))
	assert.Equal(t, []string{"x", "y"}, names(membersOf(ts.members(t, "Sample")[3].object)))
	assert.Equal(t, []string{"First", "Third"}, ts.enum(t, "Order"))
}
