// Package serve gives feeds to readers by HTTP: as event streams, as NDJSON, by WebSocket, and
// as Durable Streams.
package serve
