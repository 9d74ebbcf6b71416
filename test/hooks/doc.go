// Package hooks proves feedsource/react and its like: it packs the package, installs it beside the frameworks into the
// apps of the folder app, one for each, builds these with Vite, and reads local feeds with them in Chromium. Their
// components are the ones that js/docs/frameworks.md shows.
package hooks
