// Package sse reads an event stream by the rules of WHATWG HTML section 9.2.6,
// "Interpreting an event stream", and nothing else: what to do about a status, a
// content type or the end of a connection is decided elsewhere.
//
// Bytes enter, cut anywhere; rows of a [framing.Table] leave. An event of one data
// line, as nearly all events are, is not copied: its row points into the bytes as
// they came.
package sse
