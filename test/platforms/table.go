package platforms

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/feedsource/feedsource/test/harness"
)

// Suite is the name of the suite, whose outcome is in web/dist/proof/.
const Suite = "platforms"

// Columns are what each app is tried on.
var Columns = []string{"dev", "build", "worker"}

// Folder is where the apps are.
func Folder() string { return filepath.Join(harness.Root(), "test", "platforms") }

// Version is that of the app's tool, as its package-lock.json pins it, or nothing without a tool.
func (a App) Version() string {
	if a.Tool == "" {
		return ""
	}
	text, err := os.ReadFile(filepath.Join(Folder(), a.Folders[len(a.Folders)-1], "package-lock.json"))
	if err != nil {
		return err.Error()
	}
	var lock struct {
		Packages map[string]struct{ Version string }
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		return err.Error()
	}
	return lock.Packages["node_modules/"+a.Tool].Version
}

// Table is the table of js/docs/bundlers.md. What did not work has no place in it: worked says
// why an app did not on a column, and Table fails.
func Table(worked func(a App, column string) error) (string, error) {
	table := "| what | version | dev | build | worker | configuration needed |\n|---|---|---|---|---|---|\n"
	for _, a := range Apps {
		row := []string{a.Name, cmp.Or(a.Version(), "–")}
		for _, column := range Columns {
			word := "works"
			if column == "dev" && a.Dev == "" {
				word = "–"
			} else if err := worked(a, column); err != nil {
				return "", err
			}
			row = append(row, word)
		}
		table += "| " + strings.Join(append(row, a.configuration()), " | ") + " |\n"
	}
	return table, nil
}

// configuration is the last column: what is to be told, linked to the section of the docs that says how.
func (a App) configuration() string {
	if a.Config == "" {
		return "none"
	}
	return fmt.Sprintf("[%s](#%s)", a.Config, strings.ReplaceAll(strings.ToLower(a.Name), " ", "-"))
}
