package framing

import (
	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
	"github.com/feedsource/feedsource/wasm/internal/jsontext"
)

// statuses are gRPC's status codes by number, as Connect writes them (gRPC, statuscodes.md;
// Connect Protocol Reference, "Error codes").
var statuses = [...]string{
	"ok", "canceled", "unknown", "invalid_argument", "deadline_exceeded", "not_found", "already_exists",
	"permission_denied", "resource_exhausted", "failed_precondition", "aborted", "out_of_range",
	"unimplemented", "internal", "unavailable", "data_loss", "unauthenticated",
}

// noStatus is the code of trouble that has none.
const noStatus = "unknown"

// verdictOfEnd reads the last message of a Connect stream, a JSON object that has an error or has
// none (Connect Protocol Reference, "EndStreamResponse"); nil if it is something else.
func verdictOfEnd(payload []byte) *Verdict {
	payload = trimmed(payload)
	if _, valid := jsontext.Valid(payload, nil); !valid || payload[0] != '{' {
		return nil
	}
	raw, _ := jsonptr.Member("error").Find(payload)
	if _, failed := jsonptr.Text(raw); !failed {
		return &Verdict{Outcome: Completed}
	}
	v := &Verdict{Outcome: Failed, Code: memberText(raw, "code"), Message: memberText(raw, "message")}
	if v.Code == "" {
		v.Code = noStatus
	}
	return v
}

// memberText is the text of an object's member; "" if it has none.
func memberText(object []byte, name string) string {
	raw, _ := jsonptr.Member(name).Find(object)
	text, _ := jsonptr.Text(raw)
	return text
}

// verdictOfTrailers reads the header block that ends a stream of gRPC-Web (PROTOCOL-WEB.md).
func verdictOfTrailers(block []byte) *Verdict {
	status, _ := mimeField(block, "grpc-status")
	code := statusName(status)
	if code == statuses[0] {
		return &Verdict{Outcome: Completed}
	}
	message, _ := mimeField(block, "grpc-message")
	return &Verdict{Outcome: Failed, Code: code, Message: string(percentDecoded(message))}
}

// VerdictOfHeaders is that of a response of gRPC-Web without a body, whose own headers say what
// trailers say (PROTOCOL-WEB.md, "Trailers-Only").
func VerdictOfHeaders(status, message string) *Verdict {
	return verdictOfTrailers([]byte("grpc-status:" + status + "\ngrpc-message:" + message))
}

// statusName is the name of a status code, or the text of one that is no standard one.
func statusName(number []byte) string {
	if len(number) == 0 {
		return noStatus
	}
	if n := 0; jsontext.Digits(number) == len(number) && len(number) <= 2 {
		for _, digit := range number {
			n = n*10 + int(digit-'0')
		}
		if n < len(statuses) {
			return statuses[n]
		}
	}
	return string(number)
}

// percentDecoded undoes percent-encoding, in place. What is no escape stays as it is: a message
// that was encoded badly is worth more than none (gRPC, PROTOCOL-HTTP2.md, "Status-Message").
func percentDecoded(text []byte) []byte {
	n := 0
	for i := 0; i < len(text); i++ {
		text[n] = text[i]
		if text[i] == '%' && i+2 < len(text) {
			high, low := hexDigit(text[i+1]), hexDigit(text[i+2])
			if high >= 0 && low >= 0 {
				text[n] = byte(high<<4 | low)
				i += 2
			}
		}
		n++
	}
	return text[:n]
}

// hexDigit is the value of a hexadecimal digit, or -1.
func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}
