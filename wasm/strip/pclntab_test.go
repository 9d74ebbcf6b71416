package main

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// memoryOf is a program's memory with its tables, which are parts of it.
func memoryOf(t *testing.T, wasm []byte) ([]byte, *tables) {
	t.Helper()
	m, err := parse(wasm)
	require.NoError(t, err)
	memory := m.memory()
	tables, err := findTables(memory)
	require.NoError(t, err)
	return memory, tables
}

func TestNothingElseChanges(t *testing.T) {
	wasm := built(t, "testdata/program.go")
	before, old := memoryOf(t, wasm)
	after, now := memoryOf(t, stripped(t, wasm))
	require.Len(t, after, len(before))

	onlyCleared := func(what string, old, now []byte) {
		cleared := 0
		for i, b := range now {
			if b == 0 && old[i] != 0 {
				cleared++
			} else if b != old[i] {
				require.Equal(t, old[i], b, "byte %d of %s", i, what)
			}
		}
		assert.Positive(t, cleared, "bytes cleared in %s", what)
	}
	onlyCleared("pctab", old.pctab, now.pctab)
	onlyCleared("findfunctab", old.findfunctab, now.findfunctab)
	assert.Equal(t, make([]byte, len(old.cutab)), now.cutab)
	assert.Equal(t, make([]byte, len(old.filetab)), now.filetab)
	for _, part := range [][]byte{old.pctab, old.findfunctab, old.cutab, old.filetab, now.pctab, now.findfunctab} {
		clear(part)
	}
	for i := range old.functions {
		clearTraces(t, old, i)
	}
	assert.True(t, bytes.Equal(before, after), "memory outside of the tables")
}

// clearTraces clears in the record of function i what may be cleared there.
func clearTraces(t *testing.T, tables *tables, i int) {
	t.Helper()
	f, record, at, err := tables.function(i)
	require.NoError(t, err)
	clear(record[20:28]) // pcfile, pcln
	clear(record[32:40]) // cuOffset, startLine
	pcData := tables.pclntable[at+functionSize:]
	funcData := pcData[4*f.NPCData:]
	for _, j := range []uint32{0, 3} { // UnsafePoint, ArgLiveIndex
		if j < f.NPCData {
			clear(pcData[4*j : 4*j+4])
		}
	}
	for _, j := range []uint8{5, 6} { // ArgInfo, ArgLiveInfo
		if j < f.NFuncData {
			copy(funcData[4*j:], "\xff\xff\xff\xff")
		}
	}
}

func TestLastBucketEndsWithTheProgram(t *testing.T) {
	for span, want := range map[uint64]uint64{1: 5, 256: 5, 257: 6, 4096: 20, 4097: 25, 65536: 320, 65536 + 6: 325} {
		assert.Equal(t, want, bucketsSize(span), "a program of %d", span)
	}
}

func TestTablesThatAreNotAsKnown(t *testing.T) {
	m, err := parse(built(t, "testdata/program.go"))
	require.NoError(t, err)
	put := binary.LittleEndian.PutUint32
	for name, c := range map[string]struct {
		damage func(d damaged)
		want   string
	}{
		"another magic":    {func(d damaged) { put(d.header, 0xfffffff2) }, "no pclntab of Go 1.20 to 1.27"},
		"two headers":      {func(d damaged) { copy(d.filetab, magic) }, "more than one pclntab"},
		"no moduledata":    {func(d damaged) { put(d.moduledata, 1) }, "no moduledata of the pclntab"},
		"two moduledata":   {func(d damaged) { copy(d.filetab, d.moduledata[:16]) }, "more than one moduledata"},
		"other functions":  {func(d damaged) { put(d.header[8:], 1) }, "disagree"},
		"other pctab":      {func(d damaged) { put(d.header[56:], 1) }, "disagree"},
		"other order":      {func(d damaged) { put(d.moduledata[168:], 0) }, "disagree"},
		"pctab too long":   {func(d damaged) { put(d.moduledata[88:], 1<<30) }, "pctab, 1073741824 bytes at"},
		"findfunctab away": {func(d damaged) { put(d.moduledata[152:], 1<<30) }, "findfunctab, "},
		"record away":      {func(d damaged) { put(d.pclntable[4:], 1<<30) }, "function 0: its record, 44 bytes at 1073741824"},
		"another record":   {func(d damaged) { put(d.function, 7) }, "function 0: its record is not runtime._func"},
		"pcdata too long":  {func(d damaged) { put(d.function[28:], 1<<30) }, "function 0: its pcdata, "},
		"funcdata too long": {func(d damaged) {
			_, last, _ := d.entry(d.functions - 1)
			d.pclntable[last+43] = 255
		}, ": its funcdata, 1020 bytes at "},
		"no such table":      {func(d damaged) { put(d.function[16:], 1<<30) }, "function 0: a table begins at 1073741824 of pctab"},
		"no such file table": {func(d damaged) { put(d.function[20:], 1<<30) }, "function 0: a table begins at 1073741824 of pctab"},
		"endless table": {func(d damaged) {
			put(d.function[16:], 1)
			copy(d.pctab, bytes.Repeat([]byte{1}, len(d.pctab)))
		}, "function 0: the table at 1 of pctab has no end"},
		"another bucket": {func(d damaged) { put(d.findfunctab[16*bucketSize:], 9) }, "the bucket of function 1 is not runtime.findfuncbucket"},
	} {
		t.Run(name, func(t *testing.T) {
			memory := m.memory()
			c.damage(openings(t, memory))
			assert.ErrorContains(t, drop(memory), c.want)
		})
	}
}

// damaged is memory from where a thing begins in it.
type damaged struct {
	*tables
	header, moduledata, function []byte
}

func openings(t *testing.T, memory []byte) damaged {
	t.Helper()
	tables, err := findTables(memory)
	require.NoError(t, err)
	header := bytes.Index(memory, []byte(magic))
	_, record, err := tables.entry(0)
	require.NoError(t, err)
	// moduledata begins with the addresses of the header and of the names behind it.
	pointers := binary.LittleEndian.AppendUint64(nil, uint64(header))
	pointers = binary.LittleEndian.AppendUint64(pointers, uint64(header+binary.Size(pcHeader{})))
	data := bytes.Index(memory, pointers)
	require.Positive(t, data)
	return damaged{tables, memory[header:], memory[data:], tables.pclntable[record:]}
}
