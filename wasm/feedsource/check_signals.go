//go:build !js

package feedsource

import (
	"fmt"
	"slices"
)

func checkSignals(rules []Signal) error {
	for i, rule := range rules {
		name := fmt.Sprintf("Signals[%d]", i)
		switch {
		case rule.Then == "":
			return needs(name, "Then")
		case rule.Range != nil && rule.Range[0] > rule.Range[1]:
			return cannotBe(name+".Range", fmt.Sprint(*rule.Range), "two numbers, the lower one first")
		case rule.Range != nil && len(rule.Is) > 0:
			return refused(name, "has one of Is and Range")
		}
		at := []string{rule.At}
		if rule.And != nil {
			at = append(at, rule.And.At)
		}
		err := first(
			oneOfThese(name+".Then", rule.Then, SignalEnd, SignalLast, SignalRefresh, SignalRotate, SignalRetry, SignalStop, SignalGap, SignalWarning, SignalKeepalive, SignalBookmark, SignalReady),
			members(name+".At", at...), checkClose(name, rule),
		)
		if err != nil {
			return err
		}
	}
	return nil
}

func checkClose(name string, rule Signal) error {
	codes := rule.Close
	switch {
	case codes == nil:
		return nil
	case codes[0] < 1000 || codes[1] > 4999 || codes[0] > codes[1]:
		return cannotBe(name+".Close", fmt.Sprint(*codes), "two close codes from 1000 to 4999, the lower one first")
	case rule.Type+rule.At != "" || rule.Is != nil || rule.Range != nil || rule.And != nil || rule.Deliver != nil || rule.Reply != nil:
		return refused(name+".Close", "goes with Then and Says alone")
	case slices.Contains([]SignalWord{SignalKeepalive, SignalBookmark, SignalReady, SignalWarning, SignalLast}, rule.Then):
		return cannotBe(name+".Then", string(rule.Then), "end, refresh, rotate, retry, stop or gap for a close code")
	}
	return nil
}
