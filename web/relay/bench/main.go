//go:build linux

// Command bench puts readers to the relay and to others that do the same work, and says what each of them takes.
//
//	go run ./bench # in web/relay; ./build.sh relay-bench builds first what is compared
//
// A run is of one server, a number of readers and a rate. The server is a process of its own, and new; upstream is another;
// this one has all readers. Runs take turns, so that what a machine does meanwhile meets all servers, and figures are medians.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/feedsource/feedsource/test/machine"
)

var (
	turns     = flag.Int("turns", 3, "how often each run is made")
	measuring = flag.Duration("for", 10*time.Second, "how long one measures")
	only      = flag.String("only", "", "`names` of servers, with / between; all by default")
	load      = flag.String("load", "100x100,1000x100,5000x100,1000x1000", "`readers` and records in a second, with commas between; \"\" for none")
	comebacks = flag.String("return", "1000x2000", "`readers` who come back at once, and records that they missed, with commas between; \"\" for none")
	holds     = flag.Int("tls", 1000, "how many `readers` come by HTTPS; 0 for none")
	rival     = flag.String("centrifugo", "", "`program` of Centrifugo; without it there is none")
	others    = flag.String("relays", "", "`name=program` of more relays, with commas between: other builds of it")
	output    = flag.String("json", "", "`file` for what was found")
	markdown  = flag.String("markdown", "", "prints the tables of such a `file`, and does nothing else")

	listen  = flag.String("upstream", "", "be upstream at an `address`; for bench itself, as are the rest")
	publish = flag.String("publish", "", "")
	path    = flag.String("path", "", "")
	headers = flag.String("headers", "", "")
)

func main() {
	flag.Parse()
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	switch {
	case *listen != "" || *publish != "":
		return upstream(*listen, *publish, *path, *headers)
	case *markdown != "":
		text, err := os.ReadFile(*markdown)
		if err != nil {
			return err
		}
		var r report
		if err := json.Unmarshal(text, &r); err != nil {
			return err
		}
		fmt.Print(r.markdown())
		return nil
	}
	r := report{Machine: machine.Name(), Date: time.Now().UTC().Format(time.DateOnly)}
	if err := measure(&r); err != nil {
		return err
	}
	fmt.Print("\n", r.markdown())
	if *output == "" {
		return nil
	}
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(*output, append(text, '\n'), 0o644)
}

func measure(r *report) error {
	folder, err := os.MkdirTemp("", "relay-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	binary, err := build(folder)
	if err != nil {
		return err
	}
	fmt.Println(heading)
	for range *turns {
		if err := inTurn(r, contenders(binary)); err != nil {
			return err
		}
		if err := back(r, binary); err != nil {
			return err
		}
		if err := held(r, binary, folder); err != nil {
			return err
		}
	}
	return nil
}

// contenders are those that are there, and that were asked for.
func contenders(binary string) (list []contender) {
	list = append(list, relay("relay", binary, "", ""), relay("relay, sync 2m", binary, `sync = "2m"`, ""))
	for each := range strings.SplitSeq(*others, ",") {
		if name, program, found := strings.Cut(each, "="); found {
			list = append(list, relay(name, program, "", ""))
		}
	}
	if _, err := os.Stat(nchanModule); err == nil {
		list = append(list, nchan())
	}
	if *rival != "" {
		list = append(list, centrifugo(*rival))
	}
	if *only == "" {
		return list
	}
	names := strings.Split(*only, "/")
	return slices.DeleteFunc(list, func(c contender) bool { return !slices.Contains(names, c.name) })
}

// inTurn runs each cell of each contender once.
func inTurn(r *report, list []contender) error {
	return each(*load, "5000x100: readers, and records in a second", func(readers, rate int) error {
		for _, c := range list {
			o, err := c.run(cell{c.name, readers, rate}, *measuring)
			if err != nil {
				return fmt.Errorf("%s with %d readers: %w", c.name, readers, err)
			}
			fmt.Println(o)
			r.Outcomes = append(r.Outcomes, o)
		}
		return nil
	})
}

// back has readers come back to relays of which one has in memory what they missed.
func back(r *report, binary string) error {
	return each(*comebacks, "1000x2000: readers, and records", func(readers, records int) error {
		for _, c := range []contender{relay("from memory", binary, "", ""), relay("from the stream", binary, "", `buffer = "1MiB"`)} {
			b, err := c.comeBack(readers, records)
			if err != nil {
				return fmt.Errorf("%s to %d readers: %w", c.name, readers, err)
			}
			fmt.Printf("%+v\n", b)
			r.Comebacks = append(r.Comebacks, b)
		}
		return nil
	})
}

func held(r *report, binary, folder string) error {
	if *holds == 0 {
		return nil
	}
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		h, err := hold(binary, folder, protocol, *holds)
		if err != nil {
			return fmt.Errorf("readers by %s: %w", protocol, err)
		}
		fmt.Printf("%+v\n", h)
		r.Holdings = append(r.Holdings, h)
	}
	return nil
}

// each reads pairs such as 5000x100, with commas between.
func each(list, can string, do func(a, b int) error) error {
	for pair := range strings.SplitSeq(list, ",") {
		if pair == "" {
			continue
		}
		var a, b int
		if _, err := fmt.Sscanf(pair, "%dx%d", &a, &b); err != nil {
			return fmt.Errorf("%q is no pair of numbers; it can be %s", pair, can)
		}
		if err := do(a, b); err != nil {
			return err
		}
	}
	return nil
}
