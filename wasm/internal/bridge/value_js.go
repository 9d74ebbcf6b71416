//go:build js && wasm

package bridge

import (
	"errors"
	"syscall/js"

	"github.com/hack-pad/safejs"
)

// The values here are the host's own objects. That one of them is not what it is known to be
// is a mistake of the project's, and the guard's to tell.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// get is a property.
func get(v safejs.Value, name string) safejs.Value { return must(v.Get(name)) }

// array is texts as an array of JavaScript.
func array(texts []string) []any {
	list := make([]any, len(texts))
	for i, s := range texts {
		list[i] = s
	}
	return list
}

// construct makes an object of one of the host's classes.
func construct(class string, args ...any) safejs.Value { return must(get(global, class).New(args...)) }

// function is f as a function of JavaScript, which lives as long as the engine.
func function(f func([]safejs.Value) any) safejs.Func {
	return must(safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any { return f(args) }))
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
