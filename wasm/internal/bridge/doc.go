// Package bridge is the engine's one door to JavaScript, and the only package that
// imports safejs and syscall/js. It decides nothing: a feed.Machine says what to do, and
// the functions here have it done. What crosses the door is named in contract_js.go, and
// is plain data.
//
// Into the engine it comes by exported functions that take numbers, and texts that the
// host has written into linear memory: the control plane (control_js.go), and per chunk
// the data plane (memory_js.go), from which the host reads a table of rows straight out of
// memory. A call of one function per record was measured at 5 to 12 MB/s; this way it is
// over 100 MB/s with an object for every record. A call of a js.Func takes 25 µs before it
// does anything, and values of JavaScript in Go's hands a finalizer each: with both on the
// control plane a feed took twice as long to open.
//
// Out of the engine it goes through safejs, by one function of the host's: what a feed has
// to say to its sink (contract_js.go). So do fetch and timers. No value of JavaScript is
// kept for a feed but its timer.
//
// The engine owns what every thread has: fetch and timers. The host owns requests and the
// read loop, and turns promises into calls of the engine's functions. The page owns what
// only it has: its functions, stores, visibility. Its code runs after the call into Go has
// returned, never in it.
package bridge
