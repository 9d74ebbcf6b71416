package soak

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"
)

// limited is a WebAssembly module whose memory can grow to so many bytes and no further.
func limited(t *testing.T, module []byte, bytes uint64) []byte {
	t.Helper()
	const header, memorySection, page = 8, 5, 65536
	changed := append([]byte(nil), module[:header]...)
	for rest := module[header:]; len(rest) > 0; {
		id := rest[0]
		size, n := binary.Uvarint(rest[1:])
		end := 1 + n + int(size)
		content := rest[1+n : end]
		if id != memorySection {
			changed, rest = append(changed, rest[:end]...), rest[end:]
			continue
		}
		require.Equal(t, []byte{1, 0}, content[:2], "one memory, without a limit")
		least, _ := binary.Uvarint(content[2:])
		require.Less(t, least, bytes/page)
		memory := binary.AppendUvarint(binary.AppendUvarint([]byte{1, 1}, least), bytes/page)
		changed, rest = append(changed, id, byte(len(memory))), rest[end:]
		changed = append(changed, memory...)
	}
	require.NotEqual(t, module, changed, "the module has a memory")
	return changed
}
