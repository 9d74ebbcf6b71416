// Package soak opens and closes feeds by the thousand, reads much through many and
// much through one, and kills the engine again and again, and looks whether
// anything is left behind or lost on the way: memory, what the Go runtime holds of the
// page, goroutines, timers, listeners, requests, messages. What is left to collect, only Chromium tells.
//
// The tests of go test ./... are the short form. With SOAK=1 in the environment they are
// as long as their names say, which takes some five minutes.
package soak
