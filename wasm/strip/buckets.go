package main

import (
	"encoding/binary"
	"fmt"
)

// runtime.findfunctab (runtime/symtab.go: findfunc, findfuncbucket) leads from a program
// counter to its function. It has a bucket for every 4096, which holds the number of a
// function and 16 bytes, one for every 256, to add to it. The last bucket ends with the
// program (findfunctab in cmd/link/internal/ld/pcln.go). On wasm a function spans 65536 of
// the program counter, however short it is, and findfunc looks up where it begins.
const (
	bucketSpan   = 4096
	bucketSize   = 4 + bucketSpan/partSpan
	partSpan     = 256
	functionSpan = 1 << 16
)

// bucketsSize is how many bytes the buckets of a program take.
func bucketsSize(span uint64) uint64 {
	return 4*((span+bucketSpan-1)/bucketSpan) + (span+partSpan-1)/partSpan
}

// clearBuckets clears all but what leads to where functions begin, 1 bucket of 16.
func (t *tables) clearBuckets() error {
	kept := make([]byte, len(t.findfunctab))
	for i := range t.functions {
		entry, _, err := t.entry(i)
		if err != nil {
			return err
		}
		at := (uint64(entry)*functionSpan - t.origin) / bucketSpan * bucketSize
		first, err := window(t.findfunctab, fmt.Sprintf("the bucket of function %d", i), at, 5)
		if err != nil {
			return err
		}
		if found := binary.LittleEndian.Uint32(first) + uint32(first[4]); found != uint32(i) {
			return fmt.Errorf("the bucket of function %d is not runtime.findfuncbucket as of Go 1.27: it leads to function %d", i, found)
		}
		copy(kept[at:], first)
	}
	copy(t.findfunctab, kept)
	return nil
}
