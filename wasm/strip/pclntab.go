package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// pcHeader is runtime.pcHeader (runtime/symtab.go). The offsets count from the header.
type pcHeader struct {
	Magic                uint32
	Pad                  [2]byte
	MinLC, PtrSize       byte
	Nfunc, Nfiles        uint64
	_                    uint64
	Funcnametab, Cutab   uint64
	Filetab, Pctab, Pcln uint64
}

// magic is how the one pcHeader of a program begins: abi.Go120PCLnTabMagic
// (internal/abi/symtab.go), padding, instructions of one byte, pointers of eight.
const magic = "\xf1\xff\xff\xff\x00\x00\x01\x08"

// moduledata is the beginning of runtime.moduledata (runtime/symtab.go).
type moduledata struct {
	PCHeader                           uint64
	Funcnametab, Cutab, Filetab, Pctab slice
	Pclntable, Ftab                    slice
	Findfunctab, Minpc, Maxpc, Text    uint64
}

type slice struct{ At, Len, Cap uint64 }

// tables are what the linker knows of the functions (cmd/link/internal/ld/pcln.go). They
// share the bytes of the memory.
type tables struct {
	cutab, filetab []byte // names of files, by compilation unit
	pctab          []byte // values by program counter, one table behind the other
	pclntable      []byte // the entry of every function and where its record is, then the records
	findfunctab    []byte // buckets of the program counter
	functions      int
	origin         uint64 // the program counter of the first bucket, from the beginning of the text
}

// findTables finds the tables in a program's memory. Both the moduledata, by which the
// runtime reaches them, and the header say where they are, and the two must agree.
func findTables(memory []byte) (*tables, error) {
	at, err := only(memory, []byte(magic), "pclntab of Go 1.20 to 1.27")
	if err != nil {
		return nil, err
	}
	var header pcHeader
	if _, err := binary.Decode(memory[at:], binary.LittleEndian, &header); err != nil {
		return nil, errors.New("the pclntab's header is cut off")
	}

	start := uint64(at)
	pointers := binary.LittleEndian.AppendUint64(nil, start)
	pointers = binary.LittleEndian.AppendUint64(pointers, start+header.Funcnametab)
	place, err := only(memory, pointers, "moduledata of the pclntab")
	if err != nil {
		return nil, err
	}
	var data moduledata
	if _, err := binary.Decode(memory[place:], binary.LittleEndian, &data); err != nil {
		return nil, errors.New("the moduledata is cut off")
	}
	if data.Cutab.At != start+header.Cutab || data.Filetab.At != start+header.Filetab ||
		data.Pctab.At != start+header.Pctab || data.Pclntable.At != start+header.Pcln ||
		data.Ftab.At != data.Pclntable.At || data.Ftab.Len != header.Nfunc+1 || data.Maxpc <= data.Minpc {
		return nil, errors.New("the pclntab's header and the moduledata disagree on where the tables are")
	}
	return data.tables(memory)
}

// only is where a pattern is, which must be in memory once.
func only(memory, pattern []byte, what string) (int, error) {
	at := bytes.Index(memory, pattern)
	switch {
	case at < 0:
		return 0, fmt.Errorf("its data holds no %s", what)
	case at != bytes.LastIndex(memory, pattern):
		return 0, fmt.Errorf("its data holds more than one %s", what)
	}
	return at, nil
}

func (d *moduledata) tables(memory []byte) (*tables, error) {
	t := &tables{functions: int(d.Ftab.Len - 1), origin: d.Minpc - d.Text}
	for _, part := range []struct {
		name    string
		of      *[]byte
		at, len uint64
	}{
		{"cutab", &t.cutab, d.Cutab.At, d.Cutab.Len * 4},
		{"filetab", &t.filetab, d.Filetab.At, d.Filetab.Len},
		{"pctab", &t.pctab, d.Pctab.At, d.Pctab.Len},
		{"pclntable", &t.pclntable, d.Pclntable.At, d.Pclntable.Len},
		{"findfunctab", &t.findfunctab, d.Findfunctab, bucketsSize(d.Maxpc - d.Minpc)},
	} {
		var err error
		if *part.of, err = window(memory, part.name, part.at, part.len); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// window is n bytes of a table.
func window(table []byte, what string, at, n uint64) ([]byte, error) {
	if size := uint64(len(table)); at > size || n > size-at {
		return nil, fmt.Errorf("%s, %d bytes at %d, is outside of the %d bytes that hold it", what, n, at, size)
	}
	return table[at : at+n], nil
}
