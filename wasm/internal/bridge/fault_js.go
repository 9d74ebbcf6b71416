//go:build js && wasm

package bridge

// fault is where a test has the engine fail on purpose: it builds the engine with another
// file in the place of this one (test/soak). place is where in the engine it is called.
func fault(place string, c *connection) {}
