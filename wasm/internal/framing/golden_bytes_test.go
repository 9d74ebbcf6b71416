package framing_test

import (
	"testing"

	"github.com/feedsource/feedsource/test/vectors"
	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// TestGoldenBytes keeps what this package makes of bodies whose records are bytes, in a file for
// each kind.
func TestGoldenBytes(t *testing.T) {
	var fixed []vectors.Case
	for _, of := range named {
		fixed = append(fixed, golden(of.name, of.cases)...)
	}
	for _, file := range []struct {
		name  string
		cases []vectors.Case
	}{
		{"varint", golden("varint", varintCases)},
		{"fixed", fixed},
		{"docker", golden("docker", dockerCases)},
		{"cbor-seq", golden("cbor-seq", cborCases)},
		{"msgpack", golden("msgpack", msgpackCases)},
		{"message", golden("message", messageCases)},
	} {
		framingtest.Golden(t, "golden/"+file.name+".txt", file.cases, inBytes)
	}
}

// golden are cases of a format, for a file.
func golden(format framing.Format, list []framingtest.Case) (cases []vectors.Case) {
	for _, c := range list {
		cases = append(cases, c.Golden(string(format), string(format), limit))
	}
	return cases
}

// inBytes reads a case of one of the formats here.
func inBytes(c vectors.Case) framingtest.Input {
	in := varintInput
	switch c.Format {
	case "docker":
		in = dockerInput(false)
	case "cbor-seq":
		in = cborInput
	case "msgpack":
		in = msgpackInput
	case "message":
		in = messageInput
	}
	if l, ok := framing.LayoutOf(framing.Format(c.Format)); ok {
		in = fixedInput(l)
	}
	return in.WithLimit(c.Limit)
}
