package config

import (
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"strings"
)

// Secret is a text in which ${NAME} stands for a variable of the environment, and ${file:PATH} for what a file has. It is looked up when it is
// used, so that a file can be replaced, and never logged.
type Secret string

var reference = regexp.MustCompile(`\$\{([^}]*)\}`)

// Value is the text with everything in its place.
func (s Secret) Value() (value string, err error) {
	value = reference.ReplaceAllStringFunc(string(s), func(found string) string {
		name := found[2 : len(found)-1]
		text, e := lookUp(name)
		if e != nil && err == nil {
			err = e
		}
		return text
	})
	return value, err
}

// Parts are what stands in the places of variables and files.
func (s Secret) Parts() (list []string) {
	for _, found := range reference.FindAllStringSubmatch(string(s), -1) {
		if text, err := lookUp(found[1]); err == nil {
			list = append(list, text)
		}
	}
	return list
}

func lookUp(name string) (string, error) {
	if path, isFile := strings.CutPrefix(name, "file:"); isFile {
		text, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("${%s}: %w", name, err)
		}
		return strings.TrimRight(string(text), "\r\n"), nil
	}
	text, ok := os.LookupEnv(name)
	if !ok {
		return "", fmt.Errorf("${%s}: the environment has no variable %s", name, name)
	}
	return text, nil
}

// LogValue keeps it out of logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue("(secret)") }

// String keeps it out of other texts.
func (s Secret) String() string { return "(secret)" }
