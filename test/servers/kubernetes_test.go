package servers

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// watchOf is the path of a watch of the objects of a topic.
func watchOf(kind, topic string) string {
	return objects(kind) + "?watch=true&labelSelector=topic%3D" + topic
}

// watching is a setting that begins behind a version, or with what is there if that is "".
func watching(version string, init harness.Args) setting {
	s := setting{init: harness.Args{"preset": "kubernetes", "headers": harness.Args{"Authorization": "Bearer right"}}}
	if version != "" {
		s.init["lastEventId"] = version
	}
	maps.Copy(s.init, init)
	return s
}

// labeled is the label n of the object that a record is about.
func labeled(r record) []int {
	var change struct {
		Object struct {
			Metadata struct{ Labels struct{ N string } }
		}
	}
	_ = json.Unmarshal([]byte(r.Data), &change)
	n, _ := strconv.Atoi(change.Object.Metadata.Labels.N)
	return []int{n}
}

func label(n int) string { return fmt.Sprintf(`"n":"%d"`, n) }

func (s sighting) labels() []int {
	var numbers []int
	for _, r := range s.Records {
		numbers = append(numbers, labeled(r)...)
	}
	return numbers
}

func resourceVersion(t *testing.T) func(request) string {
	return func(r request) string { return query(t, r, "resourceVersion") }
}

func TestKubernetes(t *testing.T) {
	t.Parallel()
	c := startCluster(t)
	before := plain(t, c.process)
	page := open(t)
	of := func(kind string) func(*testing.T, string) *source {
		return func(t *testing.T, topic string) *source {
			return &source{
				server: c.process, front: before, path: watchOf(kind, topic), setting: watching(c.version(kind), nil),
				publish: func(n int) { c.create(kind, topic, n) }, numbers: labeled, text: label, cursor: resourceVersion(t),
			}
		}
	}
	goesOn(t, page, of(configMaps), cut, finished, torn, silent)
	goesOn(t, page, of(secrets), cut, restarted, killed)

	t.Run("versions from before the server's life are a gap, and what is there comes once", func(t *testing.T) {
		const topic = "before"
		version := c.version(configMaps)
		readers := []*reader{
			read(page, "http://"+before+watchOf(configMaps, topic), watching(version, nil)),
			read(page, "http://"+before+watchOf(configMaps, topic)+"&allowWatchBookmarks=true&resourceVersion="+version, watching("", nil)),
		}
		c.create(configMaps, topic, 1)
		for _, r := range readers {
			defer r.close()
			require.Equal(t, []int{1}, r.until(harness.Args{"Records": 1}).labels())
		}
		c.stop()
		c.start()
		c.create(configMaps, topic, 2)
		for _, r := range readers {
			r.until(harness.Args{"Gaps": 1, "Text": label(2)})
		}
		c.create(configMaps, topic, 3)
		for _, r := range readers {
			got := r.until(harness.Args{"Text": label(3)})
			assert.Equal(t, []string{"expired"}, got.Gaps)
			assert.Equal(t, []int{1, 1, 2, 3}, got.labels())
			assert.False(t, got.Over)
		}
	})
	t.Run("versions that were compacted are a gap, and what is there comes once", func(t *testing.T) {
		const topic = "compacted"
		version := c.version(secrets)
		c.create(secrets, topic, 1)
		c.create(secrets, topic, 2)
		etcd(t, c.memory, "/v3/kv/compaction", map[string]any{"revision": c.version(secrets)})
		r := read(page, "http://"+before+watchOf(secrets, topic), watching(version, nil))
		defer r.close()
		r.until(harness.Args{"Gaps": 1, "Text": label(2)})
		c.create(secrets, topic, 3)
		got := r.until(harness.Args{"Text": label(3)})
		assert.Equal(t, []string{"expired"}, got.Gaps)
		assert.Equal(t, []int{1, 2, 3}, got.labels())
	})
	t.Run("a watch that begins with what is there goes on behind the highest version", func(t *testing.T) {
		const topic = "listed"
		for _, n := range []int{3, 2, 1} { // they come by name
			c.create(configMaps, topic, n)
		}
		w := lay(t, before)
		r := read(page, w.url+watchOf(configMaps, topic), watching("", nil))
		defer r.close()
		require.Equal(t, []int{1, 2, 3}, r.until(harness.Args{"Records": 3}).labels())
		w.cut()
		c.create(configMaps, topic, 4)
		got := r.until(harness.Args{"Text": label(4)})
		assert.Equal(t, []int{1, 2, 3, 4}, got.labels())
		assert.Empty(t, got.Gaps)
	})
	t.Run("a watch that the server ends goes on behind its bookmark", func(t *testing.T) {
		const topic = "ended"
		w := lay(t, before)
		r := read(page, w.url+watchOf(configMaps, topic)+"&timeoutSeconds=4&allowWatchBookmarks=true", watching(c.version(configMaps), nil))
		defer r.close()
		c.create(configMaps, topic, 1)
		first := r.until(harness.Args{"Records": 1})
		require.Len(t, first.Records, 1)
		c.create(configMaps, "another", 1)
		marked := c.version(configMaps)
		r.until(harness.Args{"Errors": 1, "Opens": 2})
		c.create(configMaps, topic, 2)
		got := r.until(harness.Args{"Text": label(2)})
		assert.Equal(t, []int{1, 2}, got.labels())
		assert.Equal(t, "end", got.Errors[0].Type)
		assert.Empty(t, got.Gaps)
		var versions []string
		for _, request := range w.asked() {
			versions = append(versions, resourceVersion(t)(request))
		}
		assert.Contains(t, versions, marked)
	})
	t.Run("a token that is wrong is refused", func(t *testing.T) {
		s := watching("", harness.Args{"headers": harness.Args{"Authorization": "Bearer wrong"}})
		got := read(page, "http://"+before+watchOf(configMaps, "refused"), s).until(harness.Args{"Over": 1})
		refused(t, got, "status", "401", "Unauthorized")
	})
	t.Run("a kind that is none is refused", func(t *testing.T) {
		got := read(page, "http://"+before+watchOf("none", "refused"), watching("", nil)).until(harness.Args{"Over": 1})
		refused(t, got, "status", "404", "the server could not find the requested resource")
	})
	t.Run("a watch in protobuf goes on by the page, which reads that itself", func(t *testing.T) { watchProtobuf(t, c, before, page) })
}
