package harness

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Memory is what the browser's processes have in memory together, in bytes: what several share is counted once (the
// proportional set size of proc_pid_smaps(5), which Linux alone tells). It is of all browsers that this program runs.
func (s *Started) Memory() (bytes float64, err error) {
	processes, err := below(os.Getpid())
	if err != nil {
		return 0, err
	}
	for _, id := range processes {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", id))
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(text), "\nPss:")
		if fields := strings.Fields(rest); len(fields) > 0 {
			kilobytes, _ := strconv.ParseFloat(fields[0], 64)
			bytes += kilobytes * 1024
		}
	}
	if bytes == 0 {
		return 0, fmt.Errorf("this system does not tell the memory of processes")
	}
	return bytes, nil
}

// supports run beside a browser, and are no part of it.
var supports = []string{"Xvfb", "WebKitWebDriver"}

// below are the processes that a process has started, and those that these have.
func below(parent int) (list []int, err error) {
	children := map[int][]int{}
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, err
	}
	names := map[int]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		// "pid (name) state ppid …", and a name may have any character in it.
		open, end := strings.IndexByte(string(text), '('), strings.LastIndexByte(string(text), ')')
		id, _ := strconv.Atoi(strings.TrimSpace(string(text[:open])))
		of, _ := strconv.Atoi(strings.Fields(string(text[end+1:]))[1])
		names[id] = string(text[open+1 : end])
		children[of] = append(children[of], id)
	}
	for next := children[parent]; len(next) > 0; {
		id := next[0]
		next = append(next[1:], children[id]...)
		if !slices.Contains(supports, names[id]) {
			list = append(list, id)
		}
	}
	return list, nil
}
