package runtimes

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

func TestProgram(t *testing.T) {
	app := install(t)
	base := harness.Serve(t, server())
	program := filepath.Join(app, "node_modules", ".bin", "feedsource")
	ask := func(t *testing.T, args ...string) outcome {
		t.Helper()
		got := start(t, app, []string{"TOKEN=secret", "EMPTY="}, nil, program, args...)
		require.False(t, got.hung, "it does not end")
		return got
	}

	t.Run("a record is a line, and --max ends it", func(t *testing.T) {
		got := ask(t, base+"/events", "--max", "2")
		assert.Equal(t, outcome{stdout: `{"type":"message","id":"1","data":{"n":1}}
{"type":"message","id":"2","data":{"n":2}}
`}, got)
	})
	t.Run("--raw prints the records themselves", func(t *testing.T) {
		assert.Equal(t, outcome{stdout: "{\"n\":1}\n"}, ask(t, base+"/events", "-r", "-n", "1"))
	})
	t.Run("bytes are base64, or bytes", func(t *testing.T) {
		frames := []string{base + "/binary", "--format", "u16be", "--once"}
		assert.Equal(t, outcome{stdout: `{"type":"message","id":"","base64":"/wA="}` + "\n"}, ask(t, frames...))
		assert.Equal(t, outcome{stdout: "\xff\x00"}, ask(t, append(frames, "--raw")...))
	})
	t.Run("a whole answer is 0", func(t *testing.T) {
		got := ask(t, base+"/array")
		assert.Equal(t, 0, got.status)
		assert.Equal(t, 2, strings.Count(got.stdout, "\n"))
	})
	t.Run("a failure for good is 1, and a sentence", func(t *testing.T) {
		got := ask(t, base+"/nothing", "--quiet")
		assert.Equal(t, 1, got.status)
		assert.Equal(t, "feedsource: "+base+`/nothing: the server answered 404 Not Found (is the URL right?) and said "404"; the feed is closed.`+"\n", got.stderr)
		assert.Equal(t, 1, ask(t, nobody(t), "--retries", "1").status)
	})
	t.Run("what cannot be is 2, and says why", func(t *testing.T) {
		for want, args := range map[string][]string{
			"There is no URL.":                nil,
			"'feed' is not a whole URL.":      {"feed"},
			"'http://' is not a whole URL.\n": {"http://"},
			"'feeds.example/x' is not a whole URL. Did you mean https://feeds.example/x?": {"feeds.example/x"},
			"'127.0.0.1:80/x' is not a whole URL. Did you mean http://127.0.0.1:80/x?":    {"127.0.0.1:80/x"},
			"Unknown option '-Z'.":                                                                          {base, "-Z"},
			"Unknown option '--bogus'":                                                                      {base, "--bogus"},
			`format is "nd"`:                                                                                {base, "-f", "nd"},
			"--max takes a whole number from 1, and got '0'.":                                               {base, "--max", "0"},
			"--timeout takes a number above 0, and got 'soon'.":                                             {base, "--timeout", "soon"},
			"There is no variable NOPE in the environment":                                                  {base, "--header-env", "A: $NOPE"},
			"--header takes 'Name: value', and got 'A'.":                                                    {base, "--header", "A"},
			"resume.persist needs id":                                                                       {base, "-f", "ndjson", "--store", "c.json"},
			"The body cannot be read: ENOENT":                                                               {base, "--body", "@nope"},
			"--once and --retries are one or the other.":                                                    {base, "--once", "--retries", "2"},
			"Unknown option '--heder'. Did you mean --header?":                                              {base, "--heder=A: b"},
			"Unknown option '--data'. Did you mean --body?":                                                 {base, "--data", "x"},
			"A feed is read by https:, http:, wss: or ws:, and not by ftp:":                                 {"ftp://feeds.example/"},
			"and not by localhost: Did you mean http://localhost:8080/feed?":                                {"localhost:8080/feed"},
			"A URL can hold no password here; say --header-env":                                             {"http://me:secret@feeds.example/"},
			"A GET has no body; leave out --method, or --body.":                                             {base, "-d", "-", "-X", "get"},
			"There can be no request with the method 'TRACE'.":                                              {base, "-X", "TRACE"},
			"Host is a header that fetch makes itself; leave it out (--header).":                            {base, "-H", "Host: feeds.example"},
			"expect is a header that fetch makes itself; leave it out (--header-env).":                      {base, "--header-env", "expect: $TOKEN"},
			"There is nothing in the variable EMPTY in the environment (--header-env).":                     {base, "--header-env", "A: $EMPTY"},
			`The path of a fileStore is ""; it can be a string that names a file`:                           {base, "--store", ""},
			"--max takes a whole number from 1, and got '-1'.":                                              {base, "--max=-1"},
			"What follows -n is '-1', which looks like an option; if it is the value, say -n-1.":            {base, "-n", "-1"},
			"What follows --since is '-1', which looks like an option; if it is the value, say --since=-1.": {base, "--since", "-1"},
			"--max takes a value.":                                                                          {base, "--max"},
			"--key takes a name, and got ''.":                                                               {base, "--store", "c.json", "--key", ""},
			"--key is for a cursor that --store keeps.":                                                     {base, "--key", "a"},
			"--resume-query takes the name of a parameter, and got ''.":                                     {base, "--resume-query", ""},
		} {
			got := ask(t, args...)
			assert.Equal(t, 2, got.status, args)
			assert.Contains(t, got.stderr, want)
			assert.NotContains(t, got.stderr, "secret")
			assert.Contains(t, got.stderr, "feedsource --help")
			assert.Empty(t, got.stdout)
		}
	})
	t.Run("the request is as asked for", func(t *testing.T) {
		got := ask(t, base+"/asked", "--body", `{"q":1}`, "--header-env", "Authorization: Bearer $TOKEN", "--since", "6", "--raw", "-n", "1")
		assert.JSONEq(t, `{"n":7,"method":"POST","type":"application/json","token":"Bearer secret","body":"{\"q\":1}"}`, got.stdout)
	})
	t.Run("the cursor goes back by the query", func(t *testing.T) {
		assert.Contains(t, ask(t, base+"/asked", "--since", "6", "--resume-query", "after", "--raw", "-n", "1").stdout, `"n":7`)
		store := filepath.Join(t.TempDir(), "cursors.json")
		run := func() string {
			return ask(t, base+"/asked", "--id", "/n", "--store", store, "--resume-query", "after", "--raw", "-n", "1").stdout
		}
		assert.Contains(t, run(), `"n":1`)
		assert.Contains(t, run(), `"n":2`)
	})
	t.Run("a body comes by the standard input", func(t *testing.T) {
		command := exec.Command(program, base+"/asked", "-d", "-", "--raw", "-n", "1")
		command.Stdin = strings.NewReader("plain text")
		printed, err := command.Output()
		require.NoError(t, err)
		assert.Contains(t, string(printed), `"body":"plain text"`)
	})
	t.Run("--store goes on where the last run ended", func(t *testing.T) {
		store := filepath.Join(t.TempDir(), "cursors.json")
		run := func() string { return ask(t, base+"/asked", "--id", "/n", "--store", store, "--raw", "-n", "1").stdout }
		assert.Contains(t, run(), `"n":1`)
		assert.Contains(t, run(), `"n":2`)
		assert.Contains(t, run(), `"n":3`)
	})
	t.Run("--store has a cursor for each query, and no secret", func(t *testing.T) {
		store := filepath.Join(t.TempDir(), "cursors.json")
		run := func(query string, more ...string) string {
			return ask(t, append([]string{base + "/asked" + query, "--id", "/n", "--store", store, "--raw", "-n", "1"}, more...)...).stdout
		}
		assert.Contains(t, run("?topic=a&token=secret"), `"n":1`)
		assert.Contains(t, run("?topic=b&token=secret"), `"n":1`)
		assert.Contains(t, run(""), `"n":1`)
		assert.Contains(t, run("?topic=a&token=secret"), `"n":2`)
		assert.Contains(t, run("?ticket=1", "--key", "mine"), `"n":1`)
		assert.Contains(t, run("?ticket=2", "--key", "mine"), `"n":2`)
		text, err := os.ReadFile(store)
		require.NoError(t, err)
		assert.NotContains(t, string(text), "secret")
		var kept map[string]string
		require.NoError(t, json.Unmarshal(text, &kept))
		assert.Len(t, kept, 4)
		assert.Equal(t, "feedsource/1 1", kept[base+"/asked"])
		assert.Equal(t, "feedsource/1 2", kept["mine"])
	})
	t.Run("--store says that it has kept nothing", func(t *testing.T) {
		store := filepath.Join(t.TempDir(), "cursors.json")
		const said = "feedsource: --store has kept nothing, since no record had an ID; --id says where it is.\n"
		assert.Equal(t, said, ask(t, base+"/asked", "--store", store, "-n", "1").stderr)
		assert.Equal(t, said, ask(t, base+"/array", "--store", store, "--id", "/no").stderr)
		assert.Empty(t, ask(t, base+"/array", "--store", store, "--id", "/n").stderr)
	})
	t.Run("--store that cannot keep is 1, and says why", func(t *testing.T) {
		folder := t.TempDir()
		store := filepath.Join(folder, "none", "cursors.json")
		got := ask(t, base+"/asked", "--id", "/n", "--store", store, "--raw", "-n", "1")
		assert.Equal(t, 1, got.status)
		assert.Contains(t, got.stdout, `"n":1`)
		assert.Contains(t, got.stderr, store+" cannot be written: there is no folder "+filepath.Dir(store))
		foreign := filepath.Join(folder, "foreign.json")
		require.NoError(t, os.WriteFile(foreign, []byte("[]"), 0o644))
		assert.Equal(t, 1, ask(t, base+"/asked", "--id", "/n", "--store", foreign, "-n", "1", "--quiet").status)
	})
	t.Run("what TLS refuses comes with what helps, as the documentation has it", func(t *testing.T) {
		secure := httptest.NewUnstartedServer(server())
		secure.Config.ErrorLog = log.New(io.Discard, "", 0)
		secure.StartTLS()
		t.Cleanup(secure.Close)
		plain := "https://" + strings.TrimPrefix(base, "http://")
		for address, want := range map[string]string{
			secure.URL: "no response (TypeError: fetch failed: self-signed certificate; NODE_EXTRA_CA_CERTS=its.pem has it trusted)",
			plain:      "no response (TypeError: fetch failed: the server speaks no TLS; is its URL http:?)",
		} {
			got := ask(t, address+"/events", "--retries", "1")
			assert.Equal(t, 1, got.status)
			assert.Contains(t, got.stderr, address+"/events: "+want)
			text, err := os.ReadFile(filepath.Join(harness.Root(), "js", "docs", "mistakes.md"))
			require.NoError(t, err)
			assert.Contains(t, string(text), "https://feeds.example/feed: "+want)
		}
		pem := filepath.Join(t.TempDir(), "its.pem")
		require.NoError(t, os.WriteFile(pem, encoded(secure.Certificate()), 0o644))
		got := start(t, app, []string{"NODE_EXTRA_CA_CERTS=" + pem}, nil, program, secure.URL+"/array", "--raw")
		assert.Equal(t, outcome{stdout: "{\"n\":1}\n{\"n\":2}\n"}, got, "and so it does")
	})
	t.Run("a WebSocket says which Node it needs", func(t *testing.T) {
		got := start(t, app, []string{"NODE_OPTIONS=--no-experimental-websocket"}, nil, program, "ws://feeds.example/")
		assert.Equal(t, 2, got.status)
		assert.Regexp(t, `^feedsource: A WebSocket needs Node.js 22 or newer; this is \d+\.`, got.stderr)
	})
	t.Run("--store keeps the cursor of what a reader took that goes", func(t *testing.T) {
		needsSignals(t)
		store := filepath.Join(t.TempDir(), "cursors.json")
		got := start(t, app, nil, nil, "bash", "-c", `"$0" "$1" --raw --id /n --store "$2" | head -30`, program, base+"/flood", store)
		assert.Equal(t, 30, strings.Count(got.stdout, "\n"))
		text, err := os.ReadFile(store)
		require.NoError(t, err)
		var kept map[string]string
		require.NoError(t, json.Unmarshal(text, &kept))
		cursor, err := strconv.Atoi(strings.TrimPrefix(kept[base+"/flood"], "feedsource/1 "))
		require.NoError(t, err)
		assert.GreaterOrEqual(t, cursor, 30)
		assert.Less(t, cursor, 64<<10, "a pipe holds less")
	})
	t.Run("--store keeps no cursor of what was not written", func(t *testing.T) {
		needsSignals(t)
		store := filepath.Join(t.TempDir(), "cursors.json")
		got := start(t, app, nil, nil, "sh", "-c", `"$0" "$1" --id /n --store "$2" >/dev/full`, program, base+"/asked", store)
		assert.Equal(t, 1, got.status)
		assert.Contains(t, got.stderr, "The output cannot be written: ")
		assert.NoFileExists(t, store)
	})
	t.Run("cuts are told, and are no failure", func(t *testing.T) {
		got := ask(t, base+"/cut", "-n", "3")
		assert.Equal(t, 0, got.status)
		assert.Contains(t, got.stderr, "the connection was cut")
	})
	t.Run("a silence is told once", func(t *testing.T) {
		got := ask(t, base+"/events", "--timeout", "0.3", "--once")
		assert.Equal(t, 1, got.status)
		assert.Equal(t, 1, strings.Count(got.stderr, "\n"), got.stderr)
		assert.Contains(t, got.stderr, "nothing came for")
	})
	t.Run("Ctrl-C is 130, and tells where to go on", func(t *testing.T) {
		needsSignals(t)
		interrupt := func(command *exec.Cmd, stdout *lines) {
			stdout.await(3)
			_ = command.Process.Signal(os.Interrupt)
		}
		got := start(t, app, nil, interrupt, program, base+"/events")
		assert.False(t, got.hung)
		assert.Equal(t, 130, got.status)
		assert.Equal(t, "feedsource: Stopped after 3 records. Go on with --since 3\n", got.stderr)
	})
	t.Run("Ctrl-C is 130 also where a reader holds the output up, and goes", func(t *testing.T) {
		needsSignals(t)
		reader, writer, err := os.Pipe()
		require.NoError(t, err)
		stderr := &lines{}
		command := exec.Command(program, base+"/huge")
		command.Stdout, command.Stderr = writer, stderr
		require.NoError(t, command.Start())
		require.NoError(t, writer.Close())
		_, err = reader.Read(make([]byte, 1))
		require.NoError(t, err, "the rest of the record waits")
		require.NoError(t, command.Process.Signal(os.Interrupt))
		stderr.await(1)
		require.NoError(t, reader.Close())
		_ = command.Wait()
		assert.Equal(t, 130, command.ProcessState.ExitCode())
		assert.Equal(t, "feedsource: Stopped after 1 record.\n", stderr.String())
	})
	t.Run("SIGTERM is 143, and SIGHUP 129, with the cursor kept", func(t *testing.T) {
		needsSignals(t)
		for signal, status := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGHUP: 129} {
			terminate := func(command *exec.Cmd, stdout *lines) {
				stdout.await(3)
				_ = command.Process.Signal(signal)
			}
			store := filepath.Join(t.TempDir(), "cursors.json")
			got := start(t, app, nil, terminate, program, base+"/events", "--store", store)
			assert.Equal(t, status, got.status)
			assert.Equal(t, "feedsource: Stopped after 3 records. Go on with --since 3\n", got.stderr)
			assertKept(t, store, map[string]string{base + "/events": "feedsource/1 3"})
		}
	})
	t.Run("it ends quietly when nobody reads any more", func(t *testing.T) {
		needsSignals(t)
		got := start(t, app, nil, nil, "bash", "-c", `"$0" "$1" | head -1; echo "${PIPESTATUS[0]}"`, program, base+"/flood")
		assert.False(t, got.hung)
		assert.Equal(t, outcome{stdout: `{"type":"message","id":"","data":{"n":1}}` + "\n0\n"}, got)
	})
	t.Run("nobody reading its words is no failure", func(t *testing.T) {
		needsSignals(t)
		gone := func() *os.File {
			reader, writer, err := os.Pipe()
			require.NoError(t, err)
			require.NoError(t, reader.Close())
			t.Cleanup(func() { _ = writer.Close() })
			return writer
		}
		command := exec.Command(program, base+"/cut", "-n", "3")
		command.Stderr = gone()
		got, err := command.Output()
		require.NoError(t, err)
		assert.Equal(t, 3, strings.Count(string(got), "\n"), string(got))
		command = exec.Command(program, "feed")
		command.Stderr = gone()
		_ = command.Run()
		assert.Equal(t, 2, command.ProcessState.ExitCode())
		for _, question := range []string{"--help", "--version"} {
			stderr := &lines{}
			command = exec.Command(program, question)
			command.Stdout, command.Stderr = gone(), stderr
			require.NoError(t, command.Run(), question)
			assert.Empty(t, stderr.String(), question)
		}
	})
	t.Run("it knows its version", func(t *testing.T) {
		text, err := os.ReadFile(filepath.Join(harness.Root(), "js", "package.json"))
		require.NoError(t, err)
		assert.Contains(t, string(text), `"version": "`+strings.TrimSpace(ask(t, "--version").stdout)+`"`)
	})
	t.Run("its help is that of js/docs/cli.md", func(t *testing.T) {
		text, err := os.ReadFile(filepath.Join(harness.Root(), "js", "docs", "cli.md"))
		require.NoError(t, err)
		assert.Contains(t, string(text), "```\n"+ask(t, "--help").stdout+"```\n")
	})
}

func encoded(certificate *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw})
}
