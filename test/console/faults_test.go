package console

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/web/feeds"
)

// faults are the words on the buttons of a card, by the server's name of what they ask for.
var faults = map[string]string{
	"cut": "Cut the line", "silence": "Silence", "503": "503", "malformed": "Malformed", "slow": "Slow",
	"burst": "Burst ×3", "expiry": "Expire the token",
}

// ledger is what a card counts by the server's log.
type ledger struct{ Lost, Twice, Made int }

const ledgerOf = `((id) => { const n = (name) => Number($("[data-ledger=" + name + "]", card(id)).textContent.replaceAll(",", ""));
	return { Lost: n("lost"), Twice: n("twice"), Made: n("made") }; })`

func (c *console) ledger(id string) ledger {
	return ask[ledger](c, ledgerOf+`("`+id+`")`)
}

// counts waits until the server's log has grown by some records that have all been counted.
func (c *console) counts(id string, more int) ledger {
	c.T.Helper()
	c.until(ledgerOf + `("` + id + `").Made >= ` + number(c.ledger(id).Made+more))
	return c.ledger(id)
}

func (c *console) log(id string) []string { return ask[[]string](c, `log(card("`+id+`"))`) }

// Every fault is asked for, told and gone through, and nothing is lost by it or comes twice. In a round all feeds
// are struck at once, each by a fault of its own; kind is the type of the error that it tells, if it tells one.
func TestFaultsLoseNothing(t *testing.T) {
	c := open(t)
	for _, round := range [][]struct{ feed, fault, kind string }{
		{{"gitter", "cut", "network"}, {"ably", "silence", "stall"}, {"espresso", "503", "status"}, {"twitter", "slow", ""}},
		{{"gitter", "malformed", ""}, {"ably", "expiry", "server"}, {"espresso", "burst", ""}, {"twitter", "expiry", "status"}},
	} {
		for _, one := range round {
			c.strike(one.feed, one.fault)
		}
		for _, one := range round {
			if one.kind != "" {
				c.until(`log(card("` + one.feed + `")).some((line) => line.startsWith("error ` + one.kind + `"))`)
			}
			c.until(`state(card("` + one.feed + `")) === "OPEN"`)
			got := c.counts(one.feed, 5)
			assert.Zero(t, got.Lost, "%s of %s: %v", one.fault, one.feed, c.log(one.feed))
			assert.Zero(t, got.Twice, "%s of %s: %v", one.fault, one.feed, c.log(one.feed))
		}
	}
	assert.Equal(t, 1, c.count("gitter", "malformed"))
}

// strike presses a button of an open feed by the keyboard, since a mouse may miss what records that come push on, and waits until
// the card tells of it.
func (c *console) strike(feed, fault string) {
	c.T.Helper()
	c.until(`state(card("` + feed + `")) === "OPEN" && count(card("` + feed + `"), "records") >= 1`)
	c.pressOn(`#`+feed+` [data-do="`+fault+`"]`, "\r")
	c.until(`log(card("` + feed + `")).some((line) => line.startsWith("fault ` + faults[fault] + `"))`)
}

func TestFaultsHaveButtonsWithWords(t *testing.T) {
	c := open(t)
	words := func(names ...string) (list []string) {
		for _, name := range names {
			list = append(list, faults[name])
		}
		return list
	}
	for feed, want := range map[string][]string{
		"gitter":   words("cut", "silence", "503", "malformed", "slow", "burst", "expiry"),
		"espresso": words("cut", "silence", "503", "malformed", "slow", "burst"), // without a token
		"left":     words("cut"),
	} {
		assert.Equal(t, want, ask[[]string](c, `all(".faults button", card("`+feed+`")).map((e) => e.textContent)`), feed)
	}
	assert.Equal(t, "Faults of Gitter", ask[string](c, `$("#gitter .faults").ariaLabel`))
	c.click("#gitter [data-do=close]")
	c.until(`all("#gitter .faults button").every((e) => e.ariaDisabled === "true")`)
}

// What a card has counted is what the server's log has, and what it says that is not in there; also when the feed was closed
// and gone on with.
func TestRecordsAndTheLogExplainEachOther(t *testing.T) {
	c := open(t)
	for _, name := range names {
		c.counts(name, 2)
	}
	before := c.count("espresso", "records")
	c.click("#espresso [data-do=close]")
	c.until(`state(card("espresso")) === "CLOSED"`)
	c.click("#espresso [data-do=connect]")
	c.counts("espresso", 2)
	assert.Greater(t, c.count("espresso", "records"), before)
	for _, name := range names {
		c.until(`(() => {
			const { Lost, Twice, Made } = ` + ledgerOf + `("` + name + `");
			const rest = Number($("[data-ledger=rest]", card("` + name + `")).textContent);
			return count(card("` + name + `"), "records") === Made - Lost + Twice + rest;
		})()`)
	}
}

// A server that is started anew has another log: what was counted stays, and the figures explain each other as before.
func TestTheLedgerOutlivesARestart(t *testing.T) {
	c := open(t)
	before := map[string]ledger{}
	for _, name := range names {
		before[name] = c.counts(name, 3)
	}
	c.restart()
	for _, name := range names {
		c.until(`$("[data-ledger=anew]", card("` + name + `")).textContent === ", which began anew"`)
		c.until(`state(card("` + name + `")) === "OPEN"`)
		got := c.counts(name, 5)
		assert.GreaterOrEqual(t, got.Made, before[name].Made+5, name)
		assert.Zero(t, got.Lost, "%s: %v", name, c.log(name))
		assert.Zero(t, got.Twice, "%s: %v", name, c.log(name))
		c.until(`(() => {
			const { Lost, Twice, Made } = ` + ledgerOf + `("` + name + `");
			const rest = Number($("[data-ledger=rest]", card("` + name + `")).textContent);
			return count(card("` + name + `"), "records") === Made - Lost + Twice + rest && rest < Made;
		})()`)
	}
	ask[any](c, `location.reload()`)
	c.until(`cards().length === 4 && cards().every((card) => state(card) === "OPEN")`)
	for _, name := range names {
		assert.Equal(t, ledger{Made: c.counts(name, 2).Made}, c.ledger(name))
		assert.Empty(t, ask[string](c, `$("[data-ledger=anew]", card("`+name+`")).textContent`))
	}
}

// What is lost, and what comes twice, is counted: here on a feed that drops no repeats.
func TestTheLedgerCountsWhatIsWrong(t *testing.T) {
	c := open(t)
	assert.Equal(t, ledger{0, 0, c.counts("espresso", 2).Made}, c.ledger("espresso"))
	strike := func(fault feeds.Fault) {
		n, err := c.feeds.Strike("espresso", fault)
		require.NoError(t, err)
		require.Equal(t, 1, n)
	}
	strike(feeds.FaultRepeat)
	c.until(ledgerOf + `("espresso").Twice === 1`)
	assert.Zero(t, c.ledger("espresso").Lost)
	strike(feeds.FaultDrop)
	c.until(ledgerOf + `("espresso").Lost === 1`)
	strike(feeds.FaultRepeat)
	c.until(ledgerOf + `("espresso").Twice === 2`)
	assert.Equal(t, 1, c.counts("espresso", 4).Lost)
	assert.Equal(t, []string{"lost", "twice"}, ask[[]string](c, `all("#espresso .ledger .some").map((e) => e.dataset.ledger)`))
}
