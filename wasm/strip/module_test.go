package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatIsNotAProgramOfGo(t *testing.T) {
	for name, c := range map[string]struct{ wasm, want string }{
		"nothing":         {"", "not WebAssembly"},
		"text":            {"<!doctype html>", "not WebAssembly"},
		"version 2":       {"\x00asm\x02\x00\x00\x00", "not WebAssembly, version 1"},
		"no sections":     {preamble, "no data section"},
		"section cut":     {preamble + "\x00\x01a" + "\x0b\x07\x01", "the section at byte 11 is cut off"},
		"length cut":      {preamble + "\x0b\x80", "the section at byte 8 is cut off"},
		"count of data":   {preamble + "\x0c\x01\x00" + "\x0b\x01\x00", "data count section"},
		"two data":        {preamble + "\x0b\x01\x00" + "\x0b\x01\x00", "two data sections"},
		"segment cut":     {preamble + "\x0b\x07\x01\x00\x41\x08\x0b\x02a", "data segment 0 is cut off"},
		"segment missing": {preamble + "\x0b\x07\x02\x00\x41\x08\x0b\x01a", "data segment 1 is cut off"},
		"count cut":       {preamble + "\x0b\x00", "does not end with its last segment"},
		"more than said":  {preamble + "\x0b\x08\x01\x00\x41\x08\x0b\x01ab", "does not end with its last segment"},
		"passive":         {preamble + "\x0b\x06\x01\x01\x41\x08\x0b\x00", "data segment 0 has no fixed address"},
		"at a global":     {preamble + "\x0b\x06\x01\x00\x23\x08\x0b\x00", "data segment 0 has no fixed address"},
		"at a sum":        {preamble + "\x0b\x06\x01\x00\x41\x08\x41\x00", "data segment 0 has no fixed address"},
		"at -1":           {preamble + "\x0b\x06\x01\x00\x41\x7f\x0b\x00", "address is out of range"},
		"at 2 GiB":        {preamble + "\x0b\x0a\x01\x00\x41\x80\x80\x80\x80\x08\x0b\x00", "address is out of range"},
		"no tables":       {preamble + "\x0b\x07\x01\x00\x41\x08\x0b\x01a", "no pclntab"},
		"no data":         {preamble + "\x0b\x01\x00", "no pclntab"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := strip([]byte(c.wasm))
			assert.ErrorContains(t, err, c.want)
		})
	}
}

func TestProgramThatIsCutOff(t *testing.T) {
	wasm := built(t, "testdata/program.go")
	for n := 0; n < len(wasm); n += len(wasm)/50 + 1 {
		_, err := strip(wasm[:n])
		require.Error(t, err, "the first %d bytes", n)
	}
	_, err := strip(wasm[:len(wasm)-1])
	require.ErrorContains(t, err, "is cut off")
}

// A module is read back as it was written, wherever its segments lie. Addresses take one
// byte more from 64 and from 8192 on, where they would set the bit of the sign.
func TestSegments(t *testing.T) {
	zeros := func(n int) string { return strings.Repeat("\x00", n) }
	for name, c := range map[string]struct {
		memory string
		want   []int // where segments begin
	}{
		"nothing":          {"", nil},
		"zeros":            {zeros(100), nil},
		"one":              {"a", []int{0}},
		"at 63":            {zeros(63) + "a", []int{63}},
		"at 64":            {zeros(64) + "a", []int{64}},
		"at 127 and 300":   {zeros(127) + "a" + zeros(172) + "b", []int{127, 300}},
		"at 8191":          {zeros(8191) + "a", []int{8191}},
		"at 8192":          {zeros(8192) + "a", []int{8192}},
		"at 1048576":       {zeros(1<<20) + "a", []int{1 << 20}},
		"zeros within":     {"a" + zeros(gap-1) + "b", []int{0}},
		"zeros between":    {"a" + zeros(gap) + "b", []int{0, gap + 1}},
		"zeros at the end": {"abc" + zeros(gap-1), []int{0}},
	} {
		t.Run(name, func(t *testing.T) {
			m := &module{before: []byte(preamble + "\x00\x01a"), after: []byte("\x00\x01b"), segments: split([]byte(c.memory))}
			var got []int
			for _, s := range m.segments {
				got = append(got, s.at)
			}
			assert.Equal(t, c.want, got)

			again, err := parse(m.encode())
			require.NoError(t, err)
			assert.Equal(t, m, again)
			assert.Equal(t, strings.TrimRight(c.memory, "\x00"), string(again.memory()))
		})
	}
}

func TestSegmentsComeInAnyOrder(t *testing.T) {
	m, err := parse([]byte(preamble + "\x0b\x0e\x02" + "\x00\x41\x03\x0b\x01c" + "\x00\x41\x00\x0b\x02ab"))
	require.NoError(t, err)
	assert.Equal(t, "ab\x00c", string(m.memory()))
}
