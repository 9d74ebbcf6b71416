package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The parts of CycloneDX 1.6 (ECMA-424) that are used here.
type (
	bill struct {
		Format       string       `json:"bomFormat"`
		Spec         string       `json:"specVersion"`
		Version      int          `json:"version"`
		Metadata     metadata     `json:"metadata"`
		Components   []component  `json:"components"`
		Dependencies []dependency `json:"dependencies"`
	}
	metadata struct {
		Component component `json:"component"`
	}
	component struct {
		Type       string     `json:"type"`
		Ref        string     `json:"bom-ref"`
		Name       string     `json:"name"`
		Version    string     `json:"version,omitempty"`
		PURL       string     `json:"purl,omitempty"`
		Hashes     []hash     `json:"hashes,omitempty"`
		Licenses   []license  `json:"licenses,omitempty"`
		Pedigree   *pedigree  `json:"pedigree,omitempty"`
		Properties []property `json:"properties,omitempty"`
	}
	// A pedigree says how a component differs from what was published.
	pedigree struct {
		Patches []patch `json:"patches"`
	}
	patch struct {
		Type string `json:"type"`
		Diff struct {
			Text struct {
				Content string `json:"content"`
			} `json:"text"`
		} `json:"diff"`
	}
	hash struct {
		Algorithm string `json:"alg"`
		Content   string `json:"content"`
	}
	license struct {
		License struct {
			ID string `json:"id"`
		} `json:"license"`
	}
	property struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	dependency struct {
		Ref string   `json:"ref"`
		On  []string `json:"dependsOn,omitempty"`
	}
)

// shipped are the patterns of the files that pages load.
var shipped = []string{"*.js", "feedsource.wasm*"}

// credit is what a script has in it that has wasm_exec.js.
const credit = "wasm_exec.js: Copyright"

func licensed(id string) []license {
	var l license
	l.License.ID = id
	return []license{l}
}

// patched is the module that is changed before it is built (wasm/patch).
const patched = "github.com/hack-pad/safejs"

func pedigreeOf(root string) (*pedigree, error) {
	diff, err := os.ReadFile(filepath.Join(root, "wasm", "patch", "safejs.patch"))
	if err != nil {
		return nil, err
	}
	p := patch{Type: "unofficial"}
	p.Diff.Text.Content = string(diff)
	return &pedigree{[]patch{p}}, nil
}

// describe makes the bill of the project in root, with the files in dist.
func describe(root, dist string, e engine) (bill, error) {
	text, err := os.ReadFile(filepath.Join(root, "js", "package.json"))
	if err != nil {
		return bill{}, err
	}
	var manifest struct{ Name, Version, License string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		return bill{}, err
	}
	purl := "pkg:npm/" + manifest.Name + "@" + manifest.Version
	b := bill{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: metadata{component{
		Type: "library", Ref: purl, Name: manifest.Name, Version: manifest.Version, PURL: purl, Licenses: licensed(manifest.License),
	}}}

	version := strings.TrimPrefix(e.goVersion, "go")
	std := component{Type: "library", Name: "std", Version: version, PURL: "pkg:golang/std@" + version, Licenses: licensed("BSD-3-Clause"),
		Properties: []property{{"feedsource:packages", strings.Join(e.std, " ")}}}
	std.Ref = std.PURL
	linked, files := []component{std}, []string{}
	for _, path := range slices.Sorted(maps.Keys(e.modules)) {
		c := component{Type: "library", Name: path, Version: e.modules[path], PURL: "pkg:golang/" + path + "@" + e.modules[path]}
		c.Ref = c.PURL
		if path == patched {
			if c.Pedigree, err = pedigreeOf(root); err != nil {
				return bill{}, err
			}
		}
		linked = append(linked, c)
	}
	sum, err := checksum(e.exec)
	if err != nil {
		return bill{}, err
	}
	glue := component{Type: "file", Ref: "wasm_exec.js", Name: "wasm_exec.js", Version: version, Hashes: []hash{{"SHA-256", sum}}, Licenses: licensed("BSD-3-Clause")}
	b.Components = append(linked, glue)
	var paths []string
	for _, pattern := range shipped {
		found, err := filepath.Glob(filepath.Join(dist, pattern))
		if err != nil {
			return bill{}, err
		}
		paths = append(paths, found...)
	}
	slices.Sort(paths)
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return bill{}, err
		}
		sum, name := sumOf(content), filepath.Base(path)
		ref := "dist/" + name
		files = append(files, ref)
		b.Components = append(b.Components, component{Type: "file", Ref: ref, Name: ref, Hashes: []hash{{"SHA-256", sum}}})
		on := dependency{Ref: ref}
		switch {
		case strings.HasPrefix(name, "feedsource.wasm"):
			for _, c := range linked {
				on.On = append(on.On, c.Ref)
			}
		case bytes.Contains(content, []byte(credit)):
			on.On = []string{glue.Ref}
		}
		b.Dependencies = append(b.Dependencies, on)
	}
	b.Dependencies = append([]dependency{{purl, files}}, b.Dependencies...)
	return b, nil
}
