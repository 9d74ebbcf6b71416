// Package feed is one feed's connection as a pure state machine.
//
// What happened comes in as a method call with the present time; what to do about
// it leaves as a list of [Action] values for the caller to perform. Nothing here
// waits, dials or calls back, so that every test is exact and none sleeps.
//
// What an input means depends on the phase that the [Machine] is in: each method for
// an input is a switch on it. The other fields say nothing about what the feed is doing,
// only with what.
//
// A Machine also owns the bytes on their way through a framer: the response decides
// which framer, and the framer's findings (a reconnection time, the last event ID,
// the end of an array) decide what follows.
package feed
