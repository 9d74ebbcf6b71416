package framing

import "strings"

// Field is the text of a header field of a record, whose header [Head.Split] gives: that of the
// first field of the name. ok is false if there is none, or records have no fields.
//
// Of Amazon's event stream, numbers and timestamps (milliseconds since 1970) are decimal, booleans
// true or false, UUIDs hyphened, and byte arrays as they are. Of a part of a multipart body, the
// name is in any case, and the value without the white space around it, on one line.
func (h Head) Field(header []byte, name string) (value []byte, ok bool) {
	switch h {
	case AmazonHead:
		return amazonValue(header, name)
	case MIMEHead:
		return mimeField(header, strings.ToLower(name))
	}
	return nil, false
}
