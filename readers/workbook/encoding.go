package workbook

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeUTF16 turns a part that is written in UTF-16 into UTF-8, without its XML
// declaration, which would no longer be true. Any other part is returned as it is.
func decodeUTF16(data []byte) ([]byte, error) {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{'<', 0}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}), bytes.HasPrefix(data, []byte{0, '<'}):
		order = binary.BigEndian
	default:
		return data, nil
	}
	if len(data)%2 != 0 {
		return nil, errors.New("the part ends within a UTF-16 character")
	}
	text := make([]byte, 0, len(data))
	for len(data) > 0 {
		r := rune(order.Uint16(data))
		data = data[2:]
		if utf16.IsSurrogate(r) {
			if len(data) == 0 {
				return nil, errUTF16
			}
			r = utf16.DecodeRune(r, rune(order.Uint16(data)))
			data = data[2:]
			if r == utf8.RuneError {
				return nil, errUTF16
			}
		}
		text = utf8.AppendRune(text, r)
	}
	return withoutDeclaration(text), nil
}

var errUTF16 = errors.New("the part is not valid UTF-16")

func withoutDeclaration(text []byte) []byte {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !bytes.HasPrefix(text, []byte("<?xml ")) {
		return text
	}
	if end := bytes.Index(text, []byte("?>")); end >= 0 {
		return text[end+2:]
	}
	return text
}
