package hooks

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

func TestObservable(t *testing.T) {
	site := harness.Serve(t, http.FileServer(http.Dir(build(t, "observable"))))

	t.Run("a subscription opens a feed, and closes it", func(t *testing.T) {
		rooms, p := newRooms(t), harness.Open(t, site)
		harness.Await[bool](p, fmt.Sprintf(`listen(%s); return true;`, harness.JS(rooms.of("lobby"))))
		assert.Eventually(t, func() bool { return harness.Await[int](p, `return shown.length;`) == 3 }, 20*time.Second, 20*time.Millisecond)
		rooms.assertRead(t, "lobby")
		harness.Await[bool](p, `stop(); return true;`)
		rooms.assertRead(t)
		assert.Equal(t, 1, rooms.requests())
	})

	t.Run("a feed that is complete completes, and one that fails is an error", func(t *testing.T) {
		rooms, p := newRooms(t), harness.Open(t, site)
		rooms.Server.Put("end", []byte("1\n2\n3\n"))
		all := func(query string) []string {
			return harness.Await[[]string](p, fmt.Sprintf(`return all(%s);`, harness.JS(rooms.URL+"/raw/get/end?type=application/x-ndjson"+query)))
		}
		assert.Equal(t, []string{"1", "2", "3"}, all(""))
		assert.Equal(t, []string{"FeedError 403"}, all("&status=403"))
	})
}
