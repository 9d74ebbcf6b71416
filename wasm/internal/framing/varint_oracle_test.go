package framing_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protodelim"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// TestVarintReadsProtodelim: what Go's library of Protocol Buffers writes.
func TestVarintReadsProtodelim(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var body bytes.Buffer
	var want []string
	for i := range 50 {
		message := wrapperspb.Bytes(bytes.Repeat([]byte{byte(i)}, random.IntN(i*6+1)))
		if _, err := protodelim.MarshalTo(&body, message); err != nil {
			t.Fatal(err)
		}
		text, err := proto.MarshalOptions{Deterministic: true}.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, fmt.Sprintf("bytes %q", text))
	}
	if got := varintInput.Records(t, body.String()); !slices.Equal(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
}

// TestVarintIsThatOfProtowire: any ten bytes are a length, or none, as Go's library has it.
func TestVarintIsThatOfProtowire(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		body := make([]byte, random.IntN(12))
		for i := range body {
			body[i] = byte(random.IntN(256)) | 0x80*byte(min(random.IntN(4), 1)) // most have another byte behind them
		}
		if random.IntN(2) == 0 && len(body) > 9 {
			body[9] &= 3
		}
		want := varintByProtowire(body)
		got := framingtest.Uncut(t, varintInput.WithLimit(64), body, random.Uint64())
		if len(got) > 0 {
			got = got[:1]
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q\n got %q\nwant %q", body, got, want)
		}
	}
}

// varintByProtowire is the first record of a body.
func varintByProtowire(body []byte) []string {
	n, size := protowire.ConsumeVarint(body)
	switch err := protowire.ParseError(size); {
	case len(body) == 0:
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return []string{"truncated " + string(body)}
	case err != nil:
		return []string{"bad-length " + string(body[:10])}
	case n > 64:
		return []string{"length-too-large " + string(body[:size])}
	case n > uint64(len(body)-size):
		return []string{"truncated " + string(body[size:])}
	}
	return []string{fmt.Sprintf("bytes %q", body[size:size+int(n)])}
}
