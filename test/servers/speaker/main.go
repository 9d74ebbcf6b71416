// Command speaker writes what containers write whose logs are read: see logs_test.go.
package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	streams := [2]io.Writer{os.Stderr, os.Stdout}
	switch count, _ := strconv.Atoi(os.Args[2]); os.Args[1] {
	case "lines": // so many, each to another stream than the one before
		for n := range count {
			_, _ = fmt.Fprintln(streams[(n+1)%2], strconv.Itoa(n+1)+strings.Repeat(" ☃", (n+1)%53))
			time.Sleep(time.Millisecond) // two streams that write at once have no order
		}
	case "snow": // lines without an end, of so many characters each
		for _, w := range streams {
			_, _ = io.WriteString(w, "a"+strings.Repeat("☃", count)+"\n")
		}
	}
	time.Sleep(time.Hour) // a log is followed as long as its container lives
}
