package servers

import (
	"bytes"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"os/exec"
	"strconv"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ffmpeg's own server takes one connection in its life, and says no content type: so what it
// makes is served from here.
func TestFFmpeg(t *testing.T) {
	t.Parallel()
	const frames = 50
	film, err := exec.Command(program(t, "ffmpeg"), "-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=25",
		"-frames:v", strconv.Itoa(frames), "-f", "mpjpeg", "-").Output()
	require.NoError(t, err)
	address := served(t, toAnyPage(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "multipart/x-mixed-replace;boundary=ffmpeg")
		for rest := film; len(rest) > 0; { // in pieces that know nothing of pictures
			n := min(len(rest), 3001)
			send(w, rest[:n])
			rest = rest[n:]
		}
	}))
	got := read(open(t), "http://"+address, setting{init: harness.Args{"reconnect": false}}).until(harness.Args{"Over": 1})
	require.Len(t, got.Records, frames)
	parts := multipart.NewReader(bytes.NewReader(film), "ffmpeg")
	for _, r := range got.Records {
		part, err := parts.NextPart()
		require.NoError(t, err)
		want, err := io.ReadAll(part)
		require.NoError(t, err)
		assert.True(t, bytes.Equal(want, r.Bytes))
		_, err = jpeg.Decode(bytes.NewReader(r.Bytes))
		assert.NoError(t, err)
		assert.Contains(t, r.Fields, "content-type: String image/jpeg")
	}
	assert.Equal(t, []string{"complete"}, got.types())
}
