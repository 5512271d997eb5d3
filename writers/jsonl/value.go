package jsonl

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// appendValue renders a cell.
func appendValue(dst []byte, column *report.Column, value *report.Value) []byte {
	switch {
	case column.List:
		return appendList(dst, value)
	case value.Blank:
		return append(dst, "null"...)
	case column.Flag:
		return strconv.AppendBool(dst, value.Text == report.Yes)
	}
	switch value.Kind {
	case report.Money:
		return ledger.Cents(value.Number).Append(dst)
	case report.Count:
		return strconv.AppendInt(dst, value.Number, 10)
	case report.Day:
		return append(ledger.Date(value.Number).Append(append(dst, '"')), '"')
	}
	return appendText(dst, value.Text)
}

func appendList(dst []byte, value *report.Value) []byte {
	if value.Blank {
		return append(dst, "[]"...)
	}
	before := byte('[')
	for element := range strings.SplitSeq(value.Text, report.ListMark) {
		dst = appendText(append(dst, before), element)
		before = ','
	}
	return append(dst, ']')
}

// appendText renders a text: most need no escape at all.
func appendText(dst []byte, text string) []byte {
	dst = append(dst, '"')
	plain := 0 // where what is not yet appended begins
	for i := 0; i < len(text); {
		if c := text[i]; c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if escape := escapeOf(r, size); escape != "" {
			dst = append(append(dst, text[plain:i]...), escape...)
			plain = i + size
		}
		i += size
	}
	return append(append(dst, text[plain:]...), '"')
}

const hexadecimal = "0123456789abcdef"

// escapeOf is how a character is written that can't stand in a JSON text as it is, blank for
// those that can. Unicode's line ends are escaped for readers that cut lines at them too.
func escapeOf(r rune, size int) string {
	switch r {
	case '"':
		return `\"`
	case '\\':
		return `\\`
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	case '\u2028':
		return `\u2028`
	case '\u2029':
		return `\u2029`
	}
	switch {
	case r < ' ':
		return `\u00` + string([]byte{hexadecimal[r>>4], hexadecimal[r&0xf]})
	case r == utf8.RuneError && size == 1: // what is not UTF-8: a file's name may be so
		return string(utf8.RuneError)
	}
	return ""
}
