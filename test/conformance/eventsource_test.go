package conformance

import (
	"slices"
	"testing"

	"github.com/feedsource/feedsource/test/proof"
)

// all is the table of rules.
func all() []rule {
	return slices.Concat(
		interfaceRules(), handlerRules(), urlRules(),
		requestRules(), corsRules(), responseRules(), redirectRules(),
		stateRules(), reconnectRules(), lastEventIDRules(), closeRules(),
		lineRules(), markRules(), textRules(), commentRules(), fieldRules(),
		dataRules(), typeRules(), idRules(), retryRules(), endRules(),
		eventRules(), dispatchRules(), workerRules(),
	)
}

func TestEventSource(t *testing.T) {
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	suite := proof.New(t, "eventsource", "The EventSource standard, rule by rule",
		"What WHATWG HTML section 9.2 says of event streams, and what the web platform tests check of it, put to three classes.",
		titles...)
	s := newStage(t, suite)
	s.try(all())
	s.tryCuts()
	suite.Figure("rules, each put to three classes", float64(len(suite.Cases)), "")
}
