//go:build js && wasm

package bridge

import (
	"github.com/feedsource/feedsource/wasm/internal/feed"
	"github.com/feedsource/feedsource/wasm/internal/preset"
	"github.com/hack-pad/safejs"
)

// presets is preset.JSON as an object, once a feed has asked for one.
var presets safejs.Value

// withPreset is init with what its preset says where it says nothing itself. Where both
// have an object its members are told apart in the same way, so that a page can ask for
// resume.persist and keep the rest. flaw tells that there is no such preset.
func withPreset(init safejs.Value) (whole safejs.Value, flaw string) {
	name := text(get(init, "preset"))
	if name == "" {
		return init, ""
	}
	if presets.IsUndefined() {
		parsed, err := get(page, "JSON").Call("parse", preset.JSON())
		if err != nil {
			panic(err)
		}
		presets = parsed
	}
	options := get(get(presets, name), "options")
	if options.IsUndefined() {
		return init, feed.NoPreset(name)
	}
	return merge(options, init, true), ""
}

// merge is a new object with the members of both, and of those of a name the one of over.
func merge(under, over safejs.Value, deep bool) safejs.Value {
	merged := construct("Object")
	for _, from := range []safejs.Value{under, over} {
		for _, key := range keys(from) {
			value := get(from, key)
			if below := get(merged, key); deep && isPlain(below) && isPlain(value) {
				value = merge(below, value, false)
			}
			if !value.IsUndefined() {
				_ = merged.Set(key, value)
			}
		}
	}
	return merged
}

func keys(v safejs.Value) (list []string) {
	names, err := get(page, "Object").Call("keys", v)
	if err != nil {
		return nil
	}
	for _, name := range elements(names) {
		list = append(list, text(name))
	}
	return list
}

// isPlain tells objects from arrays and the rest.
func isPlain(v safejs.Value) bool {
	return isObject(v) && get(v, "length").IsUndefined()
}
