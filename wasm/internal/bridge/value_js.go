//go:build js && wasm

package bridge

import (
	"time"

	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/retry"
	"github.com/hack-pad/safejs"
)

// object is a JavaScript object under construction. Functions in it become
// js.Funcs that live as long as the program.
type object map[string]any

func (o object) value() map[string]any {
	for name, v := range o {
		if f, ok := v.(func([]safejs.Value) any); ok {
			o[name] = function(f).Value()
		}
	}
	return o
}

// function is f as a function of JavaScript, which lives as long as the engine.
func function(f func([]safejs.Value) any) safejs.Func {
	wrapped, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any { return f(args) })
	if err != nil {
		panic(err)
	}
	return wrapped
}

// callback is a function that gives nothing back.
func callback(f func([]safejs.Value)) safejs.Func {
	return function(func(args []safejs.Value) any {
		f(args)
		return nil
	})
}

// bound is a function of JavaScript with its object and its first arguments given.
func bound(f safejs.Value, args ...any) safejs.Value {
	g, _ := f.Call("bind", args...)
	return g
}

// failureObject is a failure as the shell reads it to make a FeedError.
func failureObject(f *feed.Failure) map[string]any {
	o := map[string]any{"type": f.Type, "message": f.Message, "attempt": f.Attempt, "final": f.Final}
	if f.Status != 0 {
		o["status"] = f.Status
	}
	if f.Body != "" {
		o["body"] = f.Body
	}
	if f.Code != "" {
		o["code"] = f.Code
	}
	if !f.Final {
		o["retryInMs"] = f.RetryIn.Milliseconds()
	}
	return o
}

// kindOf is the type of a value. Go has none for a BigInt, and panics: it is taken for a
// Symbol, which nothing here takes either.
func kindOf(v safejs.Value) (kind safejs.Type) {
	defer func() {
		if recover() != nil {
			kind = safejs.TypeSymbol
		}
	}()
	return v.Type()
}

// Asking a value for what it is not makes safejs recover from a panic and collect a
// stack trace. An option left out is the usual case, and thirty of them were half of what
// it took to open a feed: so what follows looks at the type first.

// get is a property, undefined where there is none.
func get(v safejs.Value, name string) safejs.Value {
	if kind := kindOf(v); kind != safejs.TypeObject && kind != safejs.TypeFunction {
		return safejs.Undefined()
	}
	p, err := v.Get(name)
	if err != nil {
		return safejs.Undefined()
	}
	return p
}

// number is a number's integer part, 0 for anything else.
func number(v safejs.Value) int { return int(float(v)) }

// float is a number, 0 for anything else.
func float(v safejs.Value) float64 {
	if kindOf(v) != safejs.TypeNumber {
		return 0
	}
	f, err := v.Float()
	if err != nil {
		return 0
	}
	return f
}

// milliseconds is a number as a duration, 0 for one below that and for NaN.
func milliseconds(v safejs.Value) time.Duration {
	ms := float(v)
	if !(ms > 0) {
		return 0
	}
	return time.Duration(min(ms, float64(retry.MaxDelay/time.Millisecond)) * float64(time.Millisecond))
}

// text is a string, "" for anything else.
func text(v safejs.Value) string {
	if kindOf(v) != safejs.TypeString {
		return ""
	}
	s, err := v.String()
	if err != nil {
		return ""
	}
	return s
}

// said is a value in words.
func said(v safejs.Value) string {
	words, _ := get(page, "String").Invoke(v)
	return text(words)
}

// literal is a string, or a number or truth value as JSON has it.
func literal(v safejs.Value) (s string, ok bool) {
	switch kindOf(v) {
	case safejs.TypeString, safejs.TypeNumber, safejs.TypeBoolean:
		written, err := get(page, "String").Invoke(v)
		return text(written), err == nil
	}
	return "", false
}

func truth(v safejs.Value) bool {
	b, err := v.Truthy()
	return err == nil && b
}

func isObject(v safejs.Value) bool { return kindOf(v) == safejs.TypeObject }

func isFalse(v safejs.Value) bool { return kindOf(v) == safejs.TypeBoolean && !truth(v) }

// pointer is a JSON pointer, nil where there is none. The shell has checked it.
func pointer(v safejs.Value) *jsonptr.Pointer {
	if kindOf(v) != safejs.TypeString {
		return nil
	}
	p, err := jsonptr.Parse(text(v))
	if err != nil {
		return nil
	}
	return &p
}

// pointers is one JSON pointer or an array of them.
func pointers(v safejs.Value) (list []jsonptr.Pointer) {
	for _, element := range append(elements(v), v) {
		if p := pointer(element); p != nil {
			list = append(list, *p)
		}
	}
	return list
}

// elements are those of an array; anything else has none.
func elements(v safejs.Value) (list []safejs.Value) {
	if !isObject(v) {
		return nil
	}
	for i := range number(get(v, "length")) {
		if element, err := v.Index(i); err == nil {
			list = append(list, element)
		}
	}
	return list
}

// construct makes an object of one of the page's classes.
func construct(class string, args ...any) safejs.Value {
	v, err := get(page, class).New(args...)
	if err != nil {
		panic(err)
	}
	return v
}

// latin1 is s with one character for each of its UTF-8 bytes. A header value is a
// byte string: "日" itself makes Headers.set throw, its bytes pass as they are
// (WHATWG HTML section 9.2.2 sends the last event ID "encoded as UTF-8").
func latin1(s string) string {
	bytes := make([]rune, len(s))
	for i := range len(s) {
		bytes[i] = rune(s[i])
	}
	return string(bytes)
}
