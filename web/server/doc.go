// Package server serves the console: its page, the built package that the page
// loads, the local feeds that it reads, and the documentation.
//
// Page and feeds are two handlers for two ports, because a page reads most feeds
// across origins, and because a browser opens no more than six HTTP/1.1
// connections to one origin. The page asks /config.json where its feeds are; the
// answer names the host by which the page itself was opened.
package server
