package workbook

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
)

// Sheet is one worksheet of a workbook.
type Sheet struct {
	Name   string
	Hidden bool // not among the tabs that Excel shows
}

// Book is an open workbook. Rows may be called from several goroutines; each of the
// Rows it returns belongs to one.
type Book struct {
	archive  *archive
	closer   io.Closer
	sheets   []Sheet
	paths    []string // the part of each sheet
	names    []string // the defined names
	strings  string   // the part of the shared strings; blank where there are none
	date1904 bool
	formats  []Format // by the style number of a cell

	loadStrings  func() (*sharedStrings, error)
	forceCareful bool // tests read every sheet through the fallback
}

// Open opens the workbook at path. What is no workbook, or a workbook of another
// kind, encrypted or damaged, is an error that says so and does not name the path.
func Open(path string, limits Limits) (*Book, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil {
		var book *Book
		if book, err = New(file, info.Size(), limits); err == nil {
			book.closer = file
			return book, nil
		}
	}
	return nil, errors.Join(err, file.Close())
}

// New opens the workbook that a source of a size holds. The source stays the caller's,
// and must stay open as long as the book is read.
func New(source io.ReaderAt, size int64, limits Limits) (*Book, error) {
	archive, err := openArchive(source, size, limits.withDefaults())
	if err != nil {
		return nil, err
	}
	b := &Book{archive: archive}
	if err := b.readParts(); err != nil {
		return nil, err
	}
	b.loadStrings = sync.OnceValues(func() (*sharedStrings, error) {
		if b.strings == "" {
			return &sharedStrings{}, nil
		}
		shared, err := readSharedStrings(b.archive, b.strings, b.forceCareful)
		if err != nil {
			return nil, fmt.Errorf("shared strings: %w", err)
		}
		return shared, nil
	})
	return b, nil
}

// Close closes the file. Close every Rows before.
func (b *Book) Close() error {
	if b.closer == nil {
		return nil
	}
	return b.closer.Close()
}

// Sheets lists the worksheets in the workbook's order, hidden ones included. Chart,
// dialog and macro sheets hold no rows and are not listed.
func (b *Book) Sheets() []Sheet { return b.sheets }

// Defines tells whether the workbook has a defined name. As in spreadsheets, the case of
// letters does not matter.
func (b *Book) Defines(name string) bool {
	return slices.ContainsFunc(b.names, func(defined string) bool { return strings.EqualFold(defined, name) })
}

// Rows starts reading the sheet at that place in Sheets.
func (b *Book) Rows(sheet int) (*Rows, error) {
	if sheet < 0 || sheet >= len(b.sheets) {
		return nil, fmt.Errorf("there is no sheet %d: the workbook has %d", sheet, len(b.sheets))
	}
	r := &Rows{book: b, name: b.sheets[sheet].Name, path: b.paths[sheet]}
	r.values = values{formats: b.formats, date1904: b.date1904, load: b.loadStrings}
	source, err := b.archive.open(r.path, b.archive.limits.Sheet)
	if err != nil {
		return nil, r.describe(err)
	}
	if b.forceCareful {
		return r, source.Close()
	}
	r.scanner = newScanner(source, b.archive, &r.values)
	return r, nil
}
