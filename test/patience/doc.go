// Package patience holds the tests in Chromium that have to wait: for a limit of silence
// to be learned, for a server to be left alone. They run side by side, and beside the
// other packages.
package patience
