package workbook

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// special marks the bytes of character data that do not simply stand for themselves:
// controls, entities, line ends to normalise, the end of a CDATA section, anything
// beyond ASCII, and the underscore that may begin an escape.
var special = specialBytes()

func specialBytes() (table [256]bool) {
	for c := range table {
		table[c] = c < 0x20 && c != '\t' && c != '\n' || c >= 0x7f
	}
	table['&'], table['<'], table['>'], table['_'] = true, true, true, true
	return table
}

// isPlain tells whether character data stands for itself.
func isPlain(raw []byte) bool {
	for _, c := range raw {
		if special[c] {
			return false
		}
	}
	return true
}

// appendText appends character data decoded: entities, line ends. It is false for
// what no XML may hold, and for entities of a document's own.
func appendText(dst, raw []byte) ([]byte, bool) {
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case !special[c] || c == '_':
			dst = append(dst, c)
			i++
		case c == '&':
			r, width := entity(raw[i:])
			if width == 0 {
				return dst, false
			}
			dst = utf8.AppendRune(dst, r)
			i += width
		case c == '\r':
			dst = append(dst, '\n')
			if i++; i < len(raw) && raw[i] == '\n' {
				i++
			}
		case c == '>' && !bytes.HasSuffix(raw[:i], []byte("]]")):
			dst = append(dst, c)
			i++
		case c >= 0x7f:
			r, width := utf8.DecodeRune(raw[i:])
			if (r == utf8.RuneError && width == 1) || !isCharacter(r) {
				return dst, false
			}
			dst = append(dst, raw[i:i+width]...)
			i += width
		default:
			return dst, false
		}
	}
	return dst, true
}

// isCharacter tells whether XML 1.0 may hold the character.
func isCharacter(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || (r >= 0x20 && r <= 0xd7ff) || (r >= 0xe000 && r <= 0xfffd) || (r >= 0x10000 && r <= 0x10ffff)
}

// entity reads the entity that text begins with. Width is 0 where it is none of XML's
// own and no character number.
func entity(text []byte) (r rune, width int) {
	end := bytes.IndexByte(text[:min(len(text), 12)], ';')
	if end < 2 {
		return 0, 0
	}
	switch name := string(text[1:end]); name {
	case "amp":
		return '&', end + 1
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "quot":
		return '"', end + 1
	case "apos":
		return '\'', end + 1
	}
	if text[1] != '#' {
		return 0, 0
	}
	if r = characterNumber(text[2:end]); !isCharacter(r) {
		return 0, 0
	}
	return r, end + 1
}

// characterNumber reads 65 or x41; 0 for anything else.
func characterNumber(text []byte) (r rune) {
	base := rune(10)
	if len(text) > 0 && text[0] == 'x' {
		base, text = 16, text[1:]
	}
	for _, c := range text {
		value := hexadecimal(c)
		if value < 0 || value >= base {
			return 0
		}
		if r = r*base + value; r > utf8.MaxRune {
			return 0
		}
	}
	return r
}

func hexadecimal(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10
	}
	return -1
}

// escapeWidth is the length of an escape, _x000D_.
const escapeWidth = 7

// unescape decodes, in place, the escapes by which spreadsheets hold characters that
// XML may not (ECMA-376 part 1, 22.9.2.19): _x000D_ is a carriage return, _x005F_ an
// underscore that would otherwise begin an escape. Half of a surrogate pair stays as
// it is written.
func unescape(text []byte) []byte {
	from := bytes.Index(text, []byte("_x"))
	if from < 0 {
		return text
	}
	out := text[:from]
	for i := from; i < len(text); {
		unit, ok := escape(text[i:])
		if !ok {
			out = append(out, text[i])
			i++
			continue
		}
		width := escapeWidth
		if utf16.IsSurrogate(unit) {
			second, _ := escape(text[i+width:])
			if unit = utf16.DecodeRune(unit, second); unit == utf8.RuneError {
				out = append(out, text[i:i+width]...)
				i += width
				continue
			}
			width *= 2
		}
		out = utf8.AppendRune(out, unit)
		i += width
	}
	return out
}

// escape reads the escape that text begins with.
func escape(text []byte) (unit rune, ok bool) {
	if len(text) < escapeWidth || text[0] != '_' || text[1] != 'x' || text[escapeWidth-1] != '_' {
		return 0, false
	}
	for _, c := range text[2 : escapeWidth-1] {
		value := hexadecimal(c)
		if value < 0 {
			return 0, false
		}
		unit = unit*16 + value
	}
	return unit, true
}
