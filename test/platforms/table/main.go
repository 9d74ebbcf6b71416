// Command table writes the table of js/docs/bundlers.md from what ./build.sh platforms has
// left in web/dist/proof/. It fails, and writes nothing, if a cell was not run or did not pass.
//
//	go run ./test/platforms/table
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/feedsource/feedsource/test/platforms"
	"github.com/feedsource/feedsource/test/proof"
)

func main() {
	log.SetFlags(0)
	if err := write(); err != nil {
		log.Fatal(err)
	}
}

func write() error {
	text, err := os.ReadFile(filepath.Join(proof.Folder(), platforms.Suite+"-chromium.json"))
	if err != nil {
		return fmt.Errorf("%w; ./build.sh platforms makes it", err)
	}
	suite := &proof.Suite{}
	if err := json.Unmarshal(text, suite); err != nil {
		return err
	}
	table, err := platforms.Table(func(a platforms.App, column string) error { return passed(suite, a, column) })
	if err != nil {
		return err
	}
	docs, err := os.ReadFile(platforms.Docs())
	if err != nil {
		return err
	}
	page, err := platforms.WithTable(string(docs), table)
	if err != nil {
		return err
	}
	return os.WriteFile(platforms.Docs(), []byte(page), 0o644)
}

// passed looks for an app's result, by the version that is pinned now.
func passed(suite *proof.Suite, a platforms.App, column string) error {
	i := slices.IndexFunc(suite.Cases, func(c *proof.Case) bool {
		return c.Group == a.Group && c.Name == a.Name && c.Source == a.Version()
	})
	if i < 0 || suite.Cases[i].Results[column].Outcome != proof.Pass {
		return fmt.Errorf("%s, %s: not run, or it failed; run ./build.sh platforms", a.Name, column)
	}
	return nil
}
