//go:build js && wasm

package bridge

import (
	"fmt"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

// memory is what lies at an address of linear memory, as the host sees it.
func memory[T any](address int32, n int) []T {
	if address == 0 {
		return nil
	}
	place := uintptr(address)
	return unsafe.Slice(*(**T)(unsafe.Pointer(&place)), n)
}

// A read is a batch as the host reads it.
type read struct {
	batch
	rows    []framing.Row
	records []string
	ids     string
	types   string
}

func readBatch(t *testing.T, address int32) read {
	t.Helper()
	require.NotZero(t, address)
	b := memory[batch](address, 1)[0]
	r := read{
		batch: b, rows: memory[framing.Row](b.rows, int(b.rowCount)),
		ids: string(memory[byte](b.ids, int(b.idsLength))), types: string(memory[byte](b.types, int(b.typesLength))),
	}
	for _, row := range r.rows {
		r.records = append(r.records, string(memory[byte](b.buffer+row.Off, int(row.Len))))
	}
	return r
}

func TestRowsAsTheyLieInMemory(t *testing.T) {
	f := openFeed(t, "id: ['/id'], maxRecordBytes: 9")
	f.answer(1, ok)
	got := readBatch(t, f.write(1, "{\"id\":1}\n\n{\"id\":2}\nthis is too large\n{\"id\""))
	assert.Equal(t, []string{`{"id":1}`, "", `{"id":2}`, "this is t"}, got.records)
	kinds := []framing.Kind{}
	for _, row := range got.rows {
		kinds = append(kinds, row.Kind())
	}
	assert.Equal(t, []framing.Kind{framing.Data, framing.KeepAlive, framing.Data, framing.Malformed}, kinds)
	assert.EqualValues(t, 1, got.malformed)
	assert.Equal(t, "\n1\n2\n", got.ids, "slot 0 is what was in force before")
	assert.EqualValues(t, 1, got.rows[0].Aux)
	assert.EqualValues(t, 2, got.rows[2].Aux)
	assert.Equal(t, framing.TooLarge, framing.Reason(got.rows[3].Aux))
	text := string(memory[byte](got.buffer+got.from, int(got.length)))
	assert.Equal(t, "{\"id\":1}\n\n{\"id\":2}\nthis is t", text, "one piece holds all rows")

	got = readBatch(t, f.write(1, ":3}\n"))
	assert.Equal(t, []string{`{"id":3}`}, got.records)
	assert.Equal(t, "2\n3\n", got.ids)
	assert.EqualValues(t, 37, got.baseLow+got.rows[0].Off, "its place in the body")

	f.write(1, `{"id":4}`)
	got = readBatch(t, Finish(f.handle, 1, 1))
	assert.Equal(t, []string{`{"id":4}`}, got.records, "a record that needs no line end to be whole")
}

func TestTypesAreThereWhenTheyChanged(t *testing.T) {
	f := openFeed(t, "format: 'sse'")
	f.answer(1, ok)
	got := readBatch(t, f.write(1, "data: 1\n\nevent: tick\ndata: 2\n\n"))
	assert.Equal(t, "message\ntick\n", got.types)
	assert.Equal(t, []int{0, 1}, []int{got.rows[0].Type(), got.rows[1].Type()})
	assert.Empty(t, readBatch(t, f.write(1, "event: tick\ndata: 3\n\n")).types)
	assert.Equal(t, "message\ntick\ntock\n", readBatch(t, f.write(1, "event: tock\ndata: 4\n\n")).types)
	assert.Empty(t, readBatch(t, f.write(1, "event: tock\ndata: 5\n\n")).types)
}

func TestDuplicatesAreCounted(t *testing.T) {
	f := openFeed(t, "dedupe: { key: ['/k'] }")
	f.answer(1, ok)
	got := readBatch(t, f.write(1, "{\"k\":1}\n{\"k\":1}\n{\"k\":2}\n"))
	assert.EqualValues(t, 1, got.duplicates)
	assert.Equal(t, []string{`{"k":1}`, `{"k":2}`}, got.records)
}

func TestMeasureCountsUTF16(t *testing.T) {
	f := openFeed(t, "format: 'lines'")
	f.answer(1, ok)
	got := readBatch(t, f.write(1, "日本\n😀!\n"))
	assert.EqualValues(t, 6, got.rows[0].Len)
	Measure()
	from := got.rows[0].Off
	assert.Equal(t, []int32{0, 2, 3, 3}, []int32{got.rows[0].Off - from, got.rows[0].Len, got.rows[1].Off - from, got.rows[1].Len})
}

func TestVitals(t *testing.T) {
	f := openFeed(t, "")
	f.answer(1, ok)
	assert.Zero(t, readBatch(t, f.write(1, "{}\n")).vitals, "neither watched nor dated")

	f = openFeed(t, "keepalive: { timeoutMs: 20000 }")
	f.answer(1, ok)
	v := memory[vitals](readBatch(t, f.write(1, "{}\n")).vitals, 1)
	require.Len(t, v, 1)
	assert.InDelta(t, float64(time.Now().UnixMilli()+10000), v[0].quietAt, 1000)
	v[0].quietAt = 0
	assert.Equal(t, vitals{}, v[0])

	f = openFeed(t, "lag: { time: '/at' }")
	f.answer(1, ok)
	const began, hour = 1_700_000_000_000, 3_600_000
	for ms := 0; ms < 60_000; ms += 1000 {
		body := fmt.Sprintf("{\"at\":%d}\n", began+ms-hour-ms/10) // ever later, by a clock an hour behind
		v = memory[vitals](readBatch(t, f.writeAt(1, body, float64(began+ms))).vitals, 1)
	}
	require.Len(t, v, 1)
	assert.InDelta(t, 5000, v[0].lagMs, 1000)
	assert.InDelta(t, hour+5000, v[0].offsetMs, 1000)
	assert.InDelta(t, 100, v[0].lagTrend, 10)
	assert.Zero(t, v[0].quietAt, "not watched")
	assert.Zero(t, addressOf(&condition)%8, "where a Float64Array can begin")
}

func TestBytesOfAnAttemptThatHasBeenGivenUp(t *testing.T) {
	f := openFeed(t, "")
	assert.Zero(t, Reserve(f.handle, 1, 8), "before there is a response")
	f.answer(1, ok)
	assert.NotZero(t, Reserve(f.handle, 1, 8))
	f.connect()
	assert.Zero(t, Reserve(f.handle, 1, 8))
	assert.Zero(t, Finish(f.handle, 1, 1))
}

// What a batch leads to is told after it, and may close the feed under it.
func TestBatchThatEndsTheFeed(t *testing.T) {
	f := openFeed(t, "format: 'lines', signals: [{ is: ['bye'], then: 'end', quiet: true }]")
	f.answer(1, ok)
	f.names()
	got := readBatch(t, f.write(1, "a\nbye\n"))
	assert.Equal(t, []string{"a"}, got.records)
	assert.Equal(t, "complete", text(get(f.last(t, "failed").args[0], "type")))
	assert.False(t, f.known())
}
