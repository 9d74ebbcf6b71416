//go:build linux

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// However the bytes come, each record is found once.
func TestRecordsAreFoundWhereverTheyAreCut(t *testing.T) {
	text := "HTTP/1.1 200 OK\r\n\r\n"
	for number := int64(1); number <= 4; number++ {
		text += "e2\r\nid: 1\ndata: " + string(record(number, 1000+number)) + "\n\n\r\n"
	}
	for i := range len(text) {
		for _, j := range []int{i, i + 1, i + 20, len(text)} {
			l, r := &readers{window: window{begin: 2000, end: 2001}}, &reader{last: -1}
			var rest []byte
			for _, piece := range []string{text[:i], text[i:min(j, len(text))], text[min(j, len(text)):]} {
				rest = append([]byte(nil), l.take(r, append(rest, piece...), 2000)...)
				require.LessOrEqual(t, len(rest), begunBytes)
			}
			require.Equal(t, int64(4), l.arrived.Load(), "cut at %d and %d", i, j)
			require.Zero(t, l.skipped.Load()+l.repeated.Load())
			require.Equal(t, int64(4), l.window.ages.all)
		}
	}
}

func TestAgesAreOfWhatArrivesInTheWindow(t *testing.T) {
	l, r := &readers{window: window{begin: 2000, end: 3000}}, &reader{last: -1}
	for i, now := range []int64{1999, 2000, 2999, 3000} {
		l.take(r, record(int64(i), 1000), now)
	}
	assert.Equal(t, int64(2), l.window.ages.all)
}

func TestRecordsThatDoNotFollowAreCounted(t *testing.T) {
	l, r := &readers{}, &reader{last: -1}
	for _, number := range []int64{5, 6, 9, 9, 10} {
		l.take(r, record(number, 1), 1)
	}
	assert.Equal(t, int64(2), l.skipped.Load())
	assert.Equal(t, int64(1), l.repeated.Load())
}

func TestRecordsHaveTwoHundredBytes(t *testing.T) {
	for _, number := range []int64{1, 1e9} {
		assert.Len(t, record(number, 1795876300668137614), 200)
	}
}
