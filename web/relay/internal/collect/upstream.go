package collect

import (
	"context"
	"errors"

	"github.com/feedsource/feedsource/web/relay/internal/record"
)

// An Upstream reads a feed from behind a cursor ("" is from where the feed begins by itself) until ctx is done or
// the feed is over. It gives the records to deliver, one by one, which holds it back while there is no room.
// It returns when nothing of its connection is left, and says why.
type Upstream func(ctx context.Context, cursor string, deliver Deliver) error

// Deliver takes a record. Its error is that there will be no room any more.
type Deliver func(record.Record) error

// ErrOver is that a feed has come to an end at which it must not be asked for again: to ask would have something done again.
var ErrOver = errors.New("the feed is over")
