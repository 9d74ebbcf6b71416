package layout

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// The contract is one text in two languages, of which no compiler sees both.
const (
	contractTS = "js/src/link/contract.ts"
	contractGo = "wasm/internal/bridge/contract_js.go"
)

func source(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(harness.Root(), filepath.FromSlash(name)))
	require.NoError(t, err)
	return string(text)
}

// contract is all that contractTS exports, of the folder of its name.
func contract(t *testing.T) string { return folder(t, strings.TrimSuffix(contractTS, ".ts"), ".ts") }

func TestContractsOpenWithTheSameParagraph(t *testing.T) {
	paragraph := opening(source(t, contractTS))
	assert.Contains(t, paragraph, contractTS)
	assert.Contains(t, paragraph, contractGo)
	assert.Equal(t, paragraph, opening(source(t, contractGo)))
}

// opening is the text of the comment that a file begins with.
func opening(text string) string {
	var words []string
	for line := range strings.Lines(text) {
		comment, ok := strings.CutPrefix(line, "//")
		if !ok {
			break
		}
		words = append(words, strings.Fields(comment)...)
	}
	return strings.Join(words, " ")
}

// The host reads these by place.
func TestFieldsOfABatchAreInOneOrder(t *testing.T) {
	ts, bridge := parseTypeScript(contract(t)), parseGo(t, contractGo)
	for enum, name := range map[string]string{"BatchField": "batch", "VitalsField": "vitals"} {
		members := ts.enum(t, enum)
		require.Equal(t, "Size", members[len(members)-1], "%s ends with the number of its fields", enum)
		assert.Equal(t, lowerFirst(members[:len(members)-1]), bridge.fields(t, name), "%s and %s", enum, name)
	}
	assert.Equal(t, ts.enum(t, "Kind"), parseGo(t, "wasm/internal/framing/table.go").constants("Kind"))
	assert.Equal(t, ts.enum(t, "Why"), parseGo(t, "wasm/internal/feed/unanswered.go").constants("Why"))
}

func lowerFirst(names []string) []string {
	var list []string
	for _, name := range names {
		list = append(list, strings.ToLower(name[:1])+name[1:])
	}
	return list
}

func TestOptionsHaveTheSameMembers(t *testing.T) {
	ts, bridge := parseTypeScript(contract(t)), parseGo(t, "wasm/internal/bridge/read_options.go")
	read := func(function string) []string { return bridge.function(t, function).arguments("get") }
	objects := 0
	for _, option := range ts.members(t, "FeedOptions") {
		if option.object == "" {
			continue
		}
		objects++
		reader := "read" + strings.ToUpper(option.name[:1]) + option.name[1:]
		assert.ElementsMatch(t, names(membersOf(option.object)), read(reader), "option %s and %s", option.name, reader)
	}
	assert.GreaterOrEqual(t, objects, 8, "options that are objects")
	assert.ElementsMatch(t, names(ts.members(t, "FeedOptions")), read("readFeedOptions"))
	assert.ElementsMatch(t, names(ts.members(t, "SignalData")), read("readSignal"))
}

func TestDataHaveTheSameMembers(t *testing.T) {
	ts, bridge := parseTypeScript(contract(t)), parseGo(t, contractGo)
	// These two the host has of the request that a failure is about.
	failure := append(bridge.function(t, "failureData").keys(), "headers", "cause")
	assert.ElementsMatch(t, names(ts.members(t, "Failure")), failure)
	assert.ElementsMatch(t, names(ts.members(t, "DialData")), bridge.function(t, "sink.dial").keys())
	head := parseGo(t, "wasm/internal/bridge/read_head.go").function(t, "readHead").arguments("get")
	assert.ElementsMatch(t, names(ts.members(t, "HeadData")), head)
}

func TestEngineAndSinkHaveTheSameMethods(t *testing.T) {
	ts, bridge := parseTypeScript(contract(t)), parseGo(t, contractGo)
	assert.ElementsMatch(t, names(ts.members(t, "EngineMethods")), bridge.function(t, "engineMethods").keys())
	var used []string
	for _, method := range bridge.methods("sink") {
		used = append(used, method.arguments("call")...)
		used = append(used, method.arguments("try")...)
	}
	assert.ElementsMatch(t, names(ts.members(t, "Sink")), used)
}

func TestEngineExportsWhatTheHostCalls(t *testing.T) {
	exported := []string{"mem"} // by Go's linker
	for _, file := range []string{"memory_js.go", "control_js.go"} {
		text := source(t, "wasm/internal/bridge/"+file)
		for _, match := range regexp.MustCompile(`(?m)^//go:wasmexport (\w+)$`).FindAllStringSubmatch(text, -1) {
			exported = append(exported, match[1])
		}
	}
	assert.ElementsMatch(t, names(parseTypeScript(contract(t)).members(t, "EngineExports")), exported)
}

func TestEngineKnowsAllOfThePagesLifecycle(t *testing.T) {
	change := regexp.MustCompile(`type Lifecycle =([^;]+);`).FindStringSubmatch(contract(t))
	require.NotNil(t, change)
	var words []string
	for _, match := range regexp.MustCompile(`'(\w+)'`).FindAllStringSubmatch(change[1], -1) {
		words = append(words, match[1])
	}
	lifecycle := parseGo(t, "wasm/internal/bridge/control_js.go").function(t, "Lifecycle")
	assert.ElementsMatch(t, words, lifecycle.cases())
}
