// Package testing proves what users test their pages with: feedsource/testing under the test
// runners that they have, in pages, and behind MSW; and the local feeds of web/feeds beneath a page
// of one's own. The code of js/docs/testing.md is taken from here.
//
// The scripts are in runners, whose lock file brings the test runners.
package testing
