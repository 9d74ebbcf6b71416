package servers

import (
	"bytes"
	"iter"
	"net/http"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/fxamacker/cbor/v2"
	"github.com/stretchr/testify/require"
	"github.com/vmihailenco/msgpack/v5"
	"google.golang.org/protobuf/encoding/protodelim"
)

// A numberedValue is one of CBOR and MessagePack.
type numberedValue struct {
	N    int    `cbor:"n" msgpack:"n"`
	Text string `cbor:"text" msgpack:"text"`
}

func valueOf(n int) numberedValue { return numberedValue{N: n, Text: wording(n)} }

func ofValue(unmarshal func([]byte, any) error) func(*testing.T, record) (int, string) {
	return func(t *testing.T, r record) (int, string) {
		t.Helper()
		var v numberedValue
		require.NoError(t, unmarshal(r.Bytes, &v))
		return v.N, v.Text
	}
}

// A notation is one of values that follow one upon the other.
type notation struct {
	name, contentType, library string
	write                      func(*bytes.Buffer, int) error
	read                       func(t *testing.T, r record) (n int, text string)
}

var notations = []notation{
	{
		name: "varint", contentType: "application/vnd.google.protobuf; encoding=delimited", library: "struct", read: ofProto,
		write: func(b *bytes.Buffer, n int) error {
			_, err := protodelim.MarshalTo(b, message(n))
			return err
		},
	},
	{
		name: "cbor-seq", contentType: "application/cbor-seq", library: "cbor", read: ofValue(cbor.Unmarshal),
		write: func(b *bytes.Buffer, n int) error { return cbor.NewEncoder(b).Encode(valueOf(n)) },
	},
	{
		name: "msgpack", contentType: "application/vnd.msgpack", library: "msgpack", read: ofValue(msgpack.Unmarshal),
		write: func(b *bytes.Buffer, n int) error { return msgpack.NewEncoder(b).Encode(valueOf(n)) },
	},
}

func TestSequencesOfValues(t *testing.T) {
	t.Parallel()
	page := open(t)
	for _, n := range notations {
		t.Run(n.name+" by its content type", func(t *testing.T) { n.goesOn(t, page, n.contentType, nil) })
		t.Run(n.name+" by its name", func(t *testing.T) {
			n.goesOn(t, page, "application/octet-stream", harness.Args{"format": n.name})
		})
	}
}

func (v notation) goesOn(t *testing.T, page *harness.Page, contentType string, init harness.Args) {
	t.Helper()
	cutAgainAndAgain(t, page, numbering{
		setting: setting{
			init: with(init, harness.Args{"lastEventId": "0", "resume": harness.Args{"query": "behind", "cursor": "count"}}),
			by:   harness.Args{"library": v.library},
		},
		read: v.read,
		serve: func(w http.ResponseWriter, r *http.Request, behind func(string) iter.Seq[int]) {
			w.Header().Set("Content-Type", contentType)
			for n := range behind(r.URL.Query().Get("behind")) {
				var b bytes.Buffer
				if err := v.write(&b, n); err != nil || !send(w, b.Bytes()) {
					return
				}
			}
			<-r.Context().Done()
		},
	})
}
