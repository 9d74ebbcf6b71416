package main

import (
	"encoding/binary"
	"fmt"
)

// function is runtime._func (runtime/runtime2.go). NPCData offsets into pctab follow it,
// of which 0 is none, as are PCSP, PCFile and PCLn (runtime.pcvalue).
type function struct {
	EntryOff      uint32
	NameOff, Args int32
	DeferReturn   uint32
	PCSP          uint32 // the stack's depth: unwinding needs it
	PCFile, PCLn  uint32 // for runtime.funcline1 alone, which without them says "?", 0
	NPCData       uint32
	CuOffset      uint32 // where cutab has the files of PCFile
	StartLine     int32  // for profiles; 0 is unknown
	FuncID, Flag  uint8
	_             uint8
	NFuncData     uint8
}

var functionSize = uint64(binary.Size(function{}))

// dropLines clears what only tells files and lines: the tables of pctab that no function
// uses for anything else (the linker writes equal tables once), cutab and filetab.
func (t *tables) dropLines() error {
	kept := make([]byte, len(t.pctab))
	for i := range t.functions {
		if err := t.dropLinesOf(i, kept); err != nil {
			return fmt.Errorf("function %d: %w", i, err)
		}
	}
	copy(t.pctab, kept)
	clear(t.cutab)
	clear(t.filetab)
	return nil
}

// dropLinesOf clears the lines of one function and copies its other tables to kept.
func (t *tables) dropLinesOf(i int, kept []byte) error {
	entry, at, err := t.entry(i)
	if err != nil {
		return err
	}
	record, err := window(t.pclntable, "its record", at, functionSize)
	if err != nil {
		return err
	}
	var f function
	if _, err := binary.Decode(record, binary.LittleEndian, &f); err != nil {
		return err
	}
	if f.EntryOff != entry {
		return fmt.Errorf("its record is not runtime._func as of Go 1.26: it begins at %d, not at %d", f.EntryOff, entry)
	}
	pcdata, err := window(t.pclntable, "its pcdata", at+functionSize, uint64(f.NPCData)*4)
	if err != nil {
		return err
	}

	used := make([]uint32, f.NPCData)
	if _, err := binary.Decode(pcdata, binary.LittleEndian, used); err != nil {
		return err
	}
	for _, offset := range append(used, f.PCSP) {
		table, err := t.table(offset)
		if err != nil {
			return err
		}
		copy(kept[offset:], table)
	}
	for _, offset := range []uint32{f.PCFile, f.PCLn} {
		if _, err := t.table(offset); err != nil {
			return err
		}
	}
	f.PCFile, f.PCLn, f.CuOffset, f.StartLine = 0, 0, 0, 0
	_, err = binary.Encode(record, binary.LittleEndian, f)
	return err
}

// entry is where function i begins in the text, which on wasm is its number there, and
// where in pclntable its record is.
func (t *tables) entry(i int) (entry uint32, record uint64, err error) {
	pair, err := window(t.pclntable, "its entry", uint64(i)*8, 8)
	if err != nil {
		return 0, 0, err
	}
	return binary.LittleEndian.Uint32(pair), uint64(binary.LittleEndian.Uint32(pair[4:])), nil
}

// table is the one that begins at an offset of pctab. As runtime.step reads it, it is pairs
// of varints, the change of a value and a distance in the program; a change of 0 that is
// not the first ends it.
func (t *tables) table(offset uint32) ([]byte, error) {
	if offset == 0 {
		return nil, nil
	}
	if uint64(offset) >= uint64(len(t.pctab)) {
		return nil, fmt.Errorf("a table begins at %d of pctab, which has %d bytes", offset, len(t.pctab))
	}
	r := reader{rest: t.pctab[offset:]}
	for first := true; (r.number() != 0 || first) && !r.bad; first = false {
		r.number()
	}
	if r.bad {
		return nil, fmt.Errorf("the table at %d of pctab has no end", offset)
	}
	return t.pctab[offset : len(t.pctab)-len(r.rest)], nil
}
