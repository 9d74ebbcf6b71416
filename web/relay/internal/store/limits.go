package store

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Limits say how much of a feed is kept. The oldest goes first.
type Limits struct {
	Age  time.Duration // 0 is without end
	Size int64         // in bytes; 0 is without end
}

func (l Limits) String() string {
	var parts []string
	if l.Age > 0 {
		parts = append(parts, l.Age.String())
	}
	if l.Size > 0 {
		parts = append(parts, fmt.Sprint(l.Size, " bytes"))
	}
	return cmp.Or(strings.Join(parts, ", "), "all")
}

// isLessThan says whether something may go that others keep.
func (l Limits) isLessThan(other Limits) bool {
	return isShorter(l.Age, other.Age) || isShorter(l.Size, other.Size)
}

func isShorter[T ~int64](limit, than T) bool { return limit != 0 && (than == 0 || limit < than) }

// warnOfLess says that less is kept than before: it may be a mistake, or what only this node's configuration says.
func (f *Feed) warnOfLess(before Limits) {
	if f.limits.isLessThan(before) {
		f.node.options.Log.Warn("less of the feed is kept than before, for all nodes; what is older goes", "feed", f.Name, "before", before, "now", f.limits)
	}
}
