//go:build !js

package feedsource

import (
	"context"
	"net/http"
	"strings"
	"testing"
)

// Records of 50 bytes, from a body that is there at once to a loop.
func BenchmarkRecords(b *testing.B) {
	const size = 50
	text := strings.Repeat(`{"id":"1234567890","text":"grüß","n":12345678901}`+"\n", 20_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		f, err := Open(context.Background(), where, Options{Client: &http.Client{Transport: serve(body(text, lines))}, Reconnect: once})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for range f.Records() {
			n++
		}
		if n != 20_000 || len(text)/n < size {
			b.Fatalf("%d records", n)
		}
	}
	b.ReportMetric(float64(b.N)*20_000/b.Elapsed().Seconds(), "records/s")
}
