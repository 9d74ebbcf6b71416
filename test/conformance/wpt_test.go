package conformance

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// wpt are the files of the folder eventsource/ of the web platform tests, without their
// endings. Many are run in pages and in workers.
var wpt = []string{
	"event-data",
	"eventsource-bfcache",
	"eventsource-close",
	"eventsource-constructor-document-domain",
	"eventsource-constructor-empty-url",
	"eventsource-constructor-no-new",
	"eventsource-constructor-non-same-origin",
	"eventsource-constructor-stringify",
	"eventsource-constructor-url-bogus",
	"eventsource-constructor-url-multi-window",
	"eventsource-cross-origin",
	"eventsource-cross-origin-preflight",
	"eventsource-eventtarget",
	"eventsource-from-readable-stream-fetch",
	"eventsource-from-readable-stream",
	"eventsource-onmessage-realm",
	"eventsource-onmessage-trusted",
	"eventsource-onmessage",
	"eventsource-onopen",
	"eventsource-prototype",
	"eventsource-readyState",
	"eventsource-reconnect",
	"eventsource-request-cancellation",
	"eventsource-url",
	"format-bom-2",
	"format-bom",
	"format-comments",
	"format-data-before-final-empty-line",
	"format-field-data",
	"format-field-event-empty",
	"format-field-event",
	"format-field-id-2",
	"format-field-id-3",
	"format-field-id-null",
	"format-field-id",
	"format-field-parsing",
	"format-field-retry-bogus",
	"format-field-retry-empty",
	"format-field-retry",
	"format-field-unknown",
	"format-leading-space",
	"format-mime-bogus",
	"format-mime-trailing-semicolon",
	"format-mime-valid-bogus",
	"format-newlines",
	"format-null-character",
	"format-utf-8",
	"interfaces",
	"request-accept",
	"request-cache-control",
	"request-credentials",
	"request-redirect",
	"request-status-error",
	"dedicated-worker/eventsource-close",
	"dedicated-worker/eventsource-constructor-non-same-origin",
	"dedicated-worker/eventsource-constructor-url-bogus",
	"dedicated-worker/eventsource-eventtarget",
	"dedicated-worker/eventsource-onmesage",
	"dedicated-worker/eventsource-onopen",
	"dedicated-worker/eventsource-prototype",
	"dedicated-worker/eventsource-url",
	"shared-worker/eventsource-close",
	"shared-worker/eventsource-constructor-non-same-origin",
	"shared-worker/eventsource-constructor-url-bogus",
	"shared-worker/eventsource-eventtarget",
	"shared-worker/eventsource-onmesage",
	"shared-worker/eventsource-onopen",
	"shared-worker/eventsource-prototype",
	"shared-worker/eventsource-url",
}

// TestEveryFileOfTheWebPlatformTestsIsTried: each is the source of a rule, or left out for
// a reason; and no rule names another.
func TestEveryFileOfTheWebPlatformTestsIsTried(t *testing.T) {
	var named []string
	for _, r := range all() {
		if r.wpt != "" {
			named = append(named, r.wpt)
		}
	}
	for _, name := range named {
		assert.True(t, slices.Contains(wpt, name), "%s is no file of theirs", name)
	}
	for _, x := range excluded {
		named = append(named, x.what)
	}
	for _, name := range wpt {
		assert.True(t, slices.Contains(named, name), "%s is neither tried nor left out", name)
	}
}

// TestNoRuleIsThereTwice: a second one would stand in the place of the first.
func TestNoRuleIsThereTwice(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range all() {
		name := r.Group + "/" + r.Name
		assert.False(t, seen[name], name)
		seen[name] = true
	}
}
