package lag

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTime(t *testing.T) {
	for text, want := range map[string]int64{
		"2014-03-25T11:51:32.289Z":       1395748292289,
		"2014-03-25t11:51:32.289z":       1395748292289,
		"2014-03-25 11:51:32.289":        1395748292289,
		"2014-03-25T11:51:32,289":        1395748292289,
		"2014-03-25T11:51:32.2899999999": 1395748292289,
		"2014-03-25T11:51:32.2Z":         1395748292200,
		"2014-03-25T11:51:32Z":           1395748292000,
		"2014-03-25T11:51Z":              1395748260000,
		"2014-03-25T12:51:32.289+01:00":  1395748292289,
		"2014-03-25T06:21:32.289-0530":   1395748292289,
		"2014-03-25 11:51:32.289+00":     1395748292289,
		"2014-03-26T01:51:32.289+14:00":  1395748292289,
		"2014-03-25T11:51:32.289-00:00":  1395748292289,
		"2016-12-31T23:59:60Z":           1483228800000,
		"2016-02-29T00:00:00Z":           1456704000000,
		"2000-02-29T00:00:00Z":           951782400000,
		"1973-03-03T09:46:40Z":           1e11,
		"5138-11-16T09:46:39.999Z":       1e14 - 1,

		"1395748292":             1395748292000,
		"1395748292.289":         1395748292289,
		"1395748292.2":           1395748292200,
		"1395748292.2891234567":  1395748292289,
		"1395748292289":          1395748292289,
		"1395748292289.75":       1395748292289,
		"1395748292289123":       1395748292289,
		"1395748292289123456":    1395748292289,
		"100000000":              1e11,
		"99999999999":            99999999999e3,
		"100000000000":           1e11,
		"99999999999999":         1e14 - 1,
		"100000000000000":        1e11,
		"99999999999999999":      1e14 - 1,
		"100000000000000000":     1e11,
		"9999999999999999999":    9999999999999,
		"9999999999999999999.99": 9999999999999,

		"Wed Aug 27 13:08:45 +0000 2008":     1219842525000,
		"Wed Aug 27 13:08:45.678 +0000 2008": 1219842525678,
		"Wed Aug 27 06:08:45 -0700 2008":     1219842525000,
		"Thu Aug 28 00:08:45 +11:00 2008":    1219842525000,
	} {
		ms, ok := Time([]byte(text))
		assert.True(t, ok, text)
		assert.Equal(t, want, ms, text)
	}
}

func TestNoTime(t *testing.T) {
	for _, text := range []string{
		"", " ", "now", "null", "true", "-", "T", "Z", "{}", "2014", "2014-", "2014-03-25", "2014-03-25T", "2014-03-25T11", "2014-03-25T11:51:",
		"2014-03-25T11:51:32.", "2014-03-25T11:51:32.Z", "2014-03-25T11:51:32.2,8Z", "2014-03-25T11:51:32Zx", "2014-03-25T11:51:32ZZ", " 2014-03-25T11:51:32Z",
		"2014-03-25T11:51:32Z ", "2014-03-25_11:51:32Z", "2014/03/25T11:51:32Z", "2014-3-25T11:51:32Z", "2014-03-25T1:51:32Z", "02014-03-25T11:51:32Z",
		"+2014-03-25T11:51:32Z", "2014-00-25T11:51:32Z", "2014-13-25T11:51:32Z", "2014-03-00T11:51:32Z", "2014-03-32T11:51:32Z", "2014-04-31T11:51:32Z",
		"2014-02-29T11:51:32Z", "2100-02-29T11:51:32Z", "2014-03-25T24:00:00Z", "2014-03-25T11:60:00Z", "2014-03-25T11:51:61Z", "2014-03-25T11:51:32+",
		"2014-03-25T11:51:32+0", "2014-03-25T11:51:32+00:", "2014-03-25T11:51:32+00:0", "2014-03-25T11:51:32+24:00", "2014-03-25T11:51:32+00:60",
		"2014-03-25T11:51:32 UTC", "2014-03-25T11:51:32+00:000", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1973-03-03T09:46:39.999Z",
		"5138-11-16T09:46:40Z", "9999-12-31T23:59:59Z", "201a-03-25T11:51:32Z", "2014-0b-25T11:51:32Z",
		"0", "1", "99999999", "99999999.9", "01395748292289", "-1395748292", "+1395748292", "1395748292.", ".5", "1395748292,5", "1.395748292e9",
		"1395748292s", "10000000000000000000", "18446744073709551616", "1395748292.2.8", "1395748292 ", "0x53317084", "1395748292-03-25T00:00:00Z",
		"Wed Aug 27 13:08:45 +0000 208", "Wed Aug 27 13:08:45 +0000 20080", "Tue Aug 27 13:08:45 +0000 2008", "wed Aug 27 13:08:45 +0000 2008",
		"Wed aug 27 13:08:45 +0000 2008", "Wed Aug 7 13:08:45 +0000 2008", "Wed Aug 27 13:08:45 2008", "Wed Aug 27 13:08:45 GMT 2008", "Wed Aug 32 13:08:45 +0000 2008",
		"Wed ugS 27 13:08:45 +0000 2008", "Thu Feb 29 13:08:45 +0000 1962", "Wed Dec 31 13:08:45 +0000 1969", "Wed_Aug 27 13:08:45 +0000 2008", "Wed Aug_27 13:08:45 +0000 2008", "Wed, 27 Aug 2008 13:08:45 GMT", "Wed Aug 27", "Wed",
	} {
		ms, ok := Time([]byte(text))
		assert.False(t, ok, "%q: %d", text, ms)
	}
}

