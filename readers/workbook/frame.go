package workbook

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// The namespaces of spreadsheets: transitional and strict.
const (
	transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	strict       = "http://purl.oclc.org/ooxml/spreadsheetml/main"
)

// frame reads what lies around the rows of a sheet, or around the items of the shared
// string table: all of it, so that the part is known to be sound XML.
type frame struct {
	decoder   *xml.Decoder
	root      string // the local name of the root element
	container string // the local name of the element that holds the rows
	path      []xml.Name
	prefixes  map[string]string // namespace by prefix, as the container sees them
	space     string            // the namespace of the container
	roots     int
	seen      bool
	begins    func() // told before each token; may be nil
}

// enter reads on until the container opens, and returns true; or to the end of the
// part, and returns false.
func (f *frame) enter() (bool, error) {
	for {
		if f.begins != nil {
			f.begins()
		}
		token, err := f.decoder.Token()
		if err == io.EOF && f.roots == 1 && f.seen {
			return false, nil
		}
		if err == io.EOF {
			return false, errors.New("it is no " + f.root + " part with " + f.container)
		}
		if err != nil {
			return false, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			opened, err := f.open(token)
			if opened || err != nil {
				return opened, err
			}
		case xml.EndElement:
			f.path = f.path[:len(f.path)-1]
		case xml.Directive:
			return false, errDoctype
		case xml.CharData:
			if len(f.path) == 0 && len(trimSpace(bytes.TrimPrefix(token, []byte("\ufeff")))) > 0 {
				return false, errBrokenXML
			}
		}
	}
}

// open takes a start tag and tells whether it opens the container.
func (f *frame) open(element xml.StartElement) (bool, error) {
	if len(f.path) == 0 {
		if f.roots++; f.roots > 1 || element.Name.Local != f.root {
			return false, errors.New("it is no " + f.root + " part")
		}
		if element.Name.Space != transitional && element.Name.Space != strict {
			return false, errors.New("its namespace is none of a spreadsheet's")
		}
		f.space, f.prefixes = element.Name.Space, map[string]string{}
		f.notePrefixes(element)
	}
	if len(f.path) == depthMax {
		return false, errDeep
	}
	f.path = append(f.path, element.Name)
	if element.Name != (xml.Name{Space: f.space, Local: f.container}) {
		return false, nil
	}
	f.notePrefixes(element)
	depth := 2
	if f.container == f.root {
		depth = 1
	}
	if len(f.path) != depth || f.seen {
		return false, errors.New("it holds " + f.container + " twice or in the wrong place")
	}
	f.seen = true
	return true, nil
}

// notePrefixes keeps the prefixes that root and container declare, the nearest last.
func (f *frame) notePrefixes(element xml.StartElement) {
	for _, attribute := range element.Attr {
		prefix := ""
		switch {
		case attribute.Name.Space == "xmlns":
			prefix = attribute.Name.Local
		case attribute.Name.Space != "" || attribute.Name.Local != "xmlns":
			continue
		}
		f.prefixes[prefix] = attribute.Value
	}
}

// leave takes the end tag of the container, which another has read from the decoder.
func (f *frame) leave() { f.path = f.path[:len(f.path)-1] }
