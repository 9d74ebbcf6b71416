package framing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/framing"
)

func TestTypes(t *testing.T) {
	types := &framing.NewTable(limit).Types
	for i, c := range []struct {
		name string
		slot int
	}{{"", 0}, {"message", 0}, {"a", 1}, {"a", 1}, {"b", 2}, {"a", 1}, {"", 0}, {"a", 1}, {"message", 0}, {"A", 3}, {"é", 4}} {
		if got := types.Slot([]byte(c.name)); got != c.slot {
			t.Errorf("%d: %q is in slot %d, want %d", i, c.name, got, c.slot)
		}
	}
	if got := string(types.Joined()); got != "message\na\nb\nA\né\n" || types.Count() != 5 || types.Epoch() != 0 {
		t.Errorf("%q, %d names, epoch %d", got, types.Count(), types.Epoch())
	}
}

// TestTypesDoNotAlias: the bytes of a name belong to the caller.
func TestTypesDoNotAlias(t *testing.T) {
	types := &framing.NewTable(limit).Types
	name := []byte("a")
	types.Slot(name)
	name[0] = 'b'
	if got := types.Slot(name); got != 2 {
		t.Errorf("b is in slot %d", got)
	}
	if got := types.Slot([]byte("a")); got != 1 {
		t.Errorf("a is in slot %d", got)
	}
}

// TestTypesStartAnew: slots hold for a whole batch; a list that is full by number or
// by bytes starts anew between batches, with another epoch.
func TestTypesStartAnew(t *testing.T) {
	for _, c := range []struct {
		by     string
		number int
		prefix string
	}{{"number", 1000, ""}, {"bytes", 3, strings.Repeat("x", 30<<10)}} {
		t.Run(c.by, func(t *testing.T) {
			types := &framing.NewTable(limit).Types
			last := []byte(c.prefix + fmt.Sprint(c.number-1))
			for i := range c.number {
				if got := types.Slot([]byte(c.prefix + fmt.Sprint(i))); got != i+1 {
					t.Fatalf("name %d is in slot %d", i, got)
				}
			}
			if types.Epoch() != 0 {
				t.Error("slots became void within a batch")
			}
			types.Trim()
			if got := string(types.Joined()); got != "message\n" || types.Epoch() != 1 || types.Count() != 1 {
				t.Errorf("%.40q, epoch %d, %d names", got, types.Epoch(), types.Count())
			}
			if got := types.Slot(last); got != 1 {
				t.Errorf("the name used last is in slot %d of the new list", got)
			}
			if types.Trim(); types.Epoch() != 1 || types.Slot(last) != 1 {
				t.Error("a short list started anew")
			}
		})
	}
}

// ids are the slots of a batch, as JavaScript reads them.
func ids(table *framing.Table) string {
	return strings.ReplaceAll(string(table.IDs.Joined()), "\n", "|")
}

func TestIDs(t *testing.T) {
	table := framing.NewTable(limit)
	aux := func() int32 {
		table.Add(framing.Data, 0, 0)
		return table.Rows[len(table.Rows)-1].Aux
	}
	if ids(table) != "" || len(table.IDs.Current()) != 0 || aux() != 0 {
		t.Errorf("at first: %q", ids(table))
	}
	for _, step := range []struct {
		id, joined string
		slot       int32
	}{{"", "", 0}, {"5", "|5|", 1}, {"5", "|5|", 1}, {"é", "|5|é|", 2}, {"", "|5|é||", 3}, {"6", "|5|é||6|", 4}} {
		table.IDs.Set([]byte(step.id))
		if got := ids(table); got != step.joined || aux() != step.slot || string(table.IDs.Current()) != step.id {
			t.Errorf("set %q: %q, current %q; want %q", step.id, got, table.IDs.Current(), step.joined)
		}
	}
	if table.IDs.At(5) != nil || string(table.IDs.At(2)) != "é" {
		t.Error("slots do not hold what was set")
	}
	for _, step := range []struct{ id, joined string }{{"6", "6|"}, {"7", "6|7|"}, {"", "7||"}, {"", "|"}, {"8", "|8|"}} {
		table.Reset()
		if aux() != 0 {
			t.Error("a batch begins with another slot than 0")
		}
		table.IDs.Set([]byte(step.id))
		if got := ids(table); got != step.joined {
			t.Errorf("next batch, set %q: %q, want %q", step.id, got, step.joined)
		}
	}
}
