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
	class := "URLSearchParams"
	if is, err := body.InstanceOf(get(page, "FormData")); err == nil && is {
		class = "FormData"
	}
	form, err := get(page, class).New(body)
	if class == "FormData" {
		form, err = body, nil
	}
	if err != nil {
		return err
	}
	if _, err := form.Call("set", name, value); err != nil {
		return err
	}
	return init.Set("body", form)
}
