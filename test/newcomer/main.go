// Command newcomer goes the ways by which README.md leads to a first record, word by word, and says how long each takes:
//
//   - clone: git clone, and the first command for contributors; to the first message on the console
//   - bundler: a new app of Vite, the first command of "Install", and the example of "Use"; to the first line in the
//     browser's log
//   - script: a page that is the example of "Install", beside the files that it names; to the same
//
// The package comes from ./build.sh package, not from npm. Commands and examples are read from README.md when this runs,
// so that one that has stopped working is found.
//
//	./build.sh package && go run ./test/newcomer          # with the caches that there are
//	go run ./test/newcomer -cold clone                    # with Go's caches empty
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/feedsource/feedsource/test/machine"
)

// A way is one by which a newcomer comes to a first record.
type way struct {
	name string
	walk func(*walker) error
}

var ways = []way{{"clone", (*walker).clone}, {"bundler", (*walker).bundler}, {"script", (*walker).script}}

// A step is what a newcomer does, and how long it took.
type step struct {
	what string
	took time.Duration
}

func main() {
	cold := flag.Bool("cold", false, "leave Go nothing that it has built or downloaded before")
	flag.Parse()
	if err := run(*cold, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "newcomer:", err)
		os.Exit(1)
	}
}

// run goes the ways that are named, or all.
func run(cold bool, names []string) error {
	text, err := os.ReadFile(filepath.Join(harness.Root(), "README.md"))
	if err != nil {
		return err
	}
	fmt.Printf("%s, %d cores, %s\n", machine.Name(), runtime.NumCPU(), time.Now().UTC().Format(time.DateOnly))
	for _, way := range ways {
		if len(names) > 0 && names[0] != way.name {
			continue
		}
		if err := walk(way, cold, string(text)); err != nil {
			return fmt.Errorf("%s: %w", way.name, err)
		}
	}
	return nil
}

func walk(way way, cold bool, readme string) error {
	folder, err := os.MkdirTemp("", "newcomer-")
	if err != nil {
		return err
	}
	w := &walker{folder: folder, readme: readme, cold: cold}
	defer w.leave()
	if err := way.walk(w); err != nil {
		return err
	}
	words := w.words()
	fmt.Printf("\n%s\n  %-52s %4d words, %4.0f s at %d a minute\n", way.name, "reading", words, 60*float64(words)/pace, pace)
	var all time.Duration
	for _, step := range w.steps {
		fmt.Printf("  %-52s %5.1f s\n", step.what, step.took.Seconds())
		all += step.took
	}
	fmt.Printf("  %-52s %5.1f s\n", "until the first record, reading not counted", all.Seconds())
	return nil
}

// pace is how many words a minute people read of a text such as this.
const pace = 200
