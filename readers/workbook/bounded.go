package workbook

import (
	"encoding/xml"
	"errors"
	"io"
	"math"

	"golang.org/x/net/html/charset"
)

var (
	errDoctype  = errors.New("it holds a document type declaration (DOCTYPE), which no spreadsheet program writes")
	errDeep     = errors.New("its elements stand too deep within one another")
	errElements = errors.New("it holds more elements than any spreadsheet program writes")
	errToken    = errors.New("it holds a tag, a text or a comment of more than 1 MiB")
)

// newDecoder reads a part in any encoding that it declares. It refuses what would have
// encoding/xml ask for much memory: see bounded.
func newDecoder(data []byte, elements int) *xml.Decoder {
	source := &tokenSource{data: data}
	decoder := xml.NewDecoder(source)
	decoder.CharsetReader = charset.NewReaderLabel
	return xml.NewTokenDecoder(&bounded{decoder: decoder, source: source, elements: elements})
}

// anyNumber of elements is read one by one.
const anyNumber = math.MaxInt

// bounded refuses a document type declaration, elements that stand too deep within one
// another or are too many, and tokens that are too long: encoding/xml keeps every element
// that is open, and a token with all of its attributes.
type bounded struct {
	decoder  *xml.Decoder
	source   *tokenSource
	depth    int
	elements int // how many more there may be
}

func (b *bounded) Token() (xml.Token, error) {
	b.source.taken = 0
	token, err := b.decoder.RawToken()
	switch token.(type) {
	case xml.Directive:
		return nil, errDoctype
	case xml.EndElement:
		b.depth--
	case xml.StartElement:
		b.depth++
		b.elements--
		switch {
		case b.depth > depthMax:
			return nil, errDeep
		case b.elements < 0:
			return nil, errElements
		}
	}
	return token, err
}

// tokenSource gives the bytes of a part, tokenMax at most for one token.
type tokenSource struct {
	data  []byte
	taken int // by the token at hand
}

func (s *tokenSource) ReadByte() (byte, error) {
	if len(s.data) == 0 {
		return 0, io.EOF
	}
	if s.taken++; s.taken > tokenMax {
		return 0, errToken
	}
	c := s.data[0]
	s.data = s.data[1:]
	return c, nil
}

// Read is what a reader of another encoding than UTF-8 reads ahead by.
func (s *tokenSource) Read(p []byte) (int, error) {
	if len(s.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.data)
	if s.taken += n; s.taken > tokenMax+len(p) {
		return 0, errToken
	}
	s.data = s.data[n:]
	return n, nil
}
