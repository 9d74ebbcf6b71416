// Package packaging proves the npm package and not the source tree: its tests pack
// js/, install the tarball into small apps as a user would, build these with Vite and
// esbuild or serve them as they are, and open them in Chromium.
//
// The apps are the folders here whose names end in -app. A test works on a copy of one, which
// test/packed installs with show.js beside it.
package packaging
