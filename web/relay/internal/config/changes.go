package config

import (
	"reflect"
	"slices"
)

// NeedsRestart names what differs between two configurations and is not taken over by a process that runs.
func NeedsRestart(before, after *Config) (names []string) {
	a, b := reflect.ValueOf(*before), reflect.ValueOf(*after)
	for i := range a.NumField() {
		name := a.Type().Field(i).Tag.Get("toml")
		if name != "feeds" && !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			names = append(names, name)
		}
	}
	return names
}

// Elsewhere names what differs between two configurations of a feed and can make its cursors others: where it is upstream, and what of a record
// they are.
func (f *Feed) Elsewhere(other *Feed) (names []string) {
	for name, isSame := range map[string]bool{
		"url": f.URL == other.URL, "preset": f.Preset == other.Preset, "format": f.Format == other.Format, "id": slices.Equal(f.ID, other.ID),
	} {
		if !isSame {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// IsSame says whether a feed is read and kept as before.
func (f *Feed) IsSame(other *Feed) bool { return reflect.DeepEqual(f, other) }
