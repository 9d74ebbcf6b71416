package jsonptr_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// decoded is what encoding/json makes of doc, with numbers as they are written.
func decoded(doc []byte) (any, bool) {
	decoder := json.NewDecoder(bytes.NewReader(doc))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return nil, false
	}
	_, err := decoder.Token()
	return v, err == io.EOF
}

// resolve follows a pointer through decoded values, in the words of RFC 6901
// section 4, with the package's "-" and nothing else of it.
func resolve(v any, pointer string) (any, bool) {
	if pointer == "" {
		return v, true
	}
	for _, name := range strings.Split(pointer, "/")[1:] {
		name = strings.ReplaceAll(strings.ReplaceAll(name, "~1", "/"), "~0", "~")
		switch in := v.(type) {
		case map[string]any:
			member, ok := in[name]
			if !ok {
				return nil, false
			}
			v = member
		case []any:
			if name == "-" {
				name = fmt.Sprint(len(in) - 1)
			}
			n, err := strconv.ParseUint(name, 10, 64)
			if err != nil || strconv.FormatUint(n, 10) != name || n >= uint64(len(in)) {
				return nil, false
			}
			v = in[n]
		default:
			return nil, false
		}
	}
	return v, true
}

// walk calls visit with the pointer to each value in v.
func walk(v any, at string, visit func(pointer string)) {
	visit(at)
	switch in := v.(type) {
	case map[string]any:
		for name, member := range in {
			name = strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
			walk(member, at+"/"+name, visit)
		}
	case []any:
		for i, element := range in {
			walk(element, fmt.Sprint(at, "/", i), visit)
		}
	}
}

// check holds what pointer finds in doc against the decoder, or, where doc is no
// JSON (want nil), against what must be true of any answer.
func check(t *testing.T, doc []byte, pointer string, whole any, valid bool) {
	t.Helper()
	raw, ok := parse(t, pointer).Find(doc)
	if ok {
		if len(raw) == 0 {
			t.Fatalf("%q in %q: found an empty value", pointer, doc)
		}
		checkWithin(t, doc, raw)
	}
	text, hasText := jsonptr.Text(raw)
	if !valid {
		return
	}
	want, exists := resolve(whole, pointer)
	if ok != exists {
		t.Fatalf("%q in %q: found %v (%q), encoding/json %v", pointer, doc, ok, raw, exists)
	}
	if !ok {
		return
	}
	if got, isJSON := decoded(raw); !isJSON || !reflect.DeepEqual(got, want) {
		t.Fatalf("%q in %q: %q, encoding/json %v", pointer, doc, raw, want)
	}
	if wantText, has := plainText(want, raw); hasText != has || text != wantText {
		t.Fatalf("%q in %q: text %q, %v; want %q, %v", pointer, doc, text, hasText, wantText, has)
	}
}

// plainText is what Text must make of a decoded value that is written as raw.
func plainText(v any, raw []byte) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", false
	case string:
		return v, true
	case bool, json.Number:
		return fmt.Sprint(v), true
	}
	return string(raw), true
}

// checkWithin checks that raw is a part of doc with no white space around it and, if
// it is a scalar, a valid one.
func checkWithin(t *testing.T, doc, raw []byte) {
	t.Helper()
	for i := range doc {
		if &doc[i] != &raw[0] {
			continue
		}
		if len(raw) > len(doc)-i || cap(raw) != len(raw) {
			t.Fatalf("%q goes beyond %q", raw, doc)
		}
		if len(bytes.TrimSpace(raw)) != len(raw) {
			t.Fatalf("white space around %q", raw)
		}
		if c := raw[0]; c != '{' && c != '[' && c != '"' && !json.Valid(raw) {
			t.Fatalf("%q in %q is no JSON", raw, doc)
		}
		return
	}
	t.Fatalf("%q does not lie in %q", raw, doc)
}
