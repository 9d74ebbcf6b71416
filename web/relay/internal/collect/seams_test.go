package collect

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/web/relay/internal/record"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

func TestSeams(t *testing.T) {
	opened, mark := record.Record{Kind: record.Opened}, record.Record{Kind: record.Mark, Cursor: "m"}
	plain := func(text string) record.Record { return record.Record{Data: []byte(text)} }
	at := func(cursor string) record.Record { return record.Record{Cursor: cursor, Data: []byte(cursor)} }
	begun := store.Position{HasBegun: true}
	for name, c := range map[string]struct {
		before   store.Position
		noResume bool
		taken    [][]record.Record
		want     string
	}{
		"the first connection of all":     {store.Position{}, true, [][]record.Record{{opened, plain("a")}, {plain("b")}}, "a b"},
		"none before a record":            {store.Position{}, false, [][]record.Record{{opened, opened, plain("a")}}, "a"},
		"another connection":              {store.Position{}, false, [][]record.Record{{opened, plain("a"), opened, plain("b"), plain("c")}}, "a gap() b c"},
		"in pieces":                       {store.Position{}, false, [][]record.Record{{opened, plain("a")}, {opened}, {opened}, {plain("b")}}, "a gap() b"},
		"one that gives nothing":          {store.Position{}, false, [][]record.Record{{opened, plain("a"), opened}}, "a"},
		"a cursor that goes back":         {store.Position{}, false, [][]record.Record{{opened, at("1"), opened, at("2")}}, "1 2"},
		"a cursor that does not":          {store.Position{}, true, [][]record.Record{{opened, at("1"), opened, at("2")}}, "1 gap(1) 2"},
		"a mark":                          {store.Position{}, false, [][]record.Record{{opened, plain("a"), mark, opened, plain("b")}}, "a b"},
		"another term":                    {begun, false, [][]record.Record{{opened, plain("a")}}, "gap() a"},
		"another term, behind a cursor":   {store.Position{HasBegun: true, Cursor: "7"}, true, [][]record.Record{{opened, at("9")}}, "gap(7) 9"},
		"another term, which goes back":   {store.Position{HasBegun: true, Cursor: "7"}, false, [][]record.Record{{opened, at("8")}}, "8"},
		"two connections of another term": {begun, false, [][]record.Record{{opened, opened, plain("a"), opened, plain("b")}}, "gap() a gap() b"},
		"all that was kept is gone":       {store.Position{HasBegun: true, IsLost: true}, false, [][]record.Record{{opened, plain("a")}}, "gap() a"},
	} {
		s := newSeams(c.before, c.noResume)
		var got []string
		for _, some := range c.taken {
			for _, r := range s.withGaps(some) {
				switch {
				case r.Kind == record.Gap:
					got = append(got, fmt.Sprintf("gap(%s)", r.Cursor))
				case r.Kind.IsRecord():
					got = append(got, string(r.Data))
				}
			}
		}
		assert.Equal(t, c.want, strings.Join(got, " "), name)
	}
}

// Who asks for an answer again by POST has it made again.
func TestFeedThatIsOverIsNotAskedForAgain(t *testing.T) {
	asked := make(chan bool, 2)
	up := func(_ context.Context, _ string, deliver Deliver) error {
		asked <- true
		_ = deliver(record.Record{Data: []byte("a")})
		return fmt.Errorf("as it says: %w", ErrOver)
	}
	c, told, stop := start(t, alone(t), up, nil)
	eventually(t, told, func(a *account) bool { return a.stored == 1 })
	assert.Never(t, func() bool { return len(asked) > 1 }, 200*time.Millisecond, 10*time.Millisecond)
	stop()
	assert.Equal(t, []string{"a"}, texts(t, c.Feed))
	assert.Zero(t, told.failed)
}
