package feeds

import (
	"io"
	"net/http/httputil"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEspressoBytes(t *testing.T) {
	_, u := listen(t, frozen())
	r := ask(t, "GET", u+"/espresso/subscribe?from=1&count=3&rate=0")
	assert.Equal(t, "text/event-stream", r.header.Get("Content-Type"))
	assert.Equal(t, "retry: 3000\n"+
		"id: 1\ndata: first line on trains second line #1\n\n"+
		"id: 2\nevent: news\ndata: また tokyo ですね。𠮷野家へ行こう #2\n\n"+
		"id: 3\ndata: nothing beats wasm on a Sunday & that is < all > of it #3\n\n", r.body)
	assert.True(t, strings.HasPrefix(read(t, u+"/espresso/subscribe?count=0&retry=10"), "retry: 10\n"))
}

func TestEspressoRemovesLineEndsFromValues(t *testing.T) {
	assert.Equal(t, "data: onetwothree\n", string(espressoField("data", "one\ntwo\r\nthree\r")))
	_, u := listen(t, frozen())
	body := read(t, u+"/espresso/subscribe?from=0&count=200&rate=0")
	assert.NotContains(t, body, "\r")
	assert.Equal(t, 200, strings.Count(body, "\n\n"))
	assert.Equal(t, 200, strings.Count(body, "data: "))
}

// espressoIDs lists the ids of a stream.
func espressoIDs(body string) (ids []string) {
	for line := range strings.SplitSeq(body, "\n") {
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

func TestEspressoResumes(t *testing.T) {
	o := frozen()
	o.History = 20
	_, u := listen(t, o)
	url := u + "/espresso/subscribe"
	assert.Equal(t, []string{"18", "19"}, espressoIDs(read(t, url+"?count=2", "Last-Event-ID: 17")))
	assert.Equal(t, []string{"18", "19"}, espressoIDs(read(t, url+"?count=2&lastEventId=17")))
	assert.Equal(t, []string{"19"}, espressoIDs(read(t, url+"?keepopen=0&lastEventId=18")))
	assert.Empty(t, espressoIDs(read(t, url+"?keepopen=0&lastEventId=19")))
	assert.Len(t, espressoIDs(read(t, url+"?keepopen=0")), 10)
	assert.Len(t, espressoIDs(read(t, url+"?keepopen=0&lastEventId=0")), 19)
	assert.Equal(t, []string{"20"}, espressoIDs(read(t, url+"?count=1&rate=0&lastEventId=nonsense")))
	assert.Equal(t, []string{"21"}, espressoIDs(read(t, url+"?count=1&rate=0&lastEventId=21")), "an id from the future")
	assert.Equal(t, []string{"2"}, espressoIDs(read(t, url+"?count=1&rate=0&lastEventId=0")), "history begins at 2 now")

	whole := read(t, url+"?from=0&count=50&rate=0")
	rest := read(t, url+"?from=0&count=50&rate=0", "Last-Event-ID: 30")
	assert.True(t, strings.HasSuffix(whole, strings.TrimPrefix(rest, "retry: 3000\n")))
	assert.Len(t, espressoIDs(rest), 19)
}

func TestEspressoSendsNoKeepaliveUnlessAsked(t *testing.T) {
	s := New(frozen())
	assert.Equal(t, []string{"retry: 3000\n"}, record(s, "/espresso/subscribe?count=0").writes)
	assert.Equal(t, []string{"retry: 3000\n", ":\n\n:\n\n"}, record(s, "/espresso/subscribe?count=0&burst=2").writes)
}

func TestEspressoChunked(t *testing.T) {
	_, u := listen(t, frozen())
	r := ask(t, "GET", u+"/espresso/chunked?rate=0")
	assert.Equal(t, "text/plain; charset=utf-8", r.header.Get("Content-Type"))
	assert.Equal(t, 10, strings.Count(r.body, "\n"))
	assert.True(t, strings.HasSuffix(r.body, "#1009\n"))
	plain := read(t, u+"/espresso/chunked?rate=0&from=0&lines=30")
	assert.Equal(t, 30, strings.Count(plain, "\n"))

	framed := read(t, u+"/espresso/chunked?rate=0&from=0&lines=30&doubleframed=1")
	assert.True(t, strings.HasPrefix(framed, "32\r\nまた wasm ですね。𠮷野家へ行こう #0\n\r\n"), framed[:80])
	assert.True(t, strings.HasSuffix(framed, "\n\r\n0\r\n\r\n"))
	unframed, err := io.ReadAll(httputil.NewChunkedReader(strings.NewReader(framed)))
	require.NoError(t, err)
	assert.Equal(t, plain, string(unframed))
}

func TestEspressoCelluloidHasNoFields(t *testing.T) {
	_, u := listen(t, frozen())
	r := ask(t, "GET", u+"/espresso/celluloid?from=0&count=30&rate=0")
	assert.Equal(t, "text/event-stream", r.header.Get("Content-Type"))
	assert.NotContains(t, r.body, "data:")
	assert.Equal(t, 30, strings.Count(r.body, "\n"))
}

func TestEspressoFaults(t *testing.T) {
	_, u := listen(t, frozen())
	body := read(t, u+"/espresso/subscribe?from=0&count=3&rate=0&malformed=1&oversize=2,4000")
	blocks := strings.Split(body, "\n\n")
	assert.Equal(t, "\xff\xfe no field, no UTF-8", blocks[1])
	_, data, _ := strings.Cut(blocks[2], "data: ")
	assert.Len(t, data, 4000)
}
