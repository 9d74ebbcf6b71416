package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// addEntries makes a folder for each entry of the package but its first, with a package.json that
// names the entry's files: TypeScript's node10 and Parcel 2 look for feedsource/stages there, as
// they do not read exports.
func addEntries(folder string) error {
	text, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err != nil {
		return err
	}
	var manifest struct{ Exports map[string]any }
	if err := json.Unmarshal(text, &manifest); err != nil {
		return err
	}
	for entry, target := range manifest.Exports {
		if entry == "." || strings.HasSuffix(entry, ".json") || strings.Contains(entry, "*") {
			continue // what is JSON lies beside package.json
		}
		if err := addEntry(filepath.Join(folder, entry), target); err != nil {
			return err
		}
	}
	return nil
}

func addEntry(folder string, target any) error {
	up := func(file string) string {
		if file == "" {
			return ""
		}
		path, _ := filepath.Rel(folder, filepath.Join(filepath.Dir(folder), file))
		return filepath.ToSlash(path)
	}
	main := up(named(target, "browser", "default", "import"))
	stub := struct {
		Main   string `json:"main,omitempty"`
		Module string `json:"module,omitempty"`
		Types  string `json:"types,omitempty"`
	}{main, main, up(named(target, "types", "browser", "default", "import"))}
	text, err := json.MarshalIndent(stub, "", "  ")
	if err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "package.json"), append(text, '\n'), 0o644)
}

// named is the file that a value of exports stands for under the first of the conditions that it has.
func named(target any, conditions ...string) string {
	switch target := target.(type) {
	case string:
		return target
	case map[string]any:
		for _, condition := range conditions {
			if inner, has := target[condition]; has {
				return named(inner, conditions...)
			}
		}
	}
	return ""
}
