//go:build !js

package feedsource

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// first is the first error of some.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// members says what is wrong with JSON pointers or names of header fields.
func members(option string, of ...string) error {
	for _, member := range of {
		if strings.HasPrefix(member, "/") && !isPointer(member) {
			return cannotBe(option, member, "a JSON pointer like /id, or the name of a header field")
		}
	}
	return nil
}

func whole(option string, n int) error {
	if n < 0 || n > most {
		return cannotBe(option, fmt.Sprint(n), "a whole number up to 2^30")
	}
	return nil
}

func oneOfThese[W ~string](option string, word W, words ...W) error {
	if word == "" || slices.Contains(words, word) {
		return nil
	}
	var names []string
	for _, w := range words {
		names = append(names, string(w))
	}
	return cannotBe(option, string(word), oneOf(names))
}

func oneOf(words []string) string { return strings.Join(words, ", ") }

func isPointer(text string) bool {
	_, err := jsonptr.Parse(text)
	return err == nil && strings.HasPrefix(text, "/")
}

// isToken reports whether a text can be the name of a header (RFC 9110 section 5.6.2).
func isToken(text string) bool { return tokens.MatchString(text) }

var tokens = regexp.MustCompile("^[\\w!#$%&'*+.^`|~-]+$")

func cannotBe(option, value, words string) error {
	return &OptionError{option, fmt.Sprintf("%s is %q; it can be %s.", option, value, words)}
}

func refused(option, why string) error { return &OptionError{option, option + " " + why + "."} }

func needs(option, what string) error { return &OptionError{option, option + " needs " + what + "."} }
