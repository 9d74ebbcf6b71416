package hooks

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/packed"
)

// TestServer renders components in Node, as servers do: nothing is opened, and the program ends.
func TestServer(t *testing.T) {
	folder := install(t)
	for _, test := range []struct{ app, entry string }{
		{"react", "server.tsx"}, {"vue", "server.ts"}, {"svelte", "server.ts"}, {"solid", "server.tsx"},
		{"angular", "out/angular/server.js"},
	} {
		t.Run(test.app, func(t *testing.T) {
			compile(t, folder, test.app)
			_, err := packed.Output(folder, "node", "node_modules/vite/bin/vite.js", "build", "--mode", test.app, "--logLevel", "error",
				"--ssr", test.entry, "--outDir", "server")
			require.NoError(t, err)
			rooms := newRooms(t)
			html, err := packed.Output(folder, "node", filepath.Join(test.app, "server", "server.js"), rooms.of("lobby"))
			require.NoError(t, err)
			assert.Contains(t, html, "connecting")
			assert.Zero(t, rooms.requests())
		})
	}
}
