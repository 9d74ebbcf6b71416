package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// A step's name and its microseconds.
type step struct {
	Name  string
	Takes float64
}

func (s *step) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[2]any{&s.Name, &s.Takes})
}

// costs are what page/costs.js finds.
type costs struct {
	Start  []step `json:"start"`
	Feed   []step `json:"feed"`
	Chunks []struct {
		Records float64 `json:"records"` // in a chunk
		Steps   []step  `json:"steps"`
	} `json:"chunks"`
	Bytes []costsOfBytes `json:"bytes"`
}

// costsOfBytes are nanoseconds for a record of a format of bytes.
type costsOfBytes struct {
	Format string `json:"format"`
	Size   string `json:"size"`
	Steps  []step `json:"steps"`
}

// printCosts measures how long each step of FeedSource's own takes, and prints tables in
// Markdown: COSTS.md says what they tell.
func printCosts(w io.Writer, rounds int) error {
	bundle, err := esbuild("", "page/costs.js", `--define:VERSION="`+version()+`"`)
	if err != nil {
		return err
	}
	page, err := open(bundle)
	if err != nil {
		return err
	}
	defer page.close()
	found, err := evaluate[costs](page, 5*time.Minute, fmt.Sprintf("costs(%d)", rounds))
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "| 65-byte records of an event stream | chunk of 64 KiB, %.0f records: µs | ns a record | chunk of 512 B, %.0f records: µs |\n|---|--:|--:|--:|\n",
		found.Chunks[0].Records, found.Chunks[1].Records)
	for i, s := range found.Chunks[0].Steps {
		fmt.Fprintf(w, "| %s | %.1f | %.0f | %.2f |\n", s.Name, s.Takes, s.Takes*1000/found.Chunks[0].Records, found.Chunks[1].Steps[i].Takes)
	}
	for _, table := range []struct {
		title string
		steps []step
	}{{"calls into the engine", found.Feed}, {"the engine's start, once a page", found.Start}} {
		fmt.Fprintf(w, "\n| %s | µs |\n|---|--:|\n", table.title)
		for _, s := range table.steps {
			fmt.Fprintf(w, "| %s | %.2f |\n", s.Name, s.Takes)
		}
	}
	printCostsOfBytes(w, found.Bytes)
	return printTimeline(w, page, rounds/2)
}

func printCostsOfBytes(w io.Writer, rows []costsOfBytes) {
	fmt.Fprint(w, "\n| a record of bytes, in chunks of 64 KiB: ns |")
	for _, s := range rows[0].Steps {
		fmt.Fprintf(w, " %s |", s.Name)
	}
	fmt.Fprintf(w, "\n|---|%s\n", strings.Repeat("--:|", len(rows[0].Steps)))
	for _, row := range rows {
		fmt.Fprintf(w, "| %s, %s |", row.Format, row.Size)
		for _, s := range row.Steps {
			fmt.Fprintf(w, " %.0f |", s.Takes)
		}
		fmt.Fprintln(w)
	}
}
