//go:build js && wasm

package bridge

import (
	"errors"
	"syscall/js"

	"github.com/hack-pad/safejs"
)

// Asking a value for what it is not makes safejs recover from a panic and collect a
// stack trace. An option left out is the usual case, and thirty of them were half of what
// it took to open a feed: so what follows looks at the type first.

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

func isObject(v safejs.Value) bool { return kindOf(v) == safejs.TypeObject }

func isFunction(v safejs.Value) bool { return kindOf(v) == safejs.TypeFunction }

// get is a property, undefined where there is none.
func get(v safejs.Value, name string) safejs.Value {
	if !isObject(v) && !isFunction(v) {
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

// words is any value in words, as String has it.
func words(v safejs.Value) string {
	s, err := get(global, "String").Invoke(v)
	if err != nil {
		return "a value that has no words" // an object without a prototype, for one
	}
	return text(s)
}

func truth(v safejs.Value) bool {
	b, err := v.Truthy()
	return err == nil && b
}

func isFalse(v safejs.Value) bool { return kindOf(v) == safejs.TypeBoolean && !truth(v) }

// given reads a value that is there; nil if it is not.
func given[T any](v safejs.Value, read func(safejs.Value) T) *T {
	if v.IsUndefined() {
		return nil
	}
	value := read(v)
	return &value
}

// each reads the elements of an array; anything else has none.
func each[T any](array safejs.Value, read func(safejs.Value) T) []T {
	if !isObject(array) {
		return nil
	}
	var list []T
	for i := range number(get(array, "length")) {
		if element, err := array.Index(i); err == nil {
			list = append(list, read(element))
		}
	}
	return list
}

// array is texts as an array of JavaScript.
func array(texts []string) []any {
	list := make([]any, len(texts))
	for i, s := range texts {
		list[i] = s
	}
	return list
}

// construct makes an object of one of the host's classes.
func construct(class string, args ...any) safejs.Value {
	v, err := get(global, class).New(args...)
	if err != nil {
		panic(err)
	}
	return v
}

// function is f as a function of JavaScript, which lives as long as the engine.
func function(f func([]safejs.Value) any) safejs.Func {
	wrapped, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any { return f(args) })
	if err != nil {
		panic(err)
	}
	return wrapped
}

// thrown is the value that a call into JavaScript threw. errors.As would find it too, for
// 10 KB gzip of reflection.
func thrown(err error) safejs.Value {
	for ; err != nil; err = errors.Unwrap(err) {
		if exception, ok := err.(js.Error); ok {
			return safejs.Safe(exception.Value)
		}
	}
	return safejs.Undefined()
}
