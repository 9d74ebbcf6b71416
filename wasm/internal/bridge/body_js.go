//go:build js && wasm

package bridge

import (
	"strings"

	"github.com/hack-pad/safejs"
)

// setInBody puts a cursor into the body of a request: as a member of a JSON text, or as
// a field of a form. The page's own object is not changed.
func setInBody(init safejs.Value, name, value string) error {
	body := get(init, "body")
	if t := text(body); strings.HasPrefix(strings.TrimSpace(t), "{") {
		json := get(page, "JSON")
		parsed, err := json.Call("parse", t)
		if err != nil {
			return err
		}
		if err := parsed.Set(name, value); err != nil {
			return err
		}
		written, err := json.Call("stringify", parsed)
		if err != nil {
			return err
		}
		return init.Set("body", written)
	}
	form, err := formOf(body)
	if err != nil {
		return err
	}
	if _, err := form.Call("set", name, value); err != nil {
		return err
	}
	return init.Set("body", form)
}

// formOf is a copy of a form.
func formOf(body safejs.Value) (safejs.Value, error) {
	if is, err := body.InstanceOf(get(page, "FormData")); err != nil || !is {
		return get(page, "URLSearchParams").New(body)
	}
	form := construct("FormData")
	fields, err := get(page, "Array").Call("from", body)
	if err != nil {
		return form, err
	}
	for _, field := range elements(fields) {
		pair := elements(field)
		if _, err := form.Call("append", pair[0], pair[1]); err != nil {
			return form, err
		}
	}
	return form, nil
}
