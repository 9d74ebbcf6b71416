package main

import (
	"encoding/binary"
	"fmt"
)

// function is runtime._func (runtime/runtime2.go). Behind it lie NPCData offsets into pctab
// and NFuncData offsets of other data.
type function struct {
	EntryOff      uint32
	NameOff, Args int32
	DeferReturn   uint32
	PCSP          uint32 // the depth of the stack, which unwinding needs
	PCFile, PCLn  uint32 // read by runtime.funcline1 alone, which reports "?", 0 without them
	NPCData       uint32
	CuOffset      uint32 // where cutab has the files of PCFile
	StartLine     int32  // for profiles; 0 is unknown
	FuncID, Flag  uint8
	_             uint8
	NFuncData     uint8
}

var functionSize = uint64(binary.Size(function{}))

// The offsets behind a function that nothing here reads, by their index
// (internal/abi/symtab.go). Only runtime.printArgs, which prints the values of arguments in
// a stack trace, reads where they are; only a preemption by signal asks whether a place is
// unsafe for it, and wasm has no signals (runtime/os_wasm.go: preemptMSupported).
var (
	unreadPCData   = []int{0, 3} // PCDATA_UnsafePoint, PCDATA_ArgLiveIndex
	unreadFuncData = []int{5, 6} // FUNCDATA_ArgInfo, FUNCDATA_ArgLiveInfo
)

// What an offset is when there is no such data: into pctab (runtime.pcvalue), and of
// function data (runtime.funcdata).
const (
	noTable    = 0
	noFuncData = 1<<32 - 1
)

// clearFunctions clears what only tells files, lines and the values of arguments: offsets
// in the functions, the tables of pctab that no function needs any more (the linker writes
// equal tables once), cutab and filetab.
func (t *tables) clearFunctions() error {
	needed := make([]byte, len(t.pctab))
	for i := range t.functions {
		if err := t.clearFunction(i, needed); err != nil {
			return fmt.Errorf("function %d: %w", i, err)
		}
	}
	copy(t.pctab, needed)
	clear(t.cutab)
	clear(t.filetab)
	return nil
}

// clearFunction clears the offsets of one function and copies its other tables to needed.
func (t *tables) clearFunction(i int, needed []byte) error {
	f, record, at, err := t.function(i)
	if err != nil {
		return err
	}
	pcData, err := t.offsets("its pcdata", at+functionSize, uint64(f.NPCData))
	if err != nil {
		return err
	}
	funcData, err := t.offsets("its funcdata", at+functionSize+4*uint64(f.NPCData), uint64(f.NFuncData))
	if err != nil {
		return err
	}
	for _, offset := range []uint32{f.PCFile, f.PCLn} {
		if _, err := t.table(offset); err != nil {
			return err
		}
	}
	pcData.set(unreadPCData, noTable)
	funcData.set(unreadFuncData, noFuncData)
	for _, offset := range append(pcData.values(), f.PCSP) {
		table, err := t.table(offset)
		if err != nil {
			return err
		}
		copy(needed[offset:], table)
	}
	f.PCFile, f.PCLn, f.CuOffset, f.StartLine = noTable, noTable, 0, 0
	_, err = binary.Encode(record, binary.LittleEndian, f)
	return err
}

// function reads function i: its record, the bytes of that, and where they are in pclntable.
func (t *tables) function(i int) (f function, record []byte, at uint64, err error) {
	entry, at, err := t.entry(i)
	if err != nil {
		return f, nil, 0, err
	}
	record, err = window(t.pclntable, "its record", at, functionSize)
	if err != nil {
		return f, nil, 0, err
	}
	if _, err := binary.Decode(record, binary.LittleEndian, &f); err != nil {
		return f, nil, 0, err
	}
	if f.EntryOff != entry {
		return f, nil, 0, fmt.Errorf("its record is not runtime._func as of Go 1.27: it begins at %d, not at %d", f.EntryOff, entry)
	}
	return f, record, at, nil
}

// entry is where function i begins in the text, which on wasm is its number there, and
// where its record is in pclntable.
func (t *tables) entry(i int) (entry uint32, record uint64, err error) {
	pair, err := window(t.pclntable, "its entry", uint64(i)*8, 8)
	if err != nil {
		return 0, 0, err
	}
	return binary.LittleEndian.Uint32(pair), uint64(binary.LittleEndian.Uint32(pair[4:])), nil
}

// offsets are numbers of four bytes each, as the linker wrote them.
type offsets []byte

func (t *tables) offsets(what string, at, n uint64) (offsets, error) {
	return window(t.pclntable, what, at, 4*n)
}

func (o offsets) values() []uint32 {
	values := make([]uint32, 0, len(o)/4)
	for ; len(o) > 0; o = o[4:] {
		values = append(values, binary.LittleEndian.Uint32(o))
	}
	return values
}

// set changes those of the offsets at the given indexes that there are.
func (o offsets) set(indexes []int, value uint32) {
	for _, i := range indexes {
		if 4*i < len(o) {
			binary.LittleEndian.PutUint32(o[4*i:], value)
		}
	}
}

// table is the one that begins at an offset of pctab. runtime.step reads it as pairs of
// varints, the change of a value and a distance in the program; a change of 0 that is not
// the first ends it.
func (t *tables) table(offset uint32) ([]byte, error) {
	if offset == noTable {
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
