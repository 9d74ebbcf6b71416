package store

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The configuration of one node counts for all.
func TestLessThanBeforeIsWarnedOf(t *testing.T) {
	n := alone(t)
	for _, c := range []struct {
		limits Limits
		want   string
	}{
		{Limits{}, ""},
		{Limits{Age: 24 * time.Hour}, "feed=room before=all now=24h0m0s"},
		{Limits{Age: 24 * time.Hour}, ""},
		{Limits{Age: 48 * time.Hour, Size: 1 << 20}, `feed=room before=24h0m0s now="48h0m0s, 1048576 bytes"`},
		{Limits{Age: 48 * time.Hour, Size: 2 << 20}, ""},
		{Limits{Size: 2 << 20}, ""},
		{Limits{Size: 1 << 20}, `feed=room before="2097152 bytes" now="1048576 bytes"`},
		{Limits{}, ""},
	} {
		var log bytes.Buffer
		n.options.Log = slog.New(slog.NewTextHandler(&log, nil))
		_, err := n.Feed(within(t), "room", c.limits)
		require.NoError(t, err)
		if c.want == "" {
			assert.Empty(t, log.String(), c.limits)
		} else {
			assert.Contains(t, log.String(), `level=WARN msg="less of the feed is kept than before, for all nodes; what is older goes" `+c.want, c.limits)
		}
	}
}
