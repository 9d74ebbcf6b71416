// Package config reads relay.toml. A mistake in it is told with its file, its line, and what can be there.
package config
