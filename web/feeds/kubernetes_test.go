package feeds

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const pods = "/api/v1/namespaces/default/pods"

// podPhases is what a list tells, by uid.
func podPhases(t *testing.T, list any) map[string]string {
	t.Helper()
	phases := map[string]string{}
	for _, item := range member(list, "items").([]any) {
		phases[member(item, "metadata", "uid").(string)] = member(item, "status", "phase").(string)
	}
	return phases
}

// applyWatch applies the lines of a watch to what a list told.
func applyWatch(phases map[string]string, lines []any) {
	for _, line := range lines {
		uid, _ := member(line, "object", "metadata", "uid").(string)
		switch member(line, "type") {
		case "ADDED", "MODIFIED":
			phases[uid] = member(line, "object", "status", "phase").(string)
		case "DELETED":
			delete(phases, uid)
		}
	}
}

func list(t *testing.T, u string) (any, int) {
	t.Helper()
	list := values(t, read(t, u+pods))[0]
	version, err := strconv.Atoi(member(list, "metadata", "resourceVersion").(string))
	require.NoError(t, err)
	return list, version
}

func TestKubernetesWatchBringsWhatTheListWillHave(t *testing.T) {
	for _, changes := range []int{1, 2, 3, 4, 5, 30} {
		_, u := listen(t, frozen())
		before, version := list(t, u)
		require.Equal(t, 999, version)
		lines := values(t, read(t, u+pods+"?watch=1&rate=0&resourceVersion=999&count="+strconv.Itoa(changes)))
		require.Len(t, lines, changes)
		phases := podPhases(t, before)
		applyWatch(phases, lines)
		after, version := list(t, u)
		assert.Equal(t, 999+changes, version)
		assert.Equal(t, podPhases(t, after), phases)
	}
}

func TestKubernetesWatchGoesOnFromAVersion(t *testing.T) {
	_, u := listen(t, frozen())
	url := u + pods + "?watch=1&rate=0"
	whole := values(t, read(t, url+"&resourceVersion=500&count=9"))
	assert.Equal(t, whole[4:], values(t, read(t, url+"&resourceVersion=504&count=5")))
	assert.Equal(t, "501", member(whole[0], "object", "metadata", "resourceVersion"))
}

func TestKubernetesWatchWithoutAVersionBeginsWithWhatIsThere(t *testing.T) {
	_, u := listen(t, frozen())
	now, _ := list(t, u)
	lines := values(t, read(t, u+pods+"?watch=true&count=0"))
	phases := map[string]string{}
	applyWatch(phases, lines)
	assert.Equal(t, podPhases(t, now), phases)
	for _, line := range lines {
		assert.Equal(t, "ADDED", member(line, "type"))
	}
}

func TestKubernetesBookmarks(t *testing.T) {
	_, u := listen(t, frozen())
	url := u + pods + "?watch=1&rate=0&resourceVersion=999&count=6"
	kinds := func(url string) (kinds []any) {
		for _, line := range values(t, read(t, url)) {
			kinds = append(kinds, member(line, "type"))
		}
		return kinds
	}
	assert.NotContains(t, kinds(url), "BOOKMARK")
	marked := kinds(url + "&allowWatchBookmarks=true")
	at := slices.Index(marked, any("BOOKMARK"))
	assert.Equal(t, "DELETED", marked[at-1])
	lines := values(t, read(t, url+"&allowWatchBookmarks=true"))
	assert.Equal(t, member(lines[at-1], "object", "metadata", "resourceVersion"), member(lines[at], "object", "metadata", "resourceVersion"))
}

func TestKubernetesRestartForgetsVersions(t *testing.T) {
	s, u := listen(t, frozen())
	_, version := list(t, u)
	watch := u + pods + "?watch=1&rate=0&count=1&resourceVersion="
	live := open(t, "GET", u+pods+"?watch=1&resourceVersion=990", "")
	defer live.Body.Close()
	require.Eventually(t, func() bool { return len(s.Connections()) == 1 }, 5*time.Second, time.Millisecond)
	assert.JSONEq(t, `{"cut":1}`, ask(t, "POST", u+"/control/restart?feed=kubernetes").body)
	_, err := io.ReadAll(live.Body)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)

	lines := values(t, read(t, watch+strconv.Itoa(version)))
	require.Len(t, lines, 1)
	assert.Equal(t, "ERROR", member(lines[0], "type"))
	assert.EqualValues(t, 410, member(lines[0], "object", "code"))
	assert.Equal(t, "too old resource version: 999 (1003)", member(lines[0], "object", "message"))

	_, version = list(t, u)
	assert.Equal(t, 999+kubernetesAway, version)
	assert.Equal(t, strconv.Itoa(version+1), member(values(t, read(t, watch+strconv.Itoa(version)))[0], "object", "metadata", "resourceVersion"))
	assert.Equal(t, http.StatusBadRequest, ask(t, "POST", u+"/control/restart?feed=gitter").status)
}

func TestKubernetesWatchEndsAndRefuses(t *testing.T) {
	_, u := listen(t, frozen())
	assert.Empty(t, read(t, u+pods+"?watch=1&resourceVersion=999&timeoutSeconds=1"), "a clean end")
	r := ask(t, "GET", u+pods+"?watch=1&resourceVersion=2000")
	assert.Equal(t, http.StatusGatewayTimeout, r.status)
	assert.Equal(t, "Too large resource version: 2000, current: 999", member(values(t, r.body)[0], "message"))
	r = ask(t, "GET", u+pods+"?watch=1&resourceVersion=x")
	assert.Equal(t, http.StatusBadRequest, r.status)
}
