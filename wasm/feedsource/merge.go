//go:build !js

package feedsource

import "reflect"

// withPreset are options with what their preset says where they say nothing themselves. Where both have a struct, its members
// are told apart in the same way.
func withPreset(own Options) (Options, error) {
	if own.Preset == "" {
		return own, nil
	}
	merged, ok := PresetOptions(own.Preset)
	if !ok {
		return own, cannotBe("Preset", own.Preset, oneOf(Presets()))
	}
	merge(reflect.ValueOf(&merged).Elem(), reflect.ValueOf(own))
	if r := own.Resume; r != nil && r.NoHeader != (r.Header != "") { // which are one option of the browser's
		merged.Resume.Header, merged.Resume.NoHeader = r.Header, r.NoHeader
	}
	if d := own.Dedupe; d != nil && d.ByID != (len(d.Key) > 0) { // as are these
		merged.Dedupe.Key, merged.Dedupe.ByID = d.Key, d.ByID
	}
	return merged, nil
}

// merge puts what is given over what is there.
func merge(there, given reflect.Value) {
	for i := range given.NumField() {
		from, to := given.Field(i), there.Field(i)
		switch {
		case from.IsZero():
		case from.Kind() == reflect.Pointer && from.Elem().Kind() == reflect.Struct && !to.IsNil() && !isWhole(from.Elem()) && !isWhole(to.Elem()):
			merge(to.Elem(), from.Elem())
		default:
			to.Set(from)
		}
	}
}

// isWhole reports whether a struct says one thing that its other members cannot change: that there is none, or that it is left to
// functions.
func isWhole(v reflect.Value) bool {
	for _, name := range []string{"Off", "Page"} {
		if field := v.FieldByName(name); field.IsValid() && field.Bool() {
			return true
		}
	}
	return v.Type() == reflect.TypeFor[From]() || v.Type() == reflect.TypeFor[FixedFormat]()
}
