// Package app puts the relay together: a node of JetStream, the feeds, and the server for readers.
package app
