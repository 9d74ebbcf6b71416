// Package chaos has nodes of a relay fail while they run, or be besieged, and looks at what readers get, in Go and in a browser.
package chaos
