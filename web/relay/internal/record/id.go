package record

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// An ID is a reader's position: behind the message of that sequence, in one life of a stream.
type ID struct {
	Epoch    string
	Sequence uint64
}

func (id ID) String() string { return id.Epoch + "." + strconv.FormatUint(id.Sequence, 10) }

var epochs = regexp.MustCompile(`^[0-9a-f]{12}$`)

// ParseID reads what String wrote.
func ParseID(text string) (ID, error) {
	epoch, number, _ := strings.Cut(text, ".")
	sequence, err := strconv.ParseUint(number, 10, 64)
	if err != nil || !epochs.MatchString(epoch) || number != strconv.FormatUint(sequence, 10) {
		return ID{}, fmt.Errorf("%.60q is not an id of this relay, which looks like 6921a3f0b2c4.17", text)
	}
	return ID{Epoch: epoch, Sequence: sequence}, nil
}

// NewEpoch names a new life of a stream. Epochs sort by the second at which they began.
func NewEpoch(now time.Time) string {
	var chance [2]byte
	_, _ = rand.Read(chance[:]) // never fails
	return fmt.Sprintf("%08x", uint32(now.Unix())) + hex.EncodeToString(chance[:])
}
