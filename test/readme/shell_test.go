//go:build unix

package readme

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// program has the shell find what was built. To a pipe jq prints late, to a terminal at once.
const program = `npx() { shift; node "$CLI" "$@"; }; jq() { command jq --unbuffered "$@"; }; `

var anywhere = regexp.MustCompile(`https://[\w./-]+`)

// What cli.md shows runs in a shell, until it has printed what is looked for.
func TestShellExamples(t *testing.T) {
	examples := keyed(t, "js/docs/cli.md")
	const section = "cli.md#npx-feedsource-read-a-feed-from-a-terminal"
	cases := map[string]struct {
		feed   string
		prints string // a line
		needs  string // a program
		into   string // the file that the output goes to
	}{
		section:                           {feed: "/news", prints: `"id":"1"`},
		section + "-2":                    {feed: "/ntfy", prints: "^one$", needs: "jq"},
		"cli.md#secrets":                  {feed: "/secret", prints: `"data":\{"text":"Bearer good"\}`},
		"cli.md#going-on-in-the-next-run": {feed: "/rooms/1", prints: `"id":"1"`, into: "records.ndjson"},
	}
	for key, example := range examples {
		t.Run(key, func(t *testing.T) {
			c, known := cases[key]
			require.True(t, known, "the table has no line for it")
			if c.needs != "" {
				if _, err := exec.LookPath(c.needs); err != nil {
					t.Skip("there is no " + c.needs)
				}
			}
			site := harness.NewSite(t)
			serveLocal(site)
			site.Handle("/secret", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", lines)
				_, _ = fmt.Fprintf(w, `{"text":%q}`+"\n", r.Header.Get("Authorization"))
			})
			dir := t.TempDir()
			code := anywhere.ReplaceAllLiteralString(example.Code, site.URL+c.feed)
			running := start(t, dir, program+code)
			if c.into == "" {
				assert.Regexp(t, c.prints, running.line(t))
				return
			}
			require.Eventually(t, func() bool {
				text, _ := os.ReadFile(filepath.Join(dir, c.into))
				return regexp.MustCompile(c.prints).Match(text)
			}, time.Minute, 20*time.Millisecond)
		})
	}
	assert.Len(t, cases, len(examples))
}

// A process is a command that is under way, with what it prints.
type process struct {
	*exec.Cmd
	output *bufio.Reader
}

// start runs code in a shell, until the test ends.
func start(t *testing.T, dir, code string) *process {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	command := exec.CommandContext(ctx, "bash", "-c", code)
	command.Dir = dir
	command.Env = append(os.Environ(), "CLI="+filepath.Join(distFolder, "cli.js"), "TOKEN=good")
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // it may be a pipe of several programs
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
		_ = command.Wait()
		stop()
	})
	return &process{command, bufio.NewReader(output)}
}

// line is what it prints next.
func (p *process) line(t *testing.T) string {
	t.Helper()
	line, err := p.output.ReadString('\n')
	require.NoError(t, err, "it printed no more")
	return strings.TrimSpace(line)
}

// What is for Node.js runs there, as a module of a program that has the package.
func TestNodeExamples(t *testing.T) {
	for key, c := range map[string]struct {
		feed   string
		prints string // until it is interrupted, if it reads in a loop
	}{
		"runtimes.md#nodejs-deno-bun-and-tests-without-a-browser": {"/ntfy", "'a1'"},
		"api-node.md#feedsourcenode":                              {},
		"api-node.md#filestore":                                   {feed: "/rooms/1"},
	} {
		t.Run(key, func(t *testing.T) {
			page, _, _ := strings.Cut(key, "#")
			example, known := keyed(t, "js/docs/"+page)[key]
			require.True(t, known, "there is no example %s", key)
			site := harness.NewSite(t)
			serveLocal(site)
			address := site.URL + c.feed
			code := fmt.Sprintf("const url = %q;\n%s\nconsole.log('done');", address, somewhere.ReplaceAllLiteralString(example.Code, address))
			// In the folder of the package its own name leads to it.
			module, err := os.CreateTemp(filepath.Join(harness.Root(), "js", "build"), "example-*.mjs")
			require.NoError(t, err)
			defer os.Remove(module.Name())
			_, err = module.WriteString(code)
			require.NoError(t, err)
			require.NoError(t, module.Close())
			running := start(t, t.TempDir(), "exec node "+module.Name())
			if c.prints != "" {
				for line := running.line(t); !strings.Contains(line, c.prints); {
					line = running.line(t)
				}
				require.NoError(t, running.Process.Signal(os.Interrupt))
			}
			for line := running.line(t); line != "done"; {
				line = running.line(t)
			}
		})
	}
}