func TestTimeDoesNotAllocate(t *testing.T) {
	for _, text := range []string{"2014-03-25T11:51:32.289Z", "1395748292289", "Wed Aug 27 13:08:45 +0000 2008", "1050118621198921728z"} {
		text := []byte(text)
		assert.Zero(t, testing.AllocsPerRun(20, func() { Time(text) }))
	}
}

// layouts are package time's for what Time reads. Parse takes a fraction after the
// seconds although the layout has none.
var layouts = func() (list []string) {
	for _, clock := range []string{"15:04", "15:04:05"} {
		for _, zone := range []string{"-07:00", "-0700", "-07"} {
			list = append(list, "Mon Jan 02 "+clock+" "+zone+" 2006", "2006-01-02T"+clock+zone)
		}
		list = append(list, "2006-01-02T"+clock, "2006-01-02T"+clock+"Z07:00")
	}
	return list
}()

// byLibrary reads a time with math/big or package time.
func byLibrary(text string) (ms int64, ok bool) {
	if n, ok := new(big.Rat).SetString(text); ok {
		return numberByLibrary(n)
	}
	if text[4] == '-' {
		text = text[:10] + "T" + text[11:]
	}
	text = strings.Replace(text, "z", "Z", 1)
	var leap time.Duration
	if text[16:min(len(text), 19)] == ":60" {
		text, leap = text[:16]+":59"+text[19:], time.Second
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, text); err == nil {
			return at.Add(leap).UnixMilli(), true
		}
	}
	return 0, false
}

func numberByLibrary(n *big.Rat) (ms int64, ok bool) {
	for _, unit := range []struct {
		from  float64
		perMs *big.Rat
	}{{1e17, big.NewRat(1e6, 1)}, {1e14, big.NewRat(1e3, 1)}, {1e11, big.NewRat(1, 1)}, {1e8, big.NewRat(1, 1e3)}} {
		if n.Cmp(new(big.Rat).SetFloat64(unit.from)) >= 0 {
			q := new(big.Rat).Quo(n, unit.perMs)
			return new(big.Int).Quo(q.Num(), q.Denom()).Int64(), true
		}
	}
	return 0, false
}

// FuzzTime: what is read as a time, package time reads as the same.
func FuzzTime(f *testing.F) {
	for _, text := range []string{
		"2014-03-25T11:51:32.289Z", "2014-03-25 11:51:32,2", "2016-12-31T23:59:60.5+01:00", "2014-03-25T11:51-05", "2014-02-29T11:51:32Z",
		"1395748292", "1395748292.289", "1395748292289123", "9999999999999999999", "Wed Aug 27 13:08:45 +0000 2008", "Wed Aug 27 13:08:45.5 -07 2008",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		ms, ok := Time(text)
		if !ok {
			return
		}
		want, known := byLibrary(string(text))
		require.True(t, known, "%q", text)
		require.Equal(t, want, ms, "%q", text)
		require.True(t, ms >= 1e11 && ms < 1e14, "%q", text)
	})
}

// FuzzFormatted: what package time writes is read as what it was.
func FuzzFormatted(f *testing.F) {
	f.Add(int64(1395748292289), int64(330), uint8(0), uint8(3))
	f.Add(int64(951782400000), int64(-720), uint8(7), uint8(9))
	for layout := range layouts {
		f.Add(int64(1395748292289), int64(-210), uint8(layout), uint8(layout))
	}
	f.Fuzz(func(t *testing.T, ms, minutes int64, layout, digits uint8) {
		ms = 1e11 + int64(uint64(ms)%uint64(1e14-1e11))
		zone := time.FixedZone("", int(minutes%(24*60))*60)
		at := time.UnixMilli(ms).In(zone)
		form := layouts[int(layout)%len(layouts)]
		if !strings.Contains(form, "07") {
			at = at.UTC()
		}
		if !strings.Contains(form, "05") {
			at = at.Truncate(time.Minute)
		}
		unit := time.Second
		if n := int(digits % 10); n > 0 {
			form = strings.Replace(form, "05", "05."+strings.Repeat("0", n), 1)
			unit = []time.Duration{100 * time.Millisecond, 10 * time.Millisecond, time.Millisecond}[min(n, 3)-1]
		}
		at = at.Truncate(unit)
		if strings.HasSuffix(form, "07") || strings.Contains(form, "07 ") {
			at = at.In(time.FixedZone("", int(minutes/60%24)*3600))
		}
		text := at.Format(form)
		got, ok := Time([]byte(text))
		require.Equal(t, at.UnixMilli() >= 1e11, ok, "%q", text)
		if ok {
			require.Equal(t, at.UnixMilli(), got, "%q", text)
		}
	})
}
