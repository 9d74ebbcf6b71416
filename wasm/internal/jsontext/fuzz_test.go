package jsontext

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzIsScalar asks encoding/json the same.
func FuzzIsScalar(f *testing.F) {
	for _, s := range []string{"0", "-0.5e+3", "01", "1.", "1e", "true", "nulll", `"a"`, "[]", " 1", "-"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		want := json.Valid(raw) && !bytes.ContainsAny(raw, "\"[{ \t\r\n")
		if got := IsScalar(raw); got != want {
			t.Fatalf("%q: %v, encoding/json says %v", raw, got, want)
		}
	})
}
