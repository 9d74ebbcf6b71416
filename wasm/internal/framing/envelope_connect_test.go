//go:build !js

package framing_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"connectrpc.com/connect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/framing"
	"github.com/feedsource/feedsource/wasm/internal/framing/framingtest"
)

// jsonCodec writes messages without a schema.
type jsonCodec struct{}

func (jsonCodec) Name() string                       { return "json" }
func (jsonCodec) Marshal(v any) ([]byte, error)      { return json.Marshal(v) }
func (jsonCodec) Unmarshal(data []byte, v any) error { return json.Unmarshal(data, v) }

// An order says what a stream is to be like.
type order struct {
	Messages int
	Fail     string
}

type count struct{ N int }

// counts streams as many messages as were ordered, then fails if that was.
func counts(_ context.Context, in *connect.Request[order], out *connect.ServerStream[count]) error {
	for i := range in.Msg.Messages {
		if err := out.Send(&count{i}); err != nil {
			return err
		}
	}
	if in.Msg.Fail != "" {
		return connect.NewError(connect.CodeResourceExhausted, errors.New(in.Msg.Fail))
	}
	return nil
}

// What connect-go writes is read, in both protocols, and so is how it says that a stream ended.
func TestEnvelopesOfConnect(t *testing.T) {
	server := httptest.NewServer(connect.NewServerStreamHandler("/counts", counts, connect.WithCodec(jsonCodec{})))
	defer server.Close()
	for _, contentType := range []string{"application/connect+json", "application/grpc-web+json"} {
		for _, fail := range []string{"", "none left, 100% gone: café"} {
			name := contentType + " " + fail
			text, err := json.Marshal(order{Messages: 20, Fail: fail})
			require.NoError(t, err)
			response, err := http.Post(server.URL+"/counts", contentType, strings.NewReader(enveloped(0, string(text))))
			require.NoError(t, err)
			body, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())

			var want []string
			for i := range 20 {
				want = append(want, fmt.Sprintf("bytes %q", fmt.Sprintf(`{"N":%d}`, i)))
			}
			assert.Equal(t, want, framingtest.Uncut(t, envelopeInput, body, 5), name)
			wantEnd := &framing.Verdict{Outcome: framing.Completed}
			if fail != "" {
				wantEnd = failed("resource_exhausted", fail)
			}
			assert.Equal(t, wantEnd, verdict(t, envelopeInput, body, nil), name)
		}
	}
}
