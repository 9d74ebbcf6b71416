// Package platforms proves the npm package with each bundler and framework that
// js/docs/bundlers.md names: its tests install the tarball into small apps, build these, run
// their dev servers, and open them in Chromium. apps_test.go is the table of them.
//
// ./build.sh platforms runs all, ./build.sh test those that are marked as quick.
package platforms
