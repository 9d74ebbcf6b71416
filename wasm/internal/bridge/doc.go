// Package bridge is the engine's one door to JavaScript, and the only package that
// imports safejs. It decides nothing: a feed.Machine says what to do, and the
// methods here do it.
//
// Two planes cross this door.
//
// The control plane is rare and goes through safejs: an engine object whose methods
// the shell calls (engine_js.go), and for each feed a sink object whose methods the
// engine calls (link_js.go). What a page's own code does happens on the shell's side,
// after the call into Go has returned. No js.Func is made per feed, request or
// timer: the shell turns promises into calls of the engine's methods, and one function
// serves all timers, so that opening and closing feeds for ever leaves nothing behind.
//
// The data plane is per chunk and uses neither safejs nor js.Func: exported
// functions that take and return numbers, and a table of rows that the shell reads
// straight out of linear memory (memory_js.go). A call of one function per record
// was measured at 5 to 12 MB/s; this way it is over 100 MB/s with an object for
// every record.
package bridge
