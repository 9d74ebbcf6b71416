// Package jsonptr takes one member out of a JSON text by JSON Pointer (RFC 6901):
// the cursor to resume from, the two members that name a duplicate, a time, a type.
//
// A compiled [Pointer] and the bytes of one record enter. What leaves is the place
// of the value in those bytes, or on request its text for a header or a query, in
// which a 64-bit number keeps all its digits.
//
// It is not a JSON parser: it builds nothing, copies nothing and judges only what lies
// on the way. It skips other members by quotes and brackets, so that a text that is
// invalid there, or after its end, goes unnoticed; JSON.parse is for that. The time is
// at most the pointer's tokens times the text's bytes, however the text is nested.
package jsonptr
