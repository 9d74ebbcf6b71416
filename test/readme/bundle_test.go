package readme

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/test/harness"
)

// libraries are where those lie that examples import: the project's own, and others that app pins.
var libraries = sync.OnceValues(func() ([]string, error) {
	js := filepath.Join(harness.Root(), "js", "node_modules")
	app, err := filepath.Abs("app")
	if err != nil {
		return nil, err
	}
	pinned := filepath.Join(app, "node_modules")
	if _, err := os.Stat(filepath.Join(pinned, ".package-lock.json")); err == nil {
		return []string{js, pinned}, nil
	}
	command := exec.Command("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error")
	command.Dir = app
	said, err := command.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("npm ci in test/readme/app: %w: %s", err, said)
	}
	return []string{js, pinned}, nil
})

// bundle is the code of an example as a browser takes it: without types, with the libraries that it imports. The package itself
// is the one that was built.
func bundle(t *testing.T, code, language string) string {
	t.Helper()
	folders, err := libraries()
	require.NoError(t, err)
	loader := api.LoaderTS
	if strings.HasSuffix(language, "x") {
		loader = api.LoaderTSX
	}
	result := api.Build(api.BuildOptions{
		Stdin:     &api.StdinOptions{Contents: code, Loader: loader, ResolveDir: harness.Root()},
		Bundle:    true,
		Format:    api.FormatESModule,
		Target:    api.ES2022,
		NodePaths: folders,
		JSX:       api.JSXAutomatic,
		// What is imported is looked for, whether or not the example uses it.
		TsconfigRaw: `{"compilerOptions": {"verbatimModuleSyntax": true}}`,
		Plugins:     []api.Plugin{built},
	})
	require.Empty(t, result.Errors, code)
	return string(result.OutputFiles[0].Contents)
}

// built has imports of the package lead to what the site serves.
var built = api.Plugin{Name: "built", Setup: func(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: `^feedsource($|/)`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		entry := strings.TrimPrefix(strings.TrimPrefix(args.Path, "feedsource"), "/")
		switch {
		case entry == "":
			return api.OnResolveResult{Path: "/example-package.js", External: true}, nil
		case strings.Contains(entry, ".wasm"):
			return api.OnResolveResult{Path: strings.TrimSuffix(entry, "?url"), Namespace: "address"}, nil
		}
		return api.OnResolveResult{Path: "/dist/" + entry + ".js", External: true}, nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "address"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		code := fmt.Sprintf("export default %q", "/dist/"+args.Path) // as a bundler gives the address of a file
		return api.OnLoadResult{Contents: &code}, nil
	})
}}
