package servers

import (
	"archive/tar"
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// speakerImage gives dockerd an image that has the command speaker, and nothing else.
func speakerImage(t *testing.T, server *process) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "speaker")
	build := exec.Command("go", "build", "-o", program, "./speaker")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	output, err := build.CombinedOutput()
	require.NoError(t, err, string(output))
	content, err := os.ReadFile(program)
	require.NoError(t, err)
	var image bytes.Buffer
	archive := tar.NewWriter(&image)
	require.NoError(t, archive.WriteHeader(&tar.Header{Name: "speaker", Mode: 0o755, Size: int64(len(content))}))
	_, err = archive.Write(content)
	require.NoError(t, err)
	require.NoError(t, archive.Close())
	post(t, server.url()+"/images/create?fromSrc=-&repo=speaker", "application/x-tar", image.Bytes())
}

// speaking starts a container that speaks, and is the path of what it says.
func speaking(t *testing.T, server *process, name string, tty bool, words ...string) string {
	t.Helper()
	settings := harness.JS(map[string]any{
		"Image": "speaker", "Cmd": append([]string{"/speaker"}, words...), "Tty": tty,
		"HostConfig": map[string]any{
			"NetworkMode": "none",
			"LogConfig":   map[string]any{"Type": "local"}, // which keeps bytes as they are, as json-file does not
		},
	})
	container := server.url() + "/containers/" + name
	post(t, server.url()+"/containers/create?name="+name, "application/json", []byte(settings))
	post(t, container+"/start", "", nil)
	t.Cleanup(func() {
		r, err := http.Post(container+"/kill", "", nil)
		require.NoError(t, err)
		_ = r.Body.Close()
	})
	return "/containers/" + name + "/logs?follow=1&stdout=1&stderr=1"
}

func TestDockerLogs(t *testing.T) {
	t.Parallel()
	server := startDocker(t)
	speakerImage(t, server)
	page := open(t)
	stamped := harness.Args{"preset": "docker-logs"}

	t.Run("logs go on by their stamps", func(t *testing.T) {
		const lines = 3000 // of more bytes than cuts take
		path := speaking(t, server, "lines", false, "lines", strconv.Itoa(lines))
		w := lay(t, server.address)
		w.cutAgainAndAgain(newShears(4000))
		r := read(page, w.url+path+"&timestamps=1", setting{
			init: with(stamped, harness.Args{"lastEventId": "0"}), by: harness.Args{"hurried": true},
		})
		defer r.close()
		got := r.until(harness.Args{"Records": lines})
		assert.False(t, w.shears.open())
		// Docker reads the two streams side by side, so that its log need not be in the order of the writes.
		slices.SortStableFunc(got.Records, func(a, b record) int { return numberOf(t, a) - numberOf(t, b) })
		inOrder(t, got, func(t *testing.T, r record) (n int, text string) {
			t.Helper()
			line, whole := strings.CutSuffix(string(r.Bytes), "\n")
			require.True(t, whole)
			n = numberOf(t, r)
			require.Equal(t, []string{"stderr", "stdout"}[n%2], r.Type)
			return n, line
		})
		assert.Len(t, got.Records, lines)
	})

	const characters = 15000 // in pieces of 16 KiB, of which each ends within one
	snow := speaking(t, server, "snow", false, "snow", strconv.Itoa(characters))
	for name, read := range map[string]struct {
		query string
		init  harness.Args
	}{
		"without stamps": {"", stamped},
		"with stamps":    {"&timestamps=1", stamped},
	} {
		t.Run("characters that are cut in two are whole, "+name, func(t *testing.T) {
			r := readLogs(page, server.url()+snow+read.query, read.init)
			defer r.close()
			whole := "a" + strings.Repeat("☃", characters) // the driver leaves out the end of a line in pieces
			pieces := 2 * (len(whole)/(16<<10) + 1)
			got := r.until(harness.Args{"Records": pieces})
			said := map[string]string{}
			for _, r := range got.Records {
				said[r.Type] += r.Data
			}
			assert.Len(t, got.Records, pieces)
			for _, stream := range []string{"stdout", "stderr"} {
				assert.True(t, said[stream] == whole, fmt.Sprintf("%s said %d bytes of %d", stream, len(said[stream]), len(whole)))
			}
		})
	}
	t.Run("a container with a TTY has no frames", func(t *testing.T) {
		path := speaking(t, server, "tty", true, "lines", "3")
		got := readLogs(page, server.url()+path, harness.Args{"format": "docker"}).until(harness.Args{"Over": 1})
		refused(t, got, "content-type", "TTY")
	})
}

func readLogs(page *harness.Page, url string, init harness.Args) *reader {
	page.T.Helper()
	return read(page, url, setting{init: init})
}

// numberOf is the number that a line of a log begins with.
func numberOf(t *testing.T, r record) int {
	t.Helper()
	number, _, _ := strings.Cut(strings.TrimSuffix(r.Data, "\n"), " ")
	n, err := strconv.Atoi(number)
	require.NoError(t, err)
	return n
}
