package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Duration is a text such as "90s", "24h" or "7d".
type Duration struct{ time.Duration }

// UnmarshalText reads one.
func (d *Duration) UnmarshalText(text []byte) error {
	value, err := duration(string(text))
	d.Duration = value
	return err
}

func duration(text string) (time.Duration, error) {
	number := text
	unit := ""
	if days, found := strings.CutSuffix(text, "d"); found {
		number, unit = days, "d"
	}
	var value time.Duration
	var err error
	if unit == "d" {
		var days int
		days, err = strconv.Atoi(number)
		value = time.Duration(days) * 24 * time.Hour
	} else {
		value, err = time.ParseDuration(text)
	}
	if err != nil || value < 0 || value > 100*365*24*time.Hour {
		return 0, fmt.Errorf(`%q is no duration; it can be "500ms", "90s", "24h" or "7d"`, text)
	}
	return value, nil
}

// String writes one as a file has it.
func (d Duration) String() string {
	text := d.Duration.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}

// Size is a number of bytes: "64MB", "10GB", "1MiB".
type Size struct{ Bytes int64 }

var sizes = regexp.MustCompile(`^([0-9]{1,9})(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)$`)

var units = map[string]int64{
	"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
}

// UnmarshalText reads one.
func (s *Size) UnmarshalText(text []byte) error {
	value, ok := size(string(text))
	s.Bytes = value
	if !ok {
		return fmt.Errorf(`%q is no size; it can be "64MB", "10GB" or "1GiB"`, text)
	}
	return nil
}

// String writes one as a file has it.
func (s Size) String() string {
	best := fmt.Sprint(s.Bytes, "B")
	for _, name := range sortedKeys(units) {
		unit := units[name]
		if text := fmt.Sprint(s.Bytes/unit, name); s.Bytes > 0 && s.Bytes%unit == 0 && len(text) < len(best) {
			best = text
		}
	}
	return best
}

func size(text string) (int64, bool) {
	parts := sizes.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	number, _ := strconv.ParseInt(parts[1], 10, 64) // nine digits
	unit := units[parts[2]]
	return number * unit, number <= (1<<62)/unit
}

// Sync is when writes reach the disk: "always", ahead of each acknowledgement, or every so often.
type Sync struct{ Every time.Duration }

// UnmarshalText reads "always" or a duration.
func (s *Sync) UnmarshalText(text []byte) (err error) {
	if string(text) == "always" {
		s.Every = 0
		return nil
	}
	if s.Every, err = duration(string(text)); err != nil || s.Every == 0 {
		return fmt.Errorf(`%q is no time to sync; it can be "always", or a duration such as "2m"`, text)
	}
	return nil
}

// Keep is how much of a feed is kept: an age, a size, or both.
type Keep struct {
	Age  time.Duration
	Size int64
}

// UnmarshalText reads one of them, or both with a comma between.
func (k *Keep) UnmarshalText(text []byte) error {
	for part := range strings.SplitSeq(string(text), ",") {
		part = strings.TrimSpace(part)
		if bytes, ok := size(part); ok && k.Size == 0 {
			k.Size = bytes
		} else if age, err := duration(part); err == nil && age > 0 && k.Age == 0 {
			k.Age = age
		} else {
			return fmt.Errorf(`%q does not say how much to keep; it can be an age ("24h"), a size ("10GB"), or both ("24h, 10GB")`, text)
		}
	}
	return nil
}
