package serve

import (
	"bytes"
	"hash/crc32"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// A coding compresses each write by itself, so that a reader who waits costs no memory, and nothing waits in it.
type coding interface {
	write(b *bytes.Buffer, text []byte)
	end(b *bytes.Buffer)
}

// compress takes the coding that the reader likes most.
func (c *connection) compress(h http.Header, accept string) {
	name := codingFor(accept)
	switch name {
	case "zstd":
		c.coding = zstdCoding{}
	case "gzip":
		c.coding = &gzipCoding{}
	default:
		return
	}
	c.codingName = name
	h.Set("Content-Encoding", name)
}

func codingFor(accept string) string {
	best, most := "", 0.0
	for part := range strings.SplitSeq(accept, ",") {
		name, parameter, _ := strings.Cut(strings.TrimSpace(part), ";")
		name, quality := strings.TrimSpace(name), 1.0
		if q, found := strings.CutPrefix(strings.TrimSpace(parameter), "q="); found {
			quality, _ = strconv.ParseFloat(q, 64)
		}
		if name == "zstd" && quality >= most && quality > 0 || name == "gzip" && quality > most {
			best, most = name, quality
		}
	}
	return best
}

// zstdCoding makes a frame of each write (RFC 8878 section 3: content is one or more frames).
type zstdCoding struct{}

var zstdEncoder = sync.OnceValue(func() *zstd.Encoder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(128<<10))
	if err != nil {
		panic(err) // of options that are constants
	}
	return e
})

func (zstdCoding) write(b *bytes.Buffer, text []byte) {
	b.Write(zstdEncoder().EncodeAll(text, b.AvailableBuffer()))
}

func (zstdCoding) end(*bytes.Buffer) {}

// gzipCoding is one member (RFC 1952) of blocks that know nothing of each other.
type gzipCoding struct {
	begun bool
	crc   uint32
	size  uint32
}

func (g *gzipCoding) write(b *bytes.Buffer, text []byte) {
	if !g.begun {
		g.begun = true
		b.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff})
	}
	g.crc = crc32.Update(g.crc, crc32.IEEETable, text)
	g.size += uint32(len(text))
	_ = flate.StatelessDeflate(b, text, false, nil) // to memory
}

func (g *gzipCoding) end(b *bytes.Buffer) {
	if !g.begun {
		return
	}
	_ = flate.StatelessDeflate(b, nil, true, nil) // to memory
	b.Write([]byte{
		byte(g.crc), byte(g.crc >> 8), byte(g.crc >> 16), byte(g.crc >> 24),
		byte(g.size), byte(g.size >> 8), byte(g.size >> 16), byte(g.size >> 24),
	})
}

func isWebSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}
