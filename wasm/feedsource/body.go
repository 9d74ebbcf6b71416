//go:build !js

package feedsource

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// withMember is a body with a cursor in it: at a JSON pointer into a JSON text, in an envelope or not, where what leads to it is
// made as needed, or in a field of a form.
func withMember(body []byte, pointer, value string) ([]byte, error) {
	tokens := strings.Split(pointer, "/")[1:]
	for i, token := range tokens {
		tokens[i] = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
	}
	unfit := func(err error) ([]byte, error) { return nil, fmt.Errorf("Resume.Body %s %w", pointer, err) }
	if message, ok := messageIn(body); ok && isJSON(message) {
		text, err := put(message, tokens, value)
		if err != nil {
			return unfit(err)
		}
		return Envelope(text), nil
	}
	if isJSON(body) {
		text, err := put(body, tokens, value)
		if err != nil {
			return unfit(err)
		}
		return text, nil
	}
	if len(tokens) > 1 {
		return unfit(errors.New("is for a body that is a JSON object"))
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return unfit(errors.New("is for a body that is JSON or a form"))
	}
	form.Set(tokens[0], value)
	return []byte(form.Encode()), nil
}

func isJSON(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}

// put is a JSON text with a string in it. All else stays as it was written, numbers as well.
func put(text []byte, tokens []string, value string) ([]byte, error) {
	if len(tokens) == 0 {
		return json.Marshal(value)
	}
	name, rest := tokens[0], tokens[1:]
	switch text = bytes.TrimLeft(text, " \t\r\n"); {
	case len(text) > 0 && text[0] == '{':
		return putMember(text, name, rest, value)
	case len(text) > 0 && text[0] == '[':
		return putElement(text, name, rest, value)
	}
	return nil, errors.New("leads through what is no object")
}

func putMember(text []byte, name string, rest []string, value string) ([]byte, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, fmt.Errorf("is for a body that is JSON, and this is not (%w)", err)
	}
	there, ok := members[name]
	if !ok {
		there = json.RawMessage("{}")
	}
	made, err := put(there, rest, value)
	if err != nil {
		return nil, err
	}
	members[name] = made
	return json.Marshal(members)
}

func putElement(text []byte, name string, rest []string, value string) ([]byte, error) {
	var elements []json.RawMessage
	if err := json.Unmarshal(text, &elements); err != nil {
		return nil, fmt.Errorf("is for a body that is JSON, and this is not (%w)", err)
	}
	i, err := strconv.Atoi(name)
	if err != nil || i < 0 || i >= len(elements) || strconv.Itoa(i) != name {
		return nil, errors.New("leads to no element of an array")
	}
	if elements[i], err = put(elements[i], rest, value); err != nil {
		return nil, err
	}
	return json.Marshal(elements)
}

// envelopeHead is how many bytes stand ahead of a message in an envelope: its flags, and its length as a big-endian uint32 (Connect
// Protocol Reference, "Streaming RPCs"; gRPC-Web, PROTOCOL-WEB.md).
const envelopeHead = 5

// Envelope is a message in an envelope, as Connect and gRPC-Web want the body of a request.
func Envelope(message []byte) []byte {
	whole := binary.BigEndian.AppendUint32([]byte{0}, uint32(len(message)))
	return slices.Concat(whole, message)
}

// messageIn is the message of bytes that are one envelope without flags.
func messageIn(body []byte) (message []byte, ok bool) {
	if len(body) < envelopeHead || body[0] != 0 || int(binary.BigEndian.Uint32(body[1:])) != len(body)-envelopeHead {
		return nil, false
	}
	return body[envelopeHead:], true
}
