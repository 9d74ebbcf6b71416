package config

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"strings"
)

// Secret is a text in which ${NAME} stands for a variable of the environment, and ${file:PATH} for what a file has. It is looked up when it is
// used, so that a file can be replaced, and never logged.
type Secret string

var (
	reference = regexp.MustCompile(`\$\{([^}]*)\}`)
	variable  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// Value is the text with everything in its place.
func (s Secret) Value() (value string, err error) {
	if strings.Contains(reference.ReplaceAllString(string(s), ""), "${") {
		return "", errors.New("a ${ has no } behind it; it can be ${NAME}, or ${file:PATH}")
	}
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

// lookUp is never empty: a variable that is set to nothing, and a file that is being written, are no secrets.
func lookUp(name string) (string, error) {
	if path, isFile := strings.CutPrefix(name, "file:"); isFile {
		text, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("${%s}: %w", name, err)
		}
		if secret := strings.TrimRight(string(text), "\r\n"); secret != "" {
			return secret, nil
		}
		return "", fmt.Errorf("${%s}: the file is empty", name)
	}
	if !variable.MatchString(name) { // it is not shown: it may be the secret itself
		return "", errors.New("what is in ${…} can be the NAME of a variable of the environment, or file:PATH")
	}
	text, ok := os.LookupEnv(name)
	switch {
	case !ok:
		return "", fmt.Errorf("${%s}: the environment has no variable %s", name, name)
	case text == "":
		return "", fmt.Errorf("${%s}: the variable %s of the environment is empty", name, name)
	}
	return text, nil
}

// LogValue keeps it out of logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue("(secret)") }

// String keeps it out of other texts.
func (s Secret) String() string { return "(secret)" }
