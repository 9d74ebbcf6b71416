package framing_test

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkFramingJudged frames 1 MiB of records that are bytes, of 64 bytes and of 4 KiB.
func BenchmarkFramingJudged(b *testing.B) {
	for _, size := range []int{64, 4 << 10} {
		payload := strings.Repeat("payload \xff", size/9+1)[:size]
		for _, c := range []struct {
			name, record string
			format       int
		}{
			{"envelope", enveloped(0, payload), 0},
			{"envelope in base64", inBase64(enveloped(0, payload), 2*size), 1},
			{"aws-eventstream", sealed(chunk, payload), 2},
			{"multipart", plainType + payload + "\r\n--b\r\n", 3},
			{"multipart, counted", "--b\r\nContent-Type: image/jpeg\r\n" + sized(size) + payload + "\r\n", 4},
		} {
			body := strings.Repeat(c.record, 1<<20/size)
			for _, piece := range []int{64 << 10, 512} {
				b.Run(fmt.Sprintf("%s/%d/%d", c.name, size, piece), func(b *testing.B) {
					frame(b, judgedFormats[c.format].in.Framer, body, piece)
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(1<<20/size), "ns/record")
				})
			}
		}
	}
}
