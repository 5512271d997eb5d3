package workbook

import "fmt"

// cellType is the type that a cell is stored with.
type cellType uint8

const (
	numberCell  cellType = iota
	sharedCell           // the place of a string in the shared string table
	booleanCell          // 1 or 0
	errorCell            // the error's name
	stringCell           // a string, mostly a formula's
	inlineCell           // a string item within the cell
	isoDateCell          // an ISO 8601 date
	unknownCell          // a type that the file format does not know
)

// cellTypeOf reads the t attribute; a cell without one is a number.
func cellTypeOf(name []byte) cellType {
	switch string(name) {
	case "s":
		return sharedCell
	case "n":
		return numberCell
	case "str":
		return stringCell
	case "b":
		return booleanCell
	case "inlineStr":
		return inlineCell
	case "e":
		return errorCell
	case "d":
		return isoDateCell
	}
	return unknownCell
}

// stored is a cell as its XML has it. The scanner and the fallback both make one, and
// values.cell alone says what it means.
type stored struct {
	kind    cellType
	style   int
	formula bool
	value   bool   // there is a <v>, or an <is>, which may be empty
	text    []byte // the value, decoded
}

// values turns stored cells into cells.
type values struct {
	formats  []Format
	date1904 bool
	load     func() (*sharedStrings, error)
	strings  *sharedStrings
	columns  int // how many are asked for; 0: all
}

func (v *values) cell(s stored) (Cell, error) {
	if uint(s.style) >= uint(len(v.formats)) {
		return Cell{}, fmt.Errorf("a cell has style %d and the workbook defines %d", s.style, len(v.formats))
	}
	if s.kind != stringCell && s.kind != inlineCell {
		s.text = trimSpace(s.text)
		s.value = s.value && len(s.text) > 0
	}
	format := &v.formats[s.style]
	switch {
	case !s.value && s.formula:
		return Cell{Kind: FormulaBlank, Format: format}, nil
	case !s.value:
		return Cell{}, nil
	case s.kind == numberCell && format.kind == dateFormat:
		return Cell{Kind: Date, Date: serialDate(s.text, v.date1904), Text: s.text, Format: format}, nil
	case s.kind == numberCell:
		return Cell{Kind: Number, Text: s.text, Format: format}, nil
	case s.kind == sharedCell:
		text, err := v.shared(s.text)
		return Cell{Kind: Text, Text: text, Format: format}, err
	case s.kind == booleanCell:
		return Cell{Kind: Boolean, Text: truth(s.text), Format: format}, nil
	case s.kind == errorCell:
		return Cell{Kind: Error, Text: s.text, Format: format}, nil
	case s.kind == isoDateCell:
		return Cell{Kind: Date, Date: isoDate(s.text), Text: s.text, Format: format}, nil
	case s.kind == unknownCell && isNumber(s.text):
		return Cell{Kind: Number, Text: s.text, Format: format}, nil
	}
	return Cell{Kind: Text, Text: s.text, Format: format}, nil
}

// shared is the shared string at the place that text names.
func (v *values) shared(text []byte) ([]byte, error) {
	if v.strings == nil {
		loaded, err := v.load()
		if err != nil {
			return nil, err
		}
		v.strings = loaded
	}
	place := 0
	for _, c := range text {
		if place = place*10 + int(c-'0'); c < '0' || c > '9' || place >= v.strings.count() {
			return nil, fmt.Errorf("a cell names a shared string that is not among the %d of the workbook", v.strings.count())
		}
	}
	return v.strings.at(place), nil
}

var (
	shownTrue  = []byte("TRUE")
	shownFalse = []byte("FALSE")
)

// truth is a boolean as Excel shows it. What is none is left as it stands, to be
// rejected where a flag is asked for.
func truth(text []byte) []byte {
	switch string(text) {
	case "1", "true":
		return shownTrue
	case "0", "false":
		return shownFalse
	}
	return text
}

// trimSpace drops the blanks around a value that is no string.
func trimSpace(text []byte) []byte {
	for len(text) > 0 && isSpace(text[0]) {
		text = text[1:]
	}
	for len(text) > 0 && isSpace(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }
