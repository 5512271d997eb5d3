package delimited

import "strings"

// record is a row as a test sees it: its physical line, and its fields; of a malformed
// row the fields before what is wrong, and what that is.
type record struct {
	Line   int
	Fields []string
	Why    string
}

// oracle reads a text as SPEC section 2 words it: slow, plain, on strings, one row after
// the other. Whatever way the package reads must give the same.
func oracle(text string, delimiter byte, width int) []record {
	var records []record
	line := 1
	for len(text) > 0 {
		fields, why, length := oracleRow(text, delimiter)
		lone := len(fields) == 1 && fields[0] == "" && text[0] != '"'
		switch {
		case why == "" && lone:
		case why == "" && len(fields) != width:
			records = append(records, record{line, fields, whyFields})
		default:
			records = append(records, record{line, fields, why})
		}
		line += strings.Count(text[:length], "\n")
		text = text[length:]
	}
	return records
}

// oracleRow reads the row at the beginning of a text, and says how long it is.
func oracleRow(text string, delimiter byte) (fields []string, why string, length int) {
	for at := 0; ; {
		field, end, why := oracleField(text, at, delimiter)
		switch {
		case end > RowMax:
			return fields, whyLong, end + physicalLine(text[end:])
		case why == whyBare:
			return fields, why, end + physicalLine(text[end:])
		case why != "":
			return fields, why, at + physicalLine(text[at:])
		}
		fields = append(fields, field)
		if atLineEnd(text[end:]) {
			return fields, "", min(end+1, len(text))
		}
		at = end + 1
	}
}

// oracleField reads the field at text[at:]; end is where its delimiter or line end is,
// or the quote that should not be in it; 0 where it has no end.
func oracleField(text string, at int, delimiter byte) (field string, end int, why string) {
	if !strings.HasPrefix(text[at:], `"`) {
		end = len(text)
		for _, stop := range []byte{delimiter, '\n', '"'} {
			if length := strings.IndexByte(text[at:end], stop); length >= 0 {
				end = at + length
			}
		}
		if strings.HasPrefix(text[end:], `"`) {
			return "", end, whyBare
		}
		field = text[at:end]
		if atLineEnd(text[end:]) {
			field = strings.TrimSuffix(field, "\r")
		}
		return field, end, ""
	}
	for end = at + 1; ; end += 2 {
		quote := strings.IndexByte(text[end:], '"')
		if quote < 0 || end+quote-at > quoteMax {
			return "", 0, whyUnended
		}
		end += quote
		if !strings.HasPrefix(text[end:], `""`) {
			break
		}
	}
	field = strings.ReplaceAll(text[at+1:end], `""`, `"`)
	end++
	if strings.HasPrefix(text[end:], "\r") && atLineEnd(text[end+1:]) {
		end++
	}
	if !atLineEnd(text[end:]) && text[end] != delimiter {
		return "", 0, whyAfter
	}
	return field, end, ""
}

func atLineEnd(rest string) bool { return rest == "" || rest[0] == '\n' }

// physicalLine is how long the line is with which a text begins.
func physicalLine(text string) int {
	if end := strings.IndexByte(text, '\n'); end >= 0 {
		return end + 1
	}
	return len(text)
}
