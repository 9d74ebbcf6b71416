package config

import "reflect"

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

// IsSame says whether a feed is read and kept as before.
func (f *Feed) IsSame(other *Feed) bool { return reflect.DeepEqual(f, other) }
