// Package bridge is the engine's one door to JavaScript, and the only package that
// imports safejs and syscall/js. It decides nothing: a feed.Machine says what to do, and
// the methods here do it. What crosses the door is named in contract_js.go.
//
// Two planes cross it.
//
// The control plane is rare and goes through safejs: an engine object whose methods the
// host calls (engine_js.go), and for each feed a sink object whose methods the engine
// calls (connection_js.go). The data plane is per chunk and uses neither safejs nor
// js.Func: exported functions that take and return numbers, and a table of rows that the
// host reads straight out of linear memory (memory_js.go). A call of one function per
// record was measured at 5 to 12 MB/s; this way it is over 100 MB/s with an object for
// every record.
//
// The engine owns what every thread has: fetch, AbortControllers, Responses and timers.
// The host owns the read loop, and turns promises into calls of the engine's methods. The
// page owns what only it has: its functions, stores, visibility. Its code runs after the
// call into Go has returned, never in it.
//
// No js.Func is made per feed, request or timer: promises are the host's to wait for, and
// one function serves all timers, so that opening and closing feeds for ever leaves
// nothing behind.
package bridge
