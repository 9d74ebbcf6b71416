package platforms

// An App is a bundler or framework and an app of its own, made of folders here: a later
// folder's files replace those of an earlier.
type App struct {
	// Name is the app's row in the table, and Group the heading above it.
	Name, Group string
	// Tool is the npm package whose version stands there, as package-lock.json has it.
	Tool    string
	Folders []string
	// Dev, Build and Start are what the scripts of these names in package.json are given; PORT
	// stands for a port. Without Dev there is no dev server.
	Dev, Build, Start string
	// Public is the folder of what browsers can get of the build. It is served as it is,
	// unless the app renders on a server, which then Start starts.
	Public  string
	Renders bool
	// NewNode says that the tool needs a newer Node.js than the tests do; node/package.json
	// pins one.
	NewNode bool
	// Quick says that the app is installed and built in seconds, and is part of ./build.sh test.
	Quick bool
	// Config is what the app has to be told, in the table's words, and File where it is.
	Config, File string
}

const (
	bundlers   = "bundlers"
	frameworks = "frameworks"
)

// Apps are the rows of the table.
var Apps = []App{
	{
		Name: "Import map", Group: bundlers, Folders: []string{"page", "importmap"}, Public: ".", Quick: true,
		Config: "the map", File: "importmap/index.html",
	},
	{
		Name: "Vite 6", Group: bundlers, Tool: "vite", Folders: []string{"page", "vite6"}, Dev: "--port PORT --strictPort",
		Public: "dist", Quick: true,
	},
	{
		Name: "Vite 7", Group: bundlers, Tool: "vite", Folders: []string{"page", "vite7"}, Dev: "--port PORT --strictPort",
		Public: "dist", Quick: true,
	},
	{
		Name: "Vite 8", Group: bundlers, Tool: "vite", Folders: []string{"page", "vite8"}, Dev: "--port PORT --strictPort",
		Public: "dist", Quick: true,
	},
	{
		Name: "webpack 5", Group: bundlers, Tool: "webpack", Folders: []string{"page", "webpack"}, Dev: "--port PORT",
		Public: "dist", Quick: true,
	},
	{
		Name: "Rollup 4", Group: bundlers, Tool: "rollup", Folders: []string{"page", "rollup"}, Public: ".", Quick: true,
		Config: "a plugin", File: "rollup/rollup.config.js",
	},
	{
		Name: "esbuild", Group: bundlers, Tool: "esbuild", Folders: []string{"page", "esbuild"}, Dev: "--serve=127.0.0.1:PORT",
		Public: ".", Quick: true, Config: "a copy", File: "esbuild/package.json",
	},
	{
		Name: "Rspack 2", Group: bundlers, Tool: "@rspack/core", Folders: []string{"page", "rspack"}, Dev: "--port PORT",
		Public: "dist", Quick: true,
	},
	{
		Name: "Parcel 2", Group: bundlers, Tool: "parcel", Folders: []string{"page", "parcel"}, Dev: "--port PORT", Public: "dist",
	},
	{
		Name: "Next 16, Turbopack", Group: frameworks, Tool: "next", Folders: []string{"next"}, Dev: "--port PORT",
		Start: "--port PORT", Public: ".next/static", Renders: true,
	},
	{
		Name: "Next 16, webpack", Group: frameworks, Tool: "next", Folders: []string{"next"}, Dev: "--webpack --port PORT",
		Build: "--webpack", Start: "--port PORT", Public: ".next/static", Renders: true,
	},
	{
		Name: "SvelteKit 3", Group: frameworks, Tool: "@sveltejs/kit", Folders: []string{"sveltekit"},
		Dev: "--port PORT --strictPort", Public: "build/client", Renders: true, NewNode: true,
	},
	{
		Name: "Nuxt 4", Group: frameworks, Tool: "nuxt", Folders: []string{"nuxt"}, Dev: "--port PORT", Public: ".output/public",
		Renders: true, NewNode: true, Config: "a hook", File: "nuxt/nuxt.config.js",
	},
	{
		Name: "Astro 7", Group: frameworks, Tool: "astro", Folders: []string{"astro"}, Dev: "--port PORT", Public: "dist",
		NewNode: true,
	},
}
