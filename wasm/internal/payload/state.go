package payload

import (
	"bytes"
	"math"
	"unicode/utf8"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/jsontext"
)

// A form is what a payload is at some step.
type form int

const (
	value      form = iota // a JSON text that is not a string
	characters             // the characters of a string, without quotes and escapes
	octets                 // bytes, which JSON cannot hold
)

// A state is a payload and the steps that are not yet undone.
type state struct {
	form  form
	text  []byte
	size  int // the room that it takes in a JSON text
	chain []byte
}

// A work is the state that was reached, and the room in which texts are made. Each is
// appended to it, so that earlier states keep theirs.
type work struct {
	state
	scratch []byte
}

// parse takes the payload that is written as raw, without white space around it.
func (w *work) parse(raw []byte) (ok bool) {
	if raw[0] != '"' {
		w.form, w.text, w.size = value, raw, len(raw)
		return true
	}
	start := len(w.scratch)
	w.scratch, ok = jsonptr.AppendText(w.scratch, raw)
	w.form, w.text = characters, w.scratch[start:]
	w.size = quotedLen(w.text)
	return ok
}

// undo undoes the last step of the chain. If that cannot be done, the state is lost.
func (w *work) undo() (ok bool) {
	step := w.chain
	w.chain = nil
	if slash := bytes.LastIndexByte(step, '/'); slash >= 0 {
		w.chain, step = step[:slash], step[slash+1:]
	}
	switch string(step) {
	case "base64":
		return w.undoBase64()
	case "utf-8":
		return w.undoUTF8()
	case "json":
		return w.undoJSON()
	}
	return false
}

func (w *work) undoBase64() (ok bool) {
	if w.form != characters {
		return false
	}
	start := len(w.scratch)
	w.scratch, ok = AppendBase64(w.scratch, w.text)
	w.form, w.text, w.size = octets, w.scratch[start:], math.MaxInt
	return ok
}

func (w *work) undoUTF8() (ok bool) {
	if w.form == octets {
		w.form, w.size = characters, quotedLen(w.text)
		return utf8.Valid(w.text)
	}
	return w.form == characters
}

func (w *work) undoJSON() (ok bool) {
	if w.form != characters {
		return w.form == value
	}
	// What replaces a string in a record must not make the whole record invalid.
	if w.scratch, ok = jsontext.Valid(w.text, w.scratch); !ok {
		return false
	}
	raw, ok := jsonptr.Pointer{}.Find(w.text)
	return ok && w.parse(raw)
}
