package feeds

import (
	"bytes"
	"image/jpeg"
	"io"
	"mime/multipart"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const camera = "/camera/stream"

// pictures reads the parts of a body: the number of each, and its bytes.
func pictures(t *testing.T, body string) (numbers []int, list [][]byte) {
	t.Helper()
	parts := multipart.NewReader(strings.NewReader(body), "frame")
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return numbers, list
		}
		require.NoError(t, err)
		assert.Equal(t, "image/jpeg", part.Header.Get("Content-Type"))
		number, err := strconv.Atoi(part.Header.Get("X-Frame"))
		require.NoError(t, err)
		picture, err := io.ReadAll(part)
		require.NoError(t, err)
		assert.Equal(t, part.Header.Get("Content-Length"), strconv.Itoa(len(picture)))
		numbers, list = append(numbers, number), append(list, picture)
	}
}

func TestCameraSendsPictures(t *testing.T) {
	_, u := listen(t, frozen())
	r := ask(t, "GET", u+camera+"?rate=0&count=3")
	assert.Equal(t, "multipart/x-mixed-replace; boundary=frame", r.header.Get("Content-Type"))
	numbers, list := pictures(t, r.body)
	assert.Equal(t, []int{1000, 1001, 1002}, numbers)
	for _, picture := range list {
		decoded, err := jpeg.Decode(bytes.NewReader(picture))
		require.NoError(t, err)
		assert.Equal(t, 320, decoded.Bounds().Dx())
	}
	assert.NotEqual(t, list[0], list[1], "it moves")
	_, again := pictures(t, read(t, u+camera+"?rate=0&from=1001&count=1"))
	assert.Equal(t, list[1], again[0])
}

func TestCameraFaults(t *testing.T) {
	_, u := listen(t, frozen())
	_, list := pictures(t, read(t, u+camera+"?rate=0&from=1&count=3&malformed=1&oversize=2,40000"))
	_, err := jpeg.Decode(bytes.NewReader(list[1]))
	assert.Error(t, err)
	assert.Len(t, list[2], 40000)
}
