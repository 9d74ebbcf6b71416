//go:build headers

package main

// A module holds no folder of the name vendor, where Ollama has headers of others. Debian has
// two of them (nlohmann-json3-dev, libstb-dev), and this module the third, miniaudio.h.
import _ "github.com/gen2brain/malgo"
