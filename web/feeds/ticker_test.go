package feeds

import (
	"encoding/binary"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const trades = "/ticker/trades"

type trade struct {
	number, cents, size uint32
	symbol              string
}

// tradesOf takes a body apart.
func tradesOf(t *testing.T, body string) (list []trade) {
	t.Helper()
	for b := []byte(body); len(b) > 0; {
		length := int(binary.BigEndian.Uint16(b))
		require.GreaterOrEqual(t, len(b), 2+length)
		frame := b[2 : 2+length]
		b = b[2+length:]
		if length < 20 {
			list = append(list, trade{symbol: string(frame)})
			continue
		}
		list = append(list, trade{
			binary.BigEndian.Uint32(frame), binary.BigEndian.Uint32(frame[4:]), binary.BigEndian.Uint32(frame[8:]), string(frame[20:]),
		})
	}
	return list
}

func TestTickerSendsFrames(t *testing.T) {
	_, u := listen(t, frozen())
	list := tradesOf(t, read(t, u+trades+"?rate=0&from=5&count=200"))
	require.Len(t, list, 200)
	for i, trade := range list {
		assert.EqualValues(t, 5+i, trade.number)
		assert.NotZero(t, trade.cents)
		assert.NotZero(t, trade.size)
		assert.Contains(t, []string{"ADA", "GRACE", "LINUS", "MURA", "ZOE"}, trade.symbol)
	}
}

func TestTickerGoesOnBehindATrade(t *testing.T) {
	_, u := listen(t, frozen())
	assert.EqualValues(t, 1000, tradesOf(t, read(t, u+trades+"?rate=0&count=1"))[0].number)
	list := tradesOf(t, read(t, u+trades+"?rate=0&after=996&count=4"))
	assert.EqualValues(t, 997, list[0].number)
	assert.EqualValues(t, 1000, list[3].number)
	assert.Equal(t, http.StatusBadRequest, ask(t, "GET", u+trades+"?after=x").status)
}

func TestTickerFaults(t *testing.T) {
	_, u := listen(t, frozen())
	list := tradesOf(t, read(t, u+trades+"?rate=0&from=1&count=3&malformed=1"))
	require.Len(t, list, 3)
	assert.Equal(t, "bad", list[1].symbol)
	body := read(t, u+trades+"?rate=0&from=1&count=1&longcount=0")
	assert.EqualValues(t, len(body), binary.BigEndian.Uint16([]byte(body)), "two bytes more than there are")
	assert.Len(t, read(t, u+trades+"?rate=0&from=1&count=1&oversize=0,500"), 502)
}
