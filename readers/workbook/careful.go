package workbook

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
)

// careful is the fallback: it reads a sheet of any well-formed XML by encoding/xml and
// holds each value against what excelize reads of the same bytes. excelize alone would
// not do: it gives no error for a sheet that is cut short, for rows out of order or
// for a shared string that is not there, and no types.
type careful struct {
	frame   frame
	values  *values
	witness *witness
	place   place
	cells   []Cell
	places  int      // that the rows read so far have taken
	raw     []string // of the row last read, by column: the values as excelize gives them
}

func newCareful(book *Book, data []byte, values *values) (*careful, error) {
	c := &careful{values: values}
	c.frame = frame{root: "worksheet", container: "sheetData", decoder: newDecoder(data, anyNumber)}
	if _, err := c.frame.enter(); err != nil {
		return nil, err
	}
	var shared []byte
	if book.strings != "" {
		var err error
		if shared, err = book.archive.readUnusual(book.strings); err != nil {
			return nil, fmt.Errorf("shared strings: %w", err)
		}
	}
	var err error
	c.witness, err = newWitness(data, shared)
	return c, err
}

// next reads the next row; io.EOF behind the last, once the rest of the part is known
// to be sound.
func (c *careful) next() error {
	for {
		token, err := c.frame.decoder.Token()
		if err != nil {
			return c.fault(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if !c.own(token.Name, "row") {
				return c.fault(errElement)
			}
			if err = c.row(token); err != nil {
				return c.fault(err)
			}
			if c.places += c.place.column; c.places > placesMax {
				return errPlaces
			}
			return c.fault(c.compare())
		case xml.EndElement:
			c.frame.leave()
			return c.finish()
		default:
			if err := onlyBlank(token); err != nil {
				return c.fault(err)
			}
		}
	}
}

var (
	errElement   = errors.New("it holds an element that is not understood")
	errStray     = errors.New("it holds text outside of a cell")
	errTwice     = errors.New("a cell or row states something twice")
	errDiffers   = errors.New("two readers read different values in it")
	errAttribute = errors.New("a cell has a style that is no number")
	errPlaces    = errors.New("its markup is unusual, and a sheet with such may have 33,554,432 cells at most, blank ones before others included")
)

// fault names the row that an error belongs to.
func (c *careful) fault(err error) error {
	if err == nil {
		return nil
	}
	return fault{c.place.row, asFault(err).Error()}
}

// own tells whether a name is the spreadsheet's element of that local name.
func (c *careful) own(name xml.Name, local string) bool {
	return name.Local == local && name.Space == c.frame.space
}

// onlyBlank refuses text, and a document type, where only elements belong.
func onlyBlank(token xml.Token) error {
	switch token := token.(type) {
	case xml.CharData:
		if len(trimSpace(token)) > 0 {
			return errStray
		}
	case xml.Directive:
		return errDoctype
	}
	return nil
}

// finish reads what stands behind the rows.
func (c *careful) finish() error {
	if _, err := c.frame.enter(); err != nil {
		return asFault(err)
	}
	if c.witness.more() {
		return errDiffers
	}
	return io.EOF
}

// row reads a row behind its start tag.
func (c *careful) row(start xml.StartElement) error {
	c.cells, c.raw = nil, c.raw[:0]
	attributes, err := attributesNamed(start, "r")
	if err != nil {
		return err
	}
	number := 0
	if text, ok := attributes["r"]; ok {
		if number, ok = rowNumber([]byte(text)); !ok {
			return errNoReference
		}
	}
	if err := c.place.enterRow(number); err != nil {
		return err
	}
	return c.children(func(child xml.StartElement) error {
		if c.own(child.Name, "c") {
			return c.cell(child)
		}
		if child.Name.Space == c.frame.space && child.Name.Local != "extLst" {
			return errElement
		}
		return c.frame.decoder.Skip()
	})
}

// children gives each element up to the end tag of the one being read to take, which
// reads it to its end.
func (c *careful) children(take func(xml.StartElement) error) error {
	for {
		token, err := c.frame.decoder.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := take(token); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		default:
			if err := onlyBlank(token); err != nil {
				return err
			}
		}
	}
}

// attributesNamed are those of the attributes without a namespace that have one of
// these names. Each may stand once.
func attributesNamed(start xml.StartElement, names ...string) (map[string]string, error) {
	attributes := map[string]string{}
	for _, attribute := range start.Attr {
		if attribute.Name.Space != "" || !slices.Contains(names, attribute.Name.Local) {
			continue
		}
		if _, ok := attributes[attribute.Name.Local]; ok {
			return nil, errTwice
		}
		attributes[attribute.Name.Local] = attribute.Value
	}
	return attributes, nil
}

// cell reads a cell behind its start tag.
func (c *careful) cell(start xml.StartElement) error {
	attributes, err := attributesNamed(start, "r", "s", "t")
	if err != nil {
		return err
	}
	cell := stored{}
	if text, ok := attributes["t"]; ok {
		cell.kind = cellTypeOf([]byte(text))
	}
	if text, ok := attributes["s"]; ok {
		if cell.style, err = styleNumber([]byte(text)); err != nil {
			return errAttribute
		}
	}
	if text, ok := attributes["r"]; ok {
		err = c.place.enterReference([]byte(text))
	} else {
		err = c.place.enterCell(0)
	}
	if err != nil {
		return err
	}
	if err := c.content(&cell); err != nil {
		return err
	}
	return c.add(cell)
}

// content reads what stands between a cell's tags.
func (c *careful) content(cell *stored) error {
	return c.children(func(child xml.StartElement) (err error) {
		switch {
		case child.Name.Space != c.frame.space, child.Name.Local == "extLst":
			return c.frame.decoder.Skip()
		case child.Name.Local == "f" && !cell.formula:
			cell.formula = true
			_, err = characters(c.frame.decoder)
		case child.Name.Local == "v" && !cell.value:
			cell.value = true
			cell.text, err = characters(c.frame.decoder)
		case child.Name.Local == "is" && !cell.value && cell.kind == inlineCell:
			cell.value = true
			cell.text, err = itemCharacters(c.frame.decoder)
			cell.text = unescape(cell.text)
		case slices.Contains([]string{"f", "v", "is"}, child.Name.Local):
			return errTwice
		default:
			return errElement
		}
		return err
	})
}

// add keeps the cell, and its value as excelize would give it.
func (c *careful) add(cell stored) error {
	raw := string(cell.text)
	if cell.kind == stringCell {
		cell.text = unescape(cell.text)
	}
	value, err := c.values.cell(cell)
	if err != nil {
		return err
	}
	if cell.kind == sharedCell && value.Kind == Text {
		raw = string(value.Text)
	}
	for len(c.raw) < c.place.column {
		c.raw = append(c.raw, "")
	}
	c.raw[c.place.column-1] = raw
	if value.Kind != Blank {
		c.cells = c.values.appendCell(c.cells, c.place.column, value)
	}
	return nil
}

// compare holds the row against excelize's.
func (c *careful) compare() error {
	theirs, err := c.witness.row(c.place.row)
	if err != nil {
		return err
	}
	for i := range max(len(theirs), len(c.raw)) {
		var our, their string
		if i < len(c.raw) {
			our = c.raw[i]
		}
		if i < len(theirs) {
			their = theirs[i]
		}
		if !sameText(our, their) {
			return errDiffers
		}
	}
	return nil
}
