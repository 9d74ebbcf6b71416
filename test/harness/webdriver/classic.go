package webdriver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// classic is a session of W3C WebDriver (Recommendation, section 8). A session has one window that
// commands go to, and takes one command at a time.
type classic struct {
	url   string // of the session
	first string // the window that it began with, which stays: without a window there is no session

	mu     sync.Mutex
	window string // that commands go to
	last   int    // evaluation
}

// command sends a command of the session. Its answer is the member value of a JSON text.
func (c *classic) command(method, path string, params, result any) error {
	return command(method, c.url+path, params, result)
}

func command(method, url string, params, result any) error {
	var body bytes.Buffer
	if method == http.MethodPost {
		if err := json.NewEncoder(&body).Encode(params); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, url, &body)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return fmt.Errorf("%s %s: %w", method, url, err)
	}
	if response.StatusCode != http.StatusOK {
		var failure struct{ Error, Message string }
		_ = json.Unmarshal(answer.Value, &failure)
		return fmt.Errorf("%s: %s", failure.Error, failure.Message)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, result)
}

// switchTo has commands go to a window.
func (c *classic) switchTo(window string) error {
	if c.window == window {
		return nil
	}
	c.window = window
	return c.command(http.MethodPost, "/window", map[string]any{"handle": window}, nil)
}

type classicWindow struct {
	*classic
	handle string
	heard  func(text string)
}

func (c *classic) Open(heard func(text string)) (Window, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var made struct{ Handle string }
	if err := c.command(http.MethodPost, "/window/new", map[string]any{"type": "window"}, &made); err != nil {
		return nil, err
	}
	return &classicWindow{c, made.Handle, heard}, nil
}

func (w *classicWindow) Navigate(_ context.Context, url string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.switchTo(w.handle); err != nil {
		return err
	}
	if err := w.command(http.MethodPost, "/url", map[string]any{"url": url}, nil); err != nil {
		return err
	}
	return w.execute(listen, nil)
}

// listen has a page keep what it should not say, if it does not yet: W3C WebDriver has no console. What
// a page said while it loaded is not heard.
const listen = `
if (!globalThis.__webdriver) {
  const said = [];
  const { error } = console;
  console.error = (...words) => {
    said.push('console.error: ' + words.map(String).join(' '));
    error.apply(console, words);
  };
  // What the page has dealt with, it prevents from being told.
  const hear = (type, words) =>
    addEventListener(type, (event) => setTimeout(() => event.defaultPrevented || said.push(words(event))));
  hear('error', (event) => event.message);
  hear('unhandledrejection', (event) => 'unhandled rejection: ' + event.reason);
  globalThis.__webdriver = { settled: {}, said };
}
`

// begin has a page evaluate an expression, and keep what came of it under a number: a command that
// waited for it would hold up all others.
const begin = listen + `
const [number, source] = arguments;
const { settled } = globalThis.__webdriver;
const fail = (error) => (settled[number] = { error: String(error) });
try {
  (0, eval)(source).then((json) => (settled[number] = { json }), fail);
} catch (error) {
  fail(error);
}`

const fetchSettled = `
const kept = globalThis.__webdriver;
if (!kept) return { error: 'the page that was to evaluate it is gone' };
const settled = kept.settled[arguments[0]];
delete kept.settled[arguments[0]];
return { ...settled, said: kept.said.splice(0) };`

func (w *classicWindow) Evaluate(ctx context.Context, expression string) (json.RawMessage, error) {
	w.mu.Lock()
	w.last++
	number := w.last
	w.mu.Unlock()
	if err := w.run(begin, nil, number, Evaluation(expression)); err != nil {
		return nil, err
	}
	for wait := time.Millisecond; ; wait = min(2*wait, 20*time.Millisecond) {
		var got struct {
			JSON, Error string
			Said        []string
		}
		if err := w.run(fetchSettled, &got, number); err != nil {
			return nil, err
		}
		for _, text := range got.Said {
			w.heard(text)
		}
		switch {
		case got.Error != "":
			return nil, errors.New(got.Error)
		case got.JSON != "":
			return json.RawMessage(got.JSON), nil
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// run has the window's page run a script.
func (w *classicWindow) run(script string, result any, arguments ...any) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.switchTo(w.handle); err != nil {
		return err
	}
	return w.execute(script, result, arguments...)
}

// execute has the present window's page run a script.
func (c *classic) execute(script string, result any, arguments ...any) error {
	if arguments == nil {
		arguments = []any{}
	}
	return c.command(http.MethodPost, "/execute/sync", map[string]any{"script": script, "args": arguments}, result)
}

func (w *classicWindow) Close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.switchTo(w.handle) == nil { // it may have closed itself
		_ = w.command(http.MethodDelete, "/window", nil, nil)
	}
	_ = w.switchTo(w.first) // no window can be opened from one that is closed
}
