package workbook

import (
	"fmt"
	"path"
	"strconv"
	"strings"
)

// stylesPart is what is needed of the styles: the number format of each cell style.
type stylesPart struct {
	Formats []struct {
		ID   string `xml:"numFmtId,attr"`
		Code string `xml:"formatCode,attr"`
	} `xml:"numFmts>numFmt"`
	Cells []struct {
		Format string `xml:"numFmtId,attr"`
	} `xml:"cellXfs>xf"`
}

// readFormats reads the number format of every cell style. Style 0 exists in any
// workbook: General.
func (b *Book) readFormats(part string) error {
	var styles stylesPart
	if part != "" {
		if err := b.archive.decode(part, &styles); err != nil {
			return err
		}
	}
	codes := map[string]string{}
	for _, format := range styles.Formats {
		codes[format.ID] = format.Code
	}
	if len(styles.Cells) > stylesMax {
		return fmt.Errorf("part %s: it defines more than %d cell styles; open the workbook in Excel and save it again", path.Base(part), stylesMax)
	}
	b.formats = make([]Format, max(1, len(styles.Cells)))
	for i, cell := range styles.Cells {
		code, custom := codes[cell.Format]
		id, err := strconv.Atoi(cell.Format)
		if (err != nil && cell.Format != "") || len(code) > codeMax {
			return fmt.Errorf("cell style %d has no usable number format; open the workbook in Excel and save it again", i)
		}
		b.formats[i].id, b.formats[i].code = id, code
		b.formats[i].classify(custom)
	}
	return nil
}

// formatKind is how a number format shows a number, as far as reading cares.
type formatKind uint8

const (
	generalFormat formatKind = iota // all digits
	dateFormat                      // a day, with or without the time of day
	paddedFormat                    // digits in a layout, zeros in front
	otherFormat                     // anything else: excelize shows it
)

// builtInKind classifies the number formats that workbooks do not spell out
// (ECMA-376 part 1, 18.8.30). Formats 18 to 21 and 45 to 47 show a time of day or a
// duration and no day.
func builtInKind(id int) formatKind {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 36, id >= 50 && id <= 58:
		return dateFormat
	case id == 1:
		return paddedFormat
	case id >= 2 && id <= 48 && (id < 5 || id > 8) && (id < 23 || id > 26):
		return otherFormat
	}
	return generalFormat
}

// classify settles the kind from the code of a custom format, or from the number of
// a built-in one.
func (f *Format) classify(custom bool) {
	padded := false
	switch {
	case !custom:
		f.kind, f.layout = builtInKind(f.id), []byte{digit}
		return
	case f.code == "" || f.code == "@" || strings.EqualFold(f.code, "General"):
		f.kind = generalFormat
	case showsDay(f.code):
		f.kind = dateFormat
	default:
		if f.layout, padded = paddedLayout(f.code); padded {
			f.kind = paddedFormat
		} else {
			f.kind = otherFormat
		}
	}
}

// showsDay tells whether a format code shows a year, a month or a day: y, m or d
// outside quotes, brackets and escapes, where an m next to hours or seconds is
// minutes.
func showsDay(code string) bool {
	letters, elapsed := formatLetters(code)
	for i := 0; i < len(letters); i++ {
		switch letters[i] {
		case 'y', 'd':
			return true
		case 'm':
			minutes := (i > 0 && letters[i-1] == 'h') || (i+1 < len(letters) && letters[i+1] == 's')
			if !minutes && !elapsed {
				return true
			}
		}
	}
	return false
}

// formatLetters is the date and time letters of a format code, lower-cased, a run of
// one letter given once. Elapsed tells of hours, minutes or seconds in brackets, as
// durations have them: [h]:mm.
func formatLetters(code string) (letters []byte, elapsed bool) {
	code = strings.ToLower(code)
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '"':
			i += closing(code[i+1:], '"')
		case c == '[':
			width := closing(code[i+1:], ']')
			inner := strings.TrimSuffix(code[i+1:i+1+width], "]")
			elapsed = elapsed || (inner != "" && strings.Trim(inner, inner[:1]) == "" && strings.Contains("hms", inner[:1]))
			i += width
		case strings.HasPrefix(code[i:], "am/pm"):
			i += len("am/pm") - 1
		case strings.HasPrefix(code[i:], "general"):
			i += len("general") - 1
		case c == 'y' || c == 'm' || c == 'd' || c == 'h' || c == 's':
			if len(letters) == 0 || letters[len(letters)-1] != c {
				letters = append(letters, c)
			}
		}
	}
	return letters, elapsed
}

// closing is how far a quote or bracket reaches: to its end, or to the end of the
// code where it is not closed.
func closing(rest string, end byte) int {
	if i := strings.IndexByte(rest, end); i >= 0 {
		return i + 1
	}
	return len(rest)
}
