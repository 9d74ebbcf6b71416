package feeds

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"net/http"
)

func (s *Server) mountCamera() {
	s.handle("GET /camera/stream", s.cameraStream)
}

// cameraBoundary is what parts begin with.
const cameraBoundary = "--frame\r\n"

// cameraStream is Motion JPEG, as webcams send it: a multipart body whose parts are pictures.
func (s *Server) cameraStream(w http.ResponseWriter, r *request) {
	log := s.log("camera", "pictures", r.controls.seed)
	s.serve(w, r, stream{
		feed: "camera", channel: log.key.channel,
		contentType: "multipart/x-mixed-replace; boundary=frame",
		broken:      []byte(cameraBoundary + "Content-Type: image/jpeg\r\nContent-Length: 3\r\n\r\nbad\r\n"),
		closing:     []byte("--frame--\r\n"),
		source:      &cameraSource{cursor: start(log, r.controls), faults: r.faults},
	})
}

type cameraSource struct {
	cursor
	faults faults
	sent   int
}

// record is a part. A malformed one has half of its picture, an oversized one zeros behind it.
func (c *cameraSource) record() []byte {
	n, i := c.take(), c.sent
	c.sent++
	picture := cameraPicture(n)
	if i == c.faults.malformed {
		picture = picture[:len(picture)/2]
	}
	if i == c.faults.oversize {
		picture = append(picture, make([]byte, max(0, c.faults.oversizeBytes-len(picture)))...)
	}
	head := fmt.Sprintf("%sContent-Type: image/jpeg\r\nContent-Length: %d\r\nX-Frame: %d\r\n\r\n", cameraBoundary, len(picture), n)
	return append(append([]byte(head), picture...), "\r\n"...)
}

// The size of a picture, and of what is in it.
const (
	cameraWidth, cameraHeight = 320, 180
	cameraSun                 = 22
)

// cameraPicture is picture n: a sun that goes round, over a sea, and the number of the picture.
func cameraPicture(n int) []byte {
	picture := image.NewRGBA(image.Rect(0, 0, cameraWidth, cameraHeight))
	horizon, turn := cameraHeight*2/3, float64(n)/12
	sunX, sunY := cameraWidth/2+110*math.Cos(turn), float64(horizon)+90*math.Sin(turn)
	for y := range cameraHeight {
		for x := range cameraWidth {
			c := color.RGBA{uint8(90 + y), uint8(150 + y/2), 225, 255}
			if y >= horizon {
				wave := 12 * math.Sin(float64(x+3*y)/9+float64(n)/3)
				c = color.RGBA{20, uint8(90 + wave), uint8(130 + wave), 255}
			} else if math.Hypot(float64(x)-sunX, float64(y)-sunY) < cameraSun {
				c = color.RGBA{255, 214, 90, 255}
			}
			picture.SetRGBA(x, y, c)
		}
	}
	for i, digit := range fmt.Sprintf("%06d", n%1e6) {
		cameraDigit(picture, 12+18*i, cameraHeight-36, int(digit-'0'))
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 70}); err != nil {
		panic(err) // the buffer takes all, and the picture is small enough
	}
	return b.Bytes()
}

// cameraSegments are the seven bars of a digit: top, upper left, upper right, middle, lower left, lower right, bottom.
var cameraSegments = [7]image.Rectangle{
	image.Rect(0, 0, 12, 3), image.Rect(0, 0, 3, 13), image.Rect(9, 0, 12, 13), image.Rect(0, 10, 12, 13),
	image.Rect(0, 10, 3, 24), image.Rect(9, 10, 12, 24), image.Rect(0, 21, 12, 24),
}

// cameraLit are the bars of each digit, the first one in the highest bit.
var cameraLit = [10]uint8{
	0b1110111, 0b0010010, 0b1011101, 0b1011011, 0b0111010, 0b1101011, 0b1101111, 0b1010010, 0b1111111, 0b1111011,
}

func cameraDigit(picture draw.Image, x, y, digit int) {
	for i, bar := range cameraSegments {
		if cameraLit[digit]>>(6-i)&1 == 1 {
			draw.Draw(picture, bar.Add(image.Pt(x, y)), image.White, image.Point{}, draw.Src)
		}
	}
}
