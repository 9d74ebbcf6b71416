// Package faults puts every protocol through every way in which a server, a network or a
// clock can fail a feed, in Chromium, and asks each time for the same: what the protocol
// can give back arrives, once and in order, and the page is told what happened.
//
// A cell of this matrix is one feed against one script, of a server that is written out
// byte by byte (wire_test.go): what it does on each connection, what the page is to be
// told meanwhile, and which cursor each request brings.
package faults

import (
	"testing"

	"github.com/feedsource/feedsource/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }
