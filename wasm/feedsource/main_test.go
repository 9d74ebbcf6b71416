//go:build !js

package feedsource

import (
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestMain looks for goroutines that feeds have left behind.
func TestMain(m *testing.M) {
	code := m.Run()
	if left := goroutines(); code == 0 && left != "" {
		_, _ = os.Stderr.WriteString("goroutines are left:\n" + left + "\n")
		code = 1
	}
	os.Exit(code)
}

// goroutines are those of feeds that are still there after a while.
func goroutines() string {
	var found string
	for range 100 {
		found = ""
		for stack := range strings.SplitSeq(stacks(), "\n\n") {
			if strings.Contains(stack, "feedsource.(*") {
				found += stack + "\n\n"
			}
		}
		if found == "" {
			return ""
		}
		time.Sleep(20 * time.Millisecond)
	}
	return found
}

// stacks are those of all goroutines.
func stacks() string {
	text := make([]byte, 1<<20)
	return string(text[:runtime.Stack(text, true)])
}
