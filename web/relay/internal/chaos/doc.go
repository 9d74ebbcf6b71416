// Package chaos ends, stops and starts nodes of a relay while it runs, and looks at what readers get.
package chaos
