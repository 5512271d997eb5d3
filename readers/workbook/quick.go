package workbook

// The methods of this file recognise, letter for letter, the forms in which the usual
// programs write a cell. They never fail: where the form is another, they leave it to
// the general methods, which read these forms too, and the same.

// quickReference reads r="AB12" behind one blank, for a cell of the row being read.
// Column is 0 where the form is another.
func (s *scanner) quickReference(at int) (column, end int) {
	data := s.window.data
	digits := s.place.digits
	const start = ` r="`
	if at+len(start)+len("ABC")+len(digits)+1 > len(data) || string(data[at:at+len(start)]) != start {
		return 0, at
	}
	i := at + len(start)
	for limit := i + len("ABC"); i < limit && data[i] >= 'A' && data[i] <= 'Z'; i++ {
		column = column*26 + int(data[i]-'A') + 1
	}
	for _, c := range digits {
		if data[i] != c {
			return 0, at
		}
		i++
	}
	if column == 0 || data[i] != '"' {
		return 0, at
	}
	return column, i + 1
}

// quickAttribute reads an attribute with a name of one letter and a short value of
// letters and digits, behind one blank. Name is 0 where the form is another.
func (s *scanner) quickAttribute(at int) (name byte, value []byte, end int) {
	data := s.window.data
	const longest = len(` t="inlineStr"`)
	if at+longest > len(data) || data[at] != ' ' || data[at+2] != '=' || data[at+3] != '"' || !isNameStart(data[at+1]) {
		return 0, nil, at
	}
	for i := at + 4; i < at+longest; i++ {
		if c := data[i]; c == '"' {
			return data[at+1], data[at+4 : i], i + 1
		} else if !isName[c] {
			break
		}
	}
	return 0, nil, at
}

// isNumeric marks the bytes of which numbers are made.
var isNumeric = func() (table [256]bool) {
	for c := range table {
		table[c] = c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E'
	}
	return table
}()

// quickContent reads <v>12</v></c> and <is><t>text</t></is></c>.
func (s *scanner) quickContent(at int, cell *stored) (end int, ok bool) {
	if len(s.prefix) > 0 {
		return at, false
	}
	if cell.kind == inlineCell {
		return s.quickString(at, cell)
	}
	data := s.window.data
	const start, behind = "<v>", "</v></c>"
	if at+len(start) > len(data) || string(data[at:at+len(start)]) != start {
		return at, false
	}
	from := at + len(start)
	i := from
	for i < len(data) && isNumeric[data[i]] {
		i++
	}
	end = i + len(behind)
	if end > len(data) || string(data[i:end]) != behind {
		return at, false
	}
	cell.value, cell.text = true, data[from:i]
	return end, true
}

func (s *scanner) quickString(at int, cell *stored) (end int, ok bool) {
	data := s.window.data
	const start, preserved, behind = "<is><t>", `<is><t xml:space="preserve">`, "</t></is></c>"
	from := at + len(start)
	if from > len(data) || string(data[at:from]) != start {
		if from = at + len(preserved); from > len(data) || string(data[at:from]) != preserved {
			return at, false
		}
	}
	i := from
	for i < len(data) && !special[data[i]] {
		i++
	}
	end = i + len(behind)
	if end > len(data) || string(data[i:end]) != behind {
		return at, false
	}
	cell.value, cell.text = true, data[from:i]
	return end, true
}
