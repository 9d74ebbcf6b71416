// Package webdriver drives browsers that are no Chromium: Firefox by WebDriver BiDi, which it speaks
// without a driver in between, and WebKitGTK by W3C WebDriver, which is all that it speaks.
//
// It has the few commands that the harness needs. The Go clients that there are would not do:
// tebeka/selenium has had no release since 2021 and knows no BiDi, hupe1980/gowebdriver none since
// 2023 and wants a driver for Firefox, which Debian does not have, and playwright-go brings browsers
// of its own, of which none is a Firefox or WebKit that people have.
package webdriver

import (
	"context"
	"encoding/json"
	"fmt"
)

// A Browser is one that was started for tests.
type Browser interface {
	// Version is its name and version.
	Version() string
	// Open opens a window of its own. heard is told of what the page says that it should not: errors
	// on the console and exceptions that nobody caught, as far as the browser tells.
	Open(heard func(text string)) (Window, error)
	// Close ends it.
	Close()
}

// A Window shows a page.
type Window interface {
	// Navigate goes to a URL and returns when it has loaded.
	Navigate(ctx context.Context, url string) error
	// Evaluate has an expression evaluated in the page and returns its value as JSON; of a promise
	// what it resolves to.
	Evaluate(ctx context.Context, expression string) (json.RawMessage, error)
	Close()
}

// Evaluation is the source of a promise of a text: the value of an expression as JSON, or of a promise
// what it resolves to. Protocols have values of their own, and each others.
func Evaluation(expression string) string {
	return fmt.Sprintf("Promise.resolve(%s).then((value) => JSON.stringify(value) ?? 'null')", expression)
}
