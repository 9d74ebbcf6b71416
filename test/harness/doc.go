// Package harness opens pages in a real Chromium against local servers, for tests.
//
// A page fails its test on any console error, uncaught exception or unhandled
// rejection, whether or not the test looked for it.
package harness
