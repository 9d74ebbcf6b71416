// Package upstream reads feeds with FeedSource's own engine.
package upstream
