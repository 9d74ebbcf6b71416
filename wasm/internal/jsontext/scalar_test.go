package jsontext

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestIsScalar compares with encoding/json on texts that nearly are scalars.
func TestIsScalar(t *testing.T) {
	check := func(s string) {
		if got, want := IsScalar([]byte(s)), json.Valid([]byte(s)); got != want {
			t.Fatalf("%q: %v, encoding/json says %v", s, got, want)
		}
	}
	for _, s := range []string{"", "-", "0", "-0", "00", "01", "1.", "1.e5", ".5", "1.0", "1e", "1e+", "1E-5", "1.5e05", "+1", "true", "tru", "truee", "null", "NaN"} {
		check(s)
	}
	random := rand.New(rand.NewPCG(11, 12))
	for range 200000 {
		s := make([]byte, random.IntN(8))
		for i := range s {
			s[i] = "-+00123.eE"[random.IntN(10)]
		}
		check(string(s))
	}
}

func TestDigits(t *testing.T) {
	for s, want := range map[string]int{"": 0, "x1": 0, "12": 2, "007.5": 3, "1e5": 1} {
		assert.Equal(t, want, Digits([]byte(s)), s)
	}
}
