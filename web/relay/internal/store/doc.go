// Package store keeps feeds in JetStream: a stream for each, which one term at a time can
// write to and anybody can read.
package store
