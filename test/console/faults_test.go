package console

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// faults are the words on the buttons of a card, by the server's name of what they ask for.
var faults = map[string]string{
	"cut": "Cut the line", "silence": "Silence", "503": "503", "malformed": "Malformed", "slow": "Slow",
	"burst": "Burst ×3", "expiry": "Expire the token",
}

// Every fault is asked for, told and gone through. In a round all feeds
// are struck at once, each by a fault of its own; kind is the type of the error that it tells, if it tells one.
func TestFaultsAreToldAndGoneThrough(t *testing.T) {
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
			c.until(`count(card("` + one.feed + `"), "records") >= ` + number(c.count(one.feed, "records")+5))
		}
	}
	assert.Equal(t, 1, c.count("gitter", "malformed"))
}

// strike presses a button of an open feed, and waits until the card tells of it.
func (c *console) strike(feed, fault string) {
	c.T.Helper()
	c.until(`state(card("` + feed + `")) === "OPEN" && count(card("` + feed + `"), "records") >= 1`)
	c.click(`#` + feed + ` [data-do="` + fault + `"]`)
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
