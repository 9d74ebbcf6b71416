package main

import (
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// addIntegrity adds integrity.json: the sums, as integrity attributes have them, of the files in
// dist that a page loads.
func addIntegrity(folder string) error {
	sums := map[string]string{}
	for _, pattern := range []string{"*.js", "feedsource.wasm*"} {
		files, err := filepath.Glob(filepath.Join(folder, "dist", pattern))
		if err != nil {
			return err
		}
		for _, file := range files {
			sum, err := sumOf(file)
			if err != nil {
				return err
			}
			sums[filepath.Base(file)] = sum
		}
	}
	text, err := json.MarshalIndent(sums, "", "  ") // in the order of their names
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "integrity.json"), append(text, '\n'), 0o644)
}

// printSums prints the sums of files in a line.
func printSums(files []string) error {
	var sums []string
	for _, file := range files {
		sum, err := sumOf(file)
		if err != nil {
			return err
		}
		sums = append(sums, sum)
	}
	fmt.Println(strings.Join(sums, " "))
	return nil
}

func sumOf(file string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	sum := sha512.Sum384(content)
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:]), nil
}
