// Package live holds the newest records of each feed in memory, encoded once for all who read them.
package live
