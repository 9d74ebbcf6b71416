package payload_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/payload"
)

func members(t testing.TB, data, encoding string) payload.Members {
	t.Helper()
	d, err := jsonptr.Parse(data)
	require.NoError(t, err)
	e, err := jsonptr.Parse(encoding)
	require.NoError(t, err)
	return payload.Members{Data: d, Encoding: e}
}

// undone is record after Undo, and after another, which must change nothing.
func undone(t testing.TB, m payload.Members, record string) string {
	t.Helper()
	room := []byte(record + "behind the record")
	rec := room[:len(record)]
	scratch := m.Undo(rec, nil)
	once := string(rec)
	m.Undo(rec, scratch)
	require.Equal(t, once, string(rec), "a second time, of %s", record)
	require.Equal(t, "behind the record", string(room[len(record):]), record)
	return once
}

// TestChains gives what stands in the two members before and after. Spaces stand where
// they are written.
func TestChains(t *testing.T) {
	for _, c := range []struct{ name, data, encoding, wantData, wantEncoding string }{
		{"Ably's chain", `"eyJhIjoxfQ=="`, `"json/utf-8/base64"`, `{"a":1}       `, `null               `},
		{"JSON as text", `"{\"n\":1}"`, `"json"`, `{"n":1}    `, `null  `},
		{"parsed already", `{"n": 1}`, `"json"`, `{"n": 1}`, `null  `},
		{"a number, parsed already", `12`, `"json"`, `12`, `null  `},
		{"null, parsed already", `null`, `"json/json"`, `null`, `null       `},
		{"text in base64", `"aGVsbG8="`, `"utf-8/base64"`, `"hello"   `, `null          `},
		{"no padding", `"aGVsbG8"`, `"utf-8/base64"`, `"hello"  `, `null          `},
		{"the alphabet for URLs", `"_j8-Pj8_"`, `"x/base64"`, `"_j8-Pj8_"`, `"x/base64"`},
		{"the alphabet for URLs, as text", `"Pz8_Pj4-"`, `"utf-8/base64"`, `"???>>>"  `, `null          `},
		{"bits left over", `"aGVsbG9="`, `"utf-8/base64"`, `"hello"   `, `null          `},
		{"nothing in base64", `""`, `"utf-8/base64"`, `""`, `null          `},
		{"text that is text", `"a\u0062"`, `"utf-8"`, `"ab"     `, `null   `},
		{"characters", `"w6nwn5iA4oCo"`, `"utf-8/base64"`, "\"é😀\u2028\"   ", `null          `},
		{"escapes", `"Im4KACI="`, `"utf-8/base64"`, `"Im4KACI="`, `"utf-8/base64"`},
		{"escapes that fit", `"ImEKYmNkZWZnaGlqa2xtbm8="`, `"utf-8/base64"`, `"\"a\nbcdefghijklmno"     `, `null          `},
		{"every escape", `"\"\\\/\b\f\n\r\t\u0001\u001f\u007f"`, `"utf-8"`, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"      ", `null   `},
		{"JSON in lines", `" [1,\n2] "`, `"json"`, "[1,\n2]     ", `null  `},
		{"a string in a string", `"\" a\""`, `"json"`, `" a"    `, `null  `},
		{"a string in a string in a string", `"\"\\\"a\\\"\""`, `"json/json"`, `"a"            `, `null       `},
		{"a scalar in a string", `"-1.5e3"`, `"json"`, `-1.5e3  `, `null  `},
		{"PHP's slashes", `"eyJhIjoxfQ=="`, `"json\/utf-8\/base64"`, `{"a":1}       `, `null                 `},

		{"encrypted", `"AAECAw=="`, `"json/utf-8/cipher+aes-128-cbc/base64"`, `"AAECAw=="`, `"json/utf-8/cipher+aes-128-cbc/base64"`},
		{"binary", `"AAECAw=="`, `"base64"`, `"AAECAw=="`, `"base64"`},
		{"a delta", `"eyJhIjoxfQ=="`, `"vcdiff/base64"`, `"eyJhIjoxfQ=="`, `"vcdiff/base64"`},
		{"unknown below known", `"{\"n\":1}"`, `"vcdiff/json"`, `{"n":1}    `, `"vcdiff"     `},
		{"unknown", `"{}"`, `"xml"`, `"{}"`, `"xml"`},
		{"upper case", `"{}"`, `"JSON"`, `"{}"`, `"JSON"`},
		{"an empty step", `"{}"`, `"json/"`, `"{}"`, `"json/"`},
		{"an empty first step", `"{}"`, `"/json"`, `{}  `, `null   `},
		{"no step", `"{}"`, `""`, `"{}"`, `""`},
		{"JSON that is bytes", `"e30="`, `"json/base64"`, `"e30="`, `"json/base64"`},
		{"binary in JSON", `"\"e30=\""`, `"base64/json"`, `"e30="    `, `"base64"     `},

		{"not base64", `"eyJ*"`, `"json/utf-8/base64"`, `"eyJ*"`, `"json/utf-8/base64"`},
		{"one character too many", `"eyJhI"`, `"utf-8/base64"`, `"eyJhI"`, `"utf-8/base64"`},
		{"half of the padding", `"aGVsbA="`, `"utf-8/base64"`, `"aGVsbA="`, `"utf-8/base64"`},
		{"padding for nothing", `"aGVs===="`, `"utf-8/base64"`, `"aGVs===="`, `"utf-8/base64"`},
		{"padding within", `"aG=sbG8="`, `"utf-8/base64"`, `"aG=sbG8="`, `"utf-8/base64"`},
		{"not UTF-8", `"//79/A=="`, `"json/utf-8/base64"`, `"//79/A=="`, `"json/utf-8/base64"`},
		{"not JSON", `"e2E6MX0="`, `"json/utf-8/base64"`, `"{a:1}"   `, `"json"             `},
		{"not JSON behind", `"{} {}"`, `"json"`, `"{} {}"`, `"json"`},
		{"no text for JSON", `" "`, `"json"`, `" "`, `"json"`},
		{"an object for base64", `{}`, `"base64"`, `{}`, `"base64"`},
		{"an object for utf-8", `{}`, `"utf-8/json"`, `{}`, `"utf-8"     `},

		{"no chain", `"{}"`, `null`, `"{}"`, `null`},
		{"a chain that is no string", `"{}"`, `["json"]`, `"{}"`, `["json"]`},
		{"a number for a chain", `"{}"`, `1`, `"{}"`, `1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, form := range []string{
				`{"id":"1","encoding":E,"data":D}`, `{"data": D ,"encoding": E ,"name":"x"}`, `{"data":0,"data":D,"encoding":"x","encoding":E}`,
			} {
				fill := func(data, encoding string) string {
					return strings.NewReplacer("D", data, "E", encoding).Replace(form)
				}
				got := undone(t, members(t, "/data", "/encoding"), fill(c.data, c.encoding))
				assert.Equal(t, fill(c.wantData, c.wantEncoding), got)
				assert.True(t, json.Valid([]byte(got)), got)
			}
		})
	}
}

func TestNested(t *testing.T) {
	m := members(t, "/data/data", "/data/encoding")
	for record, want := range map[string]string{
		`{"event":"message","data":{"encoding":"json","data":"[1]"}}`: `{"event":"message","data":{"encoding":null  ,"data":[1]  }}`,
		`{"encoding":"json","data":"[1]"}`:                            `{"encoding":"json","data":"[1]"}`,
		`{"event":"heartbeat"}`:                                       `{"event":"heartbeat"}`,
	} {
		assert.Equal(t, want, undone(t, m, record))
	}
}

// TestOtherRecords: what is no message of that shape stays as it is.
func TestOtherRecords(t *testing.T) {
	m := members(t, "/data", "/encoding")
	for _, record := range []string{
		"", " ", "{}", "[]", "12", `"json"`, "null", `{"data":"[1]"}`, `{"encoding":"json"}`,
		`{"data":"[1]","encoding":"json"`, `{"data":"[1],"encoding":"json"}`, `{"data":"\x5b1]","encoding":"json"}`,
		`{"data":"[1]","encoding":"js\on"}`, `<html>`,
	} {
		assert.Equal(t, record, undone(t, m, record))
	}
}

// TestJSONStep: what is no JSON stays a string.
func TestJSONStep(t *testing.T) {
	valid := 0
	for _, text := range []string{
		"0", "-1.5E+3", "true", "null", `"a\u00e9\n"`, "{}", "[]", " {\t} ", "[\r\n]", `{"a":{"b":[{}]}}`, "\r1\r", `[1,"2",[3],{"4":5}]`, ` { "a" : 1 , "b" : [ 2 , 3 ] } `,
		"", " ", "01", "tru", "-", `"`, `"\q"`, "\"\x01\"", `["\q"]`, `{"\q":1}`, "{", "[", "}", "]", ",", ":", "{]", "[}", "[1", `{"a":1`, "[1]]", "{}}", "[,1]", "[1,]", "[1,,2]", "[1 2]",
		`{"a"}`, `{"a",1}`, `{"a" 1}`, `{"a"::1}`, `{"a":}`, `{"a":1,}`, `{,"a":1}`, `{"a":1,2}`, `{"a":1,2:3}`, `{"a":1,"b"}`, `{1:2}`, `{a:1}`, `{[]:1}`, `{"a":1:2}`,
		`["a":1]`, "1 2", "{} {}", "[] 1", "[]\x00", "\x00", "\xa01", "\u00a01", "[1}", `{"a":1]`, "[[1]", "[tru]", "[1.]", "nullnull", `""""`,
	} {
		raw, err := json.Marshal(text)
		require.NoError(t, err)
		record := `{"data":` + string(raw) + `,"encoding":"json"}`
		assert.Equal(t, json.Valid([]byte(text)), undone(t, members(t, "/data", "/encoding"), record) != record, "%q", text)
		check(t, "", []byte(record))
		if json.Valid([]byte(text)) {
			valid++
		}
	}
	assert.Equal(t, 13, valid)
}

// TestNotUTF8: each byte that is none becomes a U+FFFD, of three bytes, if there is
// room for it.
func TestNotUTF8(t *testing.T) {
	m := members(t, "/d", "/e")
	assert.Equal(t, "{\"d\":\"\xff\xff\",\"e\":\"utf-8\"}", undone(t, m, "{\"d\":\"\xff\xff\",\"e\":\"utf-8\"}"))
	for _, record := range []string{
		`{"d":"\u0061` + "\xff\xff\xff" + `","e":"utf-8"}`, `{"d":"a","e":"` + "\xff\xff\xff\xff\xff" + `/utf-8"}`,
	} {
		assert.Equal(t, record, undone(t, m, record))
	}
	assert.Equal(t, `{"d":"aaa�"   ,"e":null   }`, undone(t, m, "{\"d\":\"\\u0061aa\xff\",\"e\":\"utf-8\"}"))
}

// TestStepsAreNotRepeated: each of these takes hours if a step that does nothing looks
// at the whole payload, or at the whole chain.
func TestStepsAreNotRepeated(t *testing.T) {
	const size = 1 << 20
	many := strings.Repeat("utf-8/", size/6) + "utf-8"
	for _, c := range []struct{ data, chain, want string }{
		{`"` + strings.Repeat("a", size) + `"`, many, "null"},
		{`[` + strings.Repeat("1,", size/2) + `1]`, strings.ReplaceAll(many, "utf-8", "json"), "null"},
		{`"` + strings.Repeat("[", size/2) + strings.Repeat("]", size/2) + `"`, "json", "null"},
		{`"[` + strings.Repeat(`\"a\",`, size/6) + `1]"`, "json", "null"},
		{`"` + strings.Repeat("[", size) + `"`, "x/json", `"x/json"`},
	} {
		record := []byte(`{"data":` + c.data + `,"encoding":"` + c.chain + `"}`)
		members(t, "/data", "/encoding").Undo(record, nil)
		_, chain, _ := bytes.Cut(record, []byte(`"encoding":`))
		assert.Equal(t, c.want, string(bytes.TrimRight(chain, " }")))
	}
}

func TestScratchIsReused(t *testing.T) {
	m := members(t, "/data", "/encoding")
	for _, before := range []string{
		`{"data":"eyJhIjpbeyJiIjoiYyJ9LDEsMl19","encoding":"json/utf-8/base64"}`,
		`{"data":"` + strings.Repeat("[", 900) + strings.Repeat("]", 900) + `","encoding":"json"}`,
		`{"data":"[\"` + strings.Repeat("a", 2000) + `\"]","encoding":"json"}`,
	} {
		record := []byte(before)
		scratch := m.Undo(record, nil)
		require.Contains(t, string(record), "null")
		assert.Zero(t, testing.AllocsPerRun(20, func() {
			copy(record, before)
			scratch = m.Undo(record, scratch)
		}))
	}
}
