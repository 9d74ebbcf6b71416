package webdriver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// bidi is a session of WebDriver BiDi (W3C, "WebDriver BiDi", section 3).
type bidi struct {
	socket *websocket.Conn
	ctx    context.Context

	mu      sync.Mutex
	last    int
	answers map[int]chan answer
	heard   map[string]func(text string) // by browsing context
	lost    error
}

type answer struct {
	result json.RawMessage
	err    error
}

// message is what comes: the answer to a command, or an event.
type message struct {
	Type    string          `json:"type"`
	ID      int             `json:"id"`
	Result  json.RawMessage `json:"result"`
	Error   string          `json:"error"`
	Message string          `json:"message"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
}

// patience is how long a command may take; what a page is asked for may take as long as the test.
const patience = 30 * time.Second

func newBiDi(ctx context.Context, url string) (*bidi, error) {
	dialing, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	socket, _, err := websocket.Dial(dialing, url, nil) //nolint:bodyclose // which Dial closes
	if err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", url, err)
	}
	socket.SetReadLimit(-1)
	b := &bidi{socket: socket, ctx: ctx, answers: map[int]chan answer{}, heard: map[string]func(string){}}
	go b.listen()
	return b, nil
}

func (b *bidi) listen() {
	for {
		_, text, err := b.socket.Read(b.ctx)
		if err != nil {
			b.end(fmt.Errorf("the browser's connection ended: %w", err))
			return
		}
		var m message
		if err := json.Unmarshal(text, &m); err != nil {
			b.end(fmt.Errorf("the browser sent what is no message (%.100s): %w", text, err))
			return
		}
		switch m.Type {
		case "event":
			b.tell(m)
		case "success":
			b.settle(m.ID, answer{result: m.Result})
		case "error":
			b.settle(m.ID, answer{err: fmt.Errorf("%s: %s", m.Error, m.Message)})
		}
	}
}

func (b *bidi) settle(id int, a answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if waiting, ok := b.answers[id]; ok {
		waiting <- a
		delete(b.answers, id)
	}
}

func (b *bidi) end(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lost = err
	for id, waiting := range b.answers {
		waiting <- answer{err: err}
		delete(b.answers, id)
	}
}

// note is what Firefox itself notes of connections, of EventSource and WebSocket among others, which
// are no errors of the page.
var note = regexp.MustCompile(`^(Firefox can’t establish a connection|The connection to .* was interrupted|Cross-Origin Request Blocked|downloadable font)`)

// tell hands on what a page says: errors on its console, and exceptions.
func (b *bidi) tell(m message) {
	var entry struct {
		Type, Level, Text, Method string
		Source                    struct{ Context string }
	}
	if m.Method != "log.entryAdded" || json.Unmarshal(m.Params, &entry) != nil || entry.Level != "error" || note.MatchString(entry.Text) {
		return
	}
	if b.mu.Lock(); b.heard[entry.Source.Context] != nil {
		defer b.heard[entry.Source.Context](strings.TrimSpace(entry.Type + " " + entry.Method + " " + entry.Text))
	}
	b.mu.Unlock()
}

// send sends a command and waits for its answer, for as long as ctx lasts.
func (b *bidi) send(ctx context.Context, method string, params any, result any) error {
	waiting := make(chan answer, 1)
	b.mu.Lock()
	if b.lost != nil {
		b.mu.Unlock()
		return b.lost
	}
	b.last++
	id := b.last
	b.answers[id] = waiting
	b.mu.Unlock()
	text, err := json.Marshal(map[string]any{"id": id, "method": method, "params": params})
	if err != nil {
		return err
	}
	if err := b.socket.Write(ctx, websocket.MessageText, text); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case a := <-waiting:
		if a.err != nil || result == nil {
			return a.err
		}
		return json.Unmarshal(a.result, result)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, ctx.Err())
	}
}

// do is send for a command that takes no long time by itself.
func (b *bidi) do(method string, params any, result any) error {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return b.send(ctx, method, params, result)
}

type bidiWindow struct {
	*bidi
	context string
}

func (b *bidi) Open(heard func(text string)) (Window, error) {
	var made struct{ Context string }
	if err := b.do("browsingContext.create", map[string]any{"type": "window"}, &made); err != nil {
		return nil, err
	}
	b.mu.Lock()
	b.heard[made.Context] = heard
	b.mu.Unlock()
	return &bidiWindow{b, made.Context}, nil
}

func (w *bidiWindow) Navigate(ctx context.Context, url string) error {
	return w.send(ctx, "browsingContext.navigate", map[string]any{"context": w.context, "url": url, "wait": "complete"}, nil)
}

func (w *bidiWindow) Evaluate(ctx context.Context, expression string) (json.RawMessage, error) {
	var got struct {
		Type             string
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	err := w.send(ctx, "script.evaluate", map[string]any{
		"expression": Evaluation(expression), "target": map[string]any{"context": w.context}, "awaitPromise": true,
	}, &got)
	if err == nil && got.Type == "exception" {
		err = errors.New(got.ExceptionDetails.Text)
	}
	return json.RawMessage(got.Result.Value), err
}

func (w *bidiWindow) Close() {
	w.mu.Lock()
	delete(w.heard, w.context)
	w.mu.Unlock()
	_ = w.do("browsingContext.close", map[string]any{"context": w.context}, nil) // which may be gone
}
