package servers

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"iter"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"testing"

	"github.com/feedsource/feedsource/test/harness"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// picture is the JPEG of a number: its size and its grain are the number's own.
func picture(t *testing.T, n int) []byte {
	t.Helper()
	size := 8 + n%24
	img := image.NewGray(image.Rect(0, 0, size, size))
	for i := range img.Pix {
		img.SetGray(i%size, i/size, color.Gray{Y: uint8(i * n)})
	}
	var b bytes.Buffer
	assert.NoError(t, jpeg.Encode(&b, img, nil))
	return b.Bytes()
}

// A camera is one whose parts have their length or not.
type camera struct {
	name    string
	counted bool
}

func (c camera) film(t *testing.T, w http.ResponseWriter, numbers iter.Seq[int]) (*multipart.Writer, bool) {
	parts := multipart.NewWriter(w)
	w.Header().Set("Content-Type", "multipart/x-mixed-replace; boundary="+parts.Boundary())
	for n := range numbers {
		content := picture(t, n)
		header := textproto.MIMEHeader{"Content-Type": {"image/jpeg"}, "X-Number": {strconv.Itoa(n)}}
		if c.counted {
			header.Set("Content-Length", strconv.Itoa(len(content)))
		}
		part, err := parts.CreatePart(header)
		if err != nil || !send(w, nil) {
			return parts, false
		}
		if _, err := part.Write(content); err != nil || !send(w, nil) {
			return parts, false
		}
	}
	return parts, true
}

func TestMotionJPEG(t *testing.T) {
	t.Parallel()
	page := open(t)
	for _, c := range []camera{{"counted", true}, {"up to the next boundary", false}} {
		t.Run("pictures that are "+c.name, func(t *testing.T) {
			cutAgainAndAgain(t, page, numbering{
				setting: setting{init: harness.Args{
					"id": harness.Args{"header": "x-number"}, "lastEventId": "0", "resume": harness.Args{"query": "behind"},
				}},
				read: func(t *testing.T, r record) (n int, text string) {
					t.Helper()
					require.True(t, slices.Contains(r.Fields, "x-number: String "+r.ID), r.Fields)
					n, err := strconv.Atoi(r.ID)
					require.NoError(t, err)
					require.True(t, bytes.Equal(picture(t, n), r.Bytes), "%d: %d bytes", n, len(r.Bytes))
					return n, wording(n)
				},
				serve: func(w http.ResponseWriter, r *http.Request, behind func(string) iter.Seq[int]) {
					parts, ok := c.film(t, w, behind(r.URL.Query().Get("behind")))
					if !ok {
						return
					}
					_, _ = fmt.Fprintf(w, "\r\n--%s\r\n", parts.Boundary()) // the mark behind the last picture, which stands for the next
					_ = send(w, nil)
					<-r.Context().Done()
				},
			})
		})
	}
	t.Run("a film that ends is over", func(t *testing.T) {
		address := served(t, toAnyPage(func(w http.ResponseWriter, _ *http.Request) {
			parts, _ := camera{}.film(t, w, slices.Values([]int{1, 2}))
			_ = parts.Close()
		}))
		got := read(page, "http://"+address, setting{init: harness.Args{"reconnect": false}}).until(harness.Args{"Over": 1})
		require.Len(t, got.Records, 2)
		for i, r := range got.Records {
			assert.True(t, bytes.Equal(picture(t, i+1), r.Bytes))
		}
		assert.Equal(t, []string{"complete"}, got.types())
	})
}
