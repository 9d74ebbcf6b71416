package servers

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// startDocker starts a dockerd that has its own of everything, and no network.
func startDocker(t *testing.T) *process {
	t.Helper()
	dockerd := program(t, "dockerd")
	if os.Geteuid() != 0 {
		t.Skip("not run: dockerd has to be started by root")
	}
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	return run(t, dockerd, "--host=tcp://ADDRESS", "--host=unix://"+in("socket"), "--data-root="+in("data"),
		"--exec-root="+in("run"), "--pidfile="+in("pid"), "--storage-driver=vfs", "--bridge=none",
		"--iptables=false", "--ip6tables=false", "--api-cors-header=*")
}

func TestDocker(t *testing.T) {
	t.Parallel()
	server := startDocker(t)
	page := open(t)
	docker := setting{init: harness.Args{"preset": "docker"}}
	volumes := func(t *testing.T, topic string) *source {
		return &source{
			server: server, path: "/events", setting: docker, begun: harness.Args{"Opens": 1},
			publish: func(n int) {
				post(t, server.url()+"/volumes/create", "application/json", fmt.Appendf(nil, `{"Name":"%s-%d"}`, topic, n))
			},
			numbers: func(r record) []int { // a second may have events of another topic
				var happened struct{ Actor struct{ ID string } }
				require.NoError(t, json.Unmarshal([]byte(r.Data), &happened))
				number, ours := strings.CutPrefix(happened.Actor.ID, topic+"-")
				if !ours {
					return nil
				}
				return []int{int(number[0] - '0')}
			},
			text:   func(n int) string { return fmt.Sprintf(`"ID":"%s-%d"`, topic, n) },
			cursor: func(r request) string { return query(t, r, "since") },
		}
	}
	goesOn(t, page, volumes, cut, finished, torn, silent, restarted)
	t.Run("what happens ahead of the first cursor is a gap", func(t *testing.T) {
		numbers, gaps := cutAhead(t, page, volumes(t, "ahead"))
		assert.Equal(t, []int{4}, numbers)
		assert.Equal(t, []string{"no-resume"}, gaps)
	})

	t.Run("a filter that is none is refused", func(t *testing.T) {
		got := read(page, server.url()+"/events?filters=nope", setting{init: harness.Args{
			"preset": "docker", "reconnect": harness.Args{"maxAttempts": 1},
		}}).until(harness.Args{"Over": 1})
		refused(t, got, "status", "500", "invalid character")
	})
}
