package workbook

import (
	"slices"
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"
)

// Format is the number format of a cell. It belongs to the Book.
type Format struct {
	id     int
	code   string // blank for a built-in format
	kind   formatKind
	layout []byte

	mutex sync.Mutex // guards shown
	shown *excelize.File
}

// digit marks the place of a digit in a layout; any other byte stands for itself.
const digit = 0

// paddedLayout reads a format code of nothing but zeros and plain marks, as
// identifiers have them: 0000000000000, 000-00-0000, "C-"000000.
func paddedLayout(code string) (layout []byte, ok bool) {
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '0':
			layout = append(layout, digit)
		case '-', ' ', '(', ')', '+':
			layout = append(layout, c)
		case '\\':
			if i++; i == len(code) || code[i] >= 0x80 {
				return nil, false
			}
			layout = append(layout, code[i])
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return nil, false
			}
			layout = append(layout, code[i+1:i+1+end]...)
			i += end + 1
		default:
			return nil, false
		}
	}
	return layout, slices.Contains(layout, digit)
}

// appendPadded sets the digits of a whole number into the layout from the right;
// digits beyond it stand before the first.
func (f *Format) appendPadded(dst []byte, digits []byte) []byte {
	places := 0
	for _, c := range f.layout {
		if c == digit {
			places++
		}
	}
	for _, c := range f.layout {
		if c != digit {
			dst = append(dst, c)
			continue
		}
		for len(digits) > places {
			dst = append(dst, digits[0])
			digits = digits[1:]
		}
		if len(digits) == places {
			dst = append(dst, digits[0])
			digits = digits[1:]
		} else {
			dst = append(dst, '0')
		}
		places--
	}
	return dst
}

// appendShown shows a number as excelize does, for the formats that this package
// does not show itself. It is slow: a format that hardly any identifier has.
func (f *Format) appendShown(dst, number []byte) ([]byte, bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	const sheet, cell = "Sheet1", "A1"
	if f.shown == nil {
		file := excelize.NewFile()
		style := excelize.Style{NumFmt: f.id}
		if f.code != "" {
			style.CustomNumFmt = &f.code
		}
		id, err := file.NewStyle(&style)
		if err == nil {
			err = file.SetCellStyle(sheet, cell, cell, id)
		}
		if err != nil {
			return dst, false
		}
		f.shown = file
	}
	if f.shown.SetCellDefault(sheet, cell, string(number)) != nil {
		return dst, false
	}
	text, err := f.shown.GetCellValue(sheet, cell)
	return append(dst, text...), err == nil && text != ""
}
