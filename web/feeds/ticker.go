package feeds

import (
	"encoding/binary"
	"math"
	"net/http"
)

func (s *Server) mountTicker() {
	s.handle("GET /ticker/trades", s.tickerTrades)
}

// tickerSymbols are what is traded, each with its price of the beginning.
var tickerSymbols = []struct {
	name  string
	price float64
}{{"ADA", 41.20}, {"GRACE", 118.75}, {"LINUS", 9.84}, {"MURA", 63.10}, {"ZOE", 27.55}}

// tickerBroken is a frame that is too short to be a trade.
var tickerBroken = []byte{0, 3, 'b', 'a', 'd'}

// tickerTrades is a feed of frames: the length of a trade in two bytes, and the trade. It goes on behind the
// trade that after names.
func (s *Server) tickerTrades(w http.ResponseWriter, r *request) {
	log := s.log("ticker", "trades", r.controls.seed)
	after := r.query.number("after", -1, 0, 1e9)
	if r.refused(w) {
		return
	}
	oldest, head := s.kept(log)
	cur := start(log, r.controls)
	if after >= 0 && after < head {
		cur = resume(log, r.controls, max(after+1, oldest))
	}
	s.serve(w, r, stream{
		feed: "ticker", channel: log.key.channel,
		contentType: "application/octet-stream",
		broken:      tickerBroken,
		source:      &tickerSource{cursor: cur, opts: s.opts, key: log.key, faults: r.faults},
	})
}

type tickerSource struct {
	cursor
	opts   Options
	key    logKey
	faults faults
	sent   int
}

// record is a frame in big-endian order. A malformed one is cut to three bytes of payload, an oversized one has
// more bytes behind the symbol.
func (t *tickerSource) record() []byte {
	n, i := t.take(), t.sent
	t.sent++
	if i == t.faults.malformed {
		return tickerBroken
	}
	trade := tickerTrade(t.opts, t.key, n)
	if i == t.faults.oversize {
		trade = append(trade, make([]byte, max(0, min(t.faults.oversizeBytes, math.MaxUint16)-len(trade)))...)
	}
	length := len(trade) + t.faults.miscount(i)
	return append(binary.BigEndian.AppendUint16(nil, uint16(length)), trade...)
}

// tickerTrade is trade n: its number (4 bytes), the price in cents (4), how many were traded (4), the time in
// milliseconds since 1970 (8), and the symbol in ASCII. Prices swing around those of the beginning.
func tickerTrade(o Options, key logKey, n int) []byte {
	d := rollFor(key, n)
	symbol := pick(d, tickerSymbols)
	phase, at := float64(fingerprint(symbol.name)%628)/100, float64(n)
	swing := 0.03*math.Sin(at/97+phase) + 0.012*math.Sin(at/23+2*phase) + 0.004*(float64(d.below(200))/100-1)
	trade := binary.BigEndian.AppendUint32(nil, uint32(n))
	trade = binary.BigEndian.AppendUint32(trade, uint32(math.Round(100*symbol.price*(1+swing))))
	trade = binary.BigEndian.AppendUint32(trade, uint32(10*(1+d.below(50))))
	trade = binary.BigEndian.AppendUint64(trade, uint64(o.stamp(n).UnixMilli()))
	return append(trade, symbol.name...)
}
