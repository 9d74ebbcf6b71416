// Package machine names the computer that figures were taken on.
package machine

import (
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
)

var modelName = regexp.MustCompile(`(?m)^model name\s*: (.*)$`)

// Name is the processor, if the system tells, and the system.
func Name() string {
	system := runtime.GOOS + "/" + runtime.GOARCH
	if model := processor(); model != "" {
		return model + ", " + system
	}
	return system
}

func processor() string {
	switch runtime.GOOS {
	case "linux":
		text, _ := os.ReadFile("/proc/cpuinfo")
		if found := modelName.FindSubmatch(text); found != nil {
			return strings.TrimSpace(string(found[1]))
		}
	case "darwin":
		text, _ := exec.Command("sysctl", "-n", "machdep.cpu.brand_string").Output()
		return strings.TrimSpace(string(text))
	case "windows":
		return os.Getenv("PROCESSOR_IDENTIFIER")
	}
	return ""
}
