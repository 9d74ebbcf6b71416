package main

// judgeEverywhere holds FeedSource's first record to the best of the others, in each browser.
func judgeEverywhere(groups []Group) (list []Judgement) {
	for _, g := range groups {
		if g.Dimension != firstRecord {
			continue
		}
		best := bestOfOthers(g)
		for _, name := range []string{ownInPage.Name, inWorker} {
			j := Judgement{Name: g.Title + ", " + name, Against: "best of the others, " + best.Name, Limit: atMost(plainSSE.most, "×"), Verdict: notMeasured}
			if ours, ran := find(g, name); ran && best.Median > 0 {
				j.Measured = ours.Median / best.Median
				if j.Verdict = "missed"; j.Limit.met(j.Measured) {
					j.Verdict = "met"
				}
			}
			list = append(list, j)
		}
	}
	return list
}
