package serve

import (
	"hash/crc32"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// buffers are for what is written next; a reader who waits has none.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// A coding compresses each write by itself, so that a reader who waits costs no memory, and nothing waits in it.
type coding interface {
	write(w io.Writer, text []byte) error
	end(w io.Writer) error
}

// compress takes the coding that the reader likes most.
func (c *connection) compress(accept string) {
	name := codingFor(accept)
	switch name {
	case "zstd":
		c.coding = zstdCoding{}
	case "gzip":
		c.coding = &gzipCoding{}
	default:
		return
	}
	c.w.Header().Set("Content-Encoding", name)
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

func (zstdCoding) write(w io.Writer, text []byte) error {
	frame := buffers.Get().(*[]byte)
	defer buffers.Put(frame)
	*frame = zstdEncoder().EncodeAll(text, (*frame)[:0])
	_, err := w.Write(*frame)
	*frame = (*frame)[:0]
	return err
}

func (zstdCoding) end(io.Writer) error { return nil }

// gzipCoding is one member (RFC 1952) of blocks that know nothing of each other.
type gzipCoding struct {
	begun bool
	crc   uint32
	size  uint32
}

func (g *gzipCoding) write(w io.Writer, text []byte) error {
	if !g.begun {
		g.begun = true
		if _, err := w.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff}); err != nil {
			return err
		}
	}
	g.crc = crc32.Update(g.crc, crc32.IEEETable, text)
	g.size += uint32(len(text))
	return flate.StatelessDeflate(w, text, false, nil)
}

func (g *gzipCoding) end(w io.Writer) error {
	if !g.begun {
		return nil
	}
	if err := flate.StatelessDeflate(w, nil, true, nil); err != nil {
		return err
	}
	tail := []byte{
		byte(g.crc), byte(g.crc >> 8), byte(g.crc >> 16), byte(g.crc >> 24),
		byte(g.size), byte(g.size >> 8), byte(g.size >> 16), byte(g.size >> 24),
	}
	_, err := w.Write(tail)
	return err
}

func isWebSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}
