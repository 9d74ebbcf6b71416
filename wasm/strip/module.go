package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// The binary format: https://webassembly.github.io/spec/core/binary/modules.html
const (
	preamble = "\x00asm\x01\x00\x00\x00"

	dataSection      = 11
	dataCountSection = 12 // repeats how many segments there are; Go writes none

	opI32Const = 0x41
	opEnd      = 0x0b
)

// A module is a program whose data section is taken apart.
type module struct {
	before, after []byte // the other sections, with the preamble
	segments      []segment
}

// A segment is copied to an address of the zeroed memory before the program starts.
type segment struct {
	at   int
	data []byte
}

// parse takes a binary apart. It shares the bytes.
func parse(wasm []byte) (*module, error) {
	if !bytes.HasPrefix(wasm, []byte(preamble)) {
		return nil, errors.New("it is not WebAssembly, version 1")
	}
	var m *module
	for r := (reader{rest: wasm[len(preamble):]}); len(r.rest) > 0; {
		start := len(wasm) - len(r.rest)
		id, section := r.byte(), r.take(r.number())
		switch {
		case r.bad:
			return nil, fmt.Errorf("the section at byte %d is cut off", start)
		case id == dataCountSection:
			return nil, errors.New("it has a data count section, which Go's linker does not write")
		case id == dataSection && m != nil:
			return nil, errors.New("it has two data sections")
		case id == dataSection:
			segments, err := readSegments(section)
			if err != nil {
				return nil, err
			}
			m = &module{before: wasm[:start], after: r.rest, segments: segments}
		}
	}
	if m == nil {
		return nil, errors.New("it has no data section")
	}
	return m, nil
}

func readSegments(section []byte) ([]segment, error) {
	r := reader{rest: section}
	var segments []segment
	for range r.number() {
		memory, op, at, end := r.number(), r.byte(), r.address(), r.byte()
		data := r.take(r.number())
		if r.bad {
			return nil, fmt.Errorf("data segment %d is cut off, or its address is out of range", len(segments))
		}
		if memory != 0 || op != opI32Const || end != opEnd {
			return nil, fmt.Errorf("data segment %d has no fixed address", len(segments))
		}
		segments = append(segments, segment{at, data})
	}
	if r.bad || len(r.rest) > 0 {
		return nil, errors.New("the data section does not end with its last segment")
	}
	return segments, nil
}

// memory is the program's memory when it starts, without the zeros at the end. Segments
// come in any order.
func (m *module) memory() []byte {
	size := 0
	for _, s := range m.segments {
		size = max(size, s.at+len(s.data))
	}
	memory := make([]byte, size)
	for _, s := range m.segments {
		copy(memory[s.at:], s.data)
	}
	return memory
}

// gap is how many zeros end a segment. The linker ends one at 8, which is smallest raw, but
// in gzip the addresses of many short segments take more than the zeros between them: 8, 16,
// 32, 64, 128 and 256 zeros make the engine 848, 824, 742, 740, 739 and 739 KB gzip, 3.47,
// 3.51, 4.07, 4.09, 4.11 and 4.12 MB raw.
const gap = 128

// split does the opposite of memory: it makes segments of all that is not zero.
func split(memory []byte) []segment {
	var segments []segment
	for at := 0; at < len(memory); {
		if memory[at] == 0 {
			at++
			continue
		}
		end := at + 1 // behind the last byte that is not zero
		for i := end; i < len(memory) && i < end+gap; i++ {
			if memory[i] != 0 {
				end = i + 1
			}
		}
		segments = append(segments, segment{at, memory[at:end]})
		at = end
	}
	return segments
}

// encode is the module's binary.
func (m *module) encode() []byte {
	section := binary.AppendUvarint(nil, uint64(len(m.segments)))
	for _, s := range m.segments {
		section = append(section, 0, opI32Const)
		section = appendAddress(section, s.at)
		section = append(section, opEnd)
		section = binary.AppendUvarint(section, uint64(len(s.data)))
		section = append(section, s.data...)
	}
	head := binary.AppendUvarint([]byte{dataSection}, uint64(len(section)))
	return slices.Concat(m.before, head, section, m.after)
}

// sign is the bit in the last byte of a signed LEB128 number that makes it negative.
// Addresses are such numbers; all others are unsigned, which encoding/binary calls Uvarint.
const sign = 0x40

func appendAddress(out []byte, at int) []byte {
	out = binary.AppendUvarint(out, uint64(at))
	if last := len(out) - 1; out[last]&sign != 0 {
		out[last] |= 0x80
		out = append(out, 0)
	}
	return out
}

// A reader takes values off the front of a binary. When there is none left to take, it
// becomes bad and empty, and gives zeros.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.rest, r.bad = nil, true
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) number() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.rest, r.bad = nil, true
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *reader) address() int {
	before := r.rest
	v := r.number()
	if r.bad || v > math.MaxInt32 || before[len(before)-len(r.rest)-1]&sign != 0 {
		r.rest, r.bad = nil, true
		return 0
	}
	return int(v)
}
