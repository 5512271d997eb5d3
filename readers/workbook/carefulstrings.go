package workbook

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
)

// characters reads the character data up to the end tag of the element being read,
// which may hold no element.
func characters(decoder *xml.Decoder) ([]byte, error) {
	text := []byte{}
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.CharData:
			text = append(text, token...)
		case xml.StartElement:
			return nil, errElement
		case xml.EndElement:
			return text, nil
		case xml.Directive:
			return nil, errDoctype
		}
	}
}

// itemCharacters reads the text of a string item up to its end tag, escapes still
// written: that of <t>, and of each <t> in a run of rich text.
func itemCharacters(decoder *xml.Decoder) ([]byte, error) {
	text := []byte{}
	run := false
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch {
			case token.Name.Local == "r" && !run:
				run = true
			case token.Name.Local == "t":
				piece, err := characters(decoder)
				if err != nil {
					return nil, err
				}
				text = append(text, piece...)
			default:
				if err := decoder.Skip(); err != nil {
					return nil, err
				}
			}
		case xml.EndElement:
			if !run {
				return text, nil
			}
			run = false
		default:
			if err := onlyBlank(token); err != nil {
				return nil, err
			}
		}
	}
}

// readStringsCarefully reads a shared string table of any well-formed XML and holds it
// against what excelize reads.
func readStringsCarefully(data []byte) (*sharedStrings, error) {
	frame := frame{root: "sst", container: "sst", decoder: newDecoder(data, 2*elementsMax)}
	if _, err := frame.enter(); err != nil {
		return nil, asFault(err)
	}
	table := &sharedStrings{}
	for {
		token, err := frame.decoder.Token()
		if err != nil {
			return nil, asFault(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local != "si" {
				err = frame.decoder.Skip()
				break
			}
			var text []byte
			text, err = itemCharacters(frame.decoder)
			table.add(append(table.text, text...))
		case xml.EndElement:
			frame.leave()
			if _, err := frame.enter(); err != nil {
				return nil, asFault(err)
			}
			return table, compareStrings(data, table)
		default:
			err = onlyBlank(token)
		}
		if err != nil {
			return nil, asFault(err)
		}
	}
}

// stringsInRow is how many strings a row of the sheet has that asks excelize for all
// of them.
const stringsInRow = 1000

// compareStrings asks excelize for every string, through a sheet that names them all.
func compareStrings(data []byte, table *sharedStrings) error {
	var sheet strings.Builder
	sheet.WriteString(`<worksheet xmlns="` + transitional + `"><sheetData>`)
	for i := range table.count() {
		if i%stringsInRow == 0 {
			sheet.WriteString("<row>")
		}
		sheet.WriteString(`<c t="s"><v>` + strconv.Itoa(i) + "</v></c>")
		if i%stringsInRow == stringsInRow-1 || i == table.count()-1 {
			sheet.WriteString("</row>")
		}
	}
	sheet.WriteString("</sheetData></worksheet>")
	witness, err := newWitness([]byte(sheet.String()), data)
	if err != nil {
		return err
	}
	var row []string
	for i := range table.count() {
		if i%stringsInRow == 0 {
			if row, err = witness.row(i/stringsInRow + 1); err != nil {
				return err
			}
		}
		their := ""
		if i%stringsInRow < len(row) {
			their = row[i%stringsInRow]
		}
		if !sameText(string(table.at(i)), their) {
			return errors.New("two readers read different strings in it")
		}
	}
	return nil
}
