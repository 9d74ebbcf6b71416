package hooks

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/test/harness"
)

// An app is a page with the component of one framework.
type app struct{ *harness.Page }

func open(t *testing.T, url string) *app {
	t.Helper()
	a := &app{harness.Open(t, url)}
	harness.Await[bool](a.Page, `for (let n = 0; !globalThis.app; n++) {
		if (n === 500) throw new Error("the app has not started");
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return true;`)
	return a
}

// show mounts the component, or gives it other properties; an empty url is null.
func (a *app) show(url, token string) {
	a.T.Helper()
	harness.Await[bool](a.Page, fmt.Sprintf(`app.show({ url: %s || null, token: %s }); return true;`, harness.JS(url), harness.JS(token)))
}

func (a *app) hide() {
	a.T.Helper()
	harness.Await[bool](a.Page, `app.hide(); return true;`)
}

func (a *app) click(id string) {
	a.T.Helper()
	harness.Await[bool](a.Page, fmt.Sprintf(`document.getElementById(%s).click(); return true;`, harness.JS(id)))
}

func (a *app) text(id string) string {
	a.T.Helper()
	return harness.Await[string](a.Page, fmt.Sprintf(`return document.getElementById(%s)?.textContent ?? "";`, harness.JS(id)))
}

// records are the texts of the records that are shown.
func (a *app) records() string {
	a.T.Helper()
	return harness.Await[string](a.Page, `return [...document.querySelectorAll("li")].map((item) => item.textContent).join("\n");`)
}

func (a *app) renders() int {
	a.T.Helper()
	return harness.Await[int](a.Page, `return renders;`)
}

// wait waits until an element has a text.
func (a *app) wait(id, text string) {
	a.T.Helper()
	a.waitUntil(fmt.Sprintf("%s %q", id, text), func() bool { return a.text(id) == text })
}

// waitRecords waits until so many records are shown.
func (a *app) waitRecords(count int) {
	a.T.Helper()
	a.waitUntil(fmt.Sprintf("%d records", count), func() bool {
		return harness.Await[int](a.Page, `return document.querySelectorAll("li").length;`) == count
	})
}

func (a *app) waitUntil(what string, holds func() bool) {
	a.T.Helper()
	if !assert.Eventually(a.T, holds, 20*time.Second, 20*time.Millisecond, what) {
		a.T.Fatalf("what is shown: %s", harness.Await[string](a.Page, `return document.getElementById("app").textContent;`))
	}
}
