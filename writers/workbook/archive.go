package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"sort"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// compression is where deflate spends its time best on sheets: beyond it the file
// hardly shrinks.
const compression = 4

// parts takes the parts of a workbook from the library, in whatever order they come.
type parts map[string]*bytes.Buffer

// Create returns where the part of a name goes.
func (p parts) Create(name string) (io.Writer, error) {
	p[name] = new(bytes.Buffer)
	return p[name], nil
}

// AddFS is never called for a workbook.
func (p parts) AddFS(fs.FS) error { return fs.ErrInvalid }

// Close does nothing: the archive is written once all parts are there.
func (p parts) Close() error { return nil }

// writeArchive writes the workbook's parts to w in the order of their names, with the
// rows of the listings put into their sheets.
func (b *builder) writeArchive(w io.Writer) error {
	// The library names the kinds of picture in the random order of a map.
	kinds := b.file.ContentTypes.Defaults
	sort.Slice(kinds, func(i, j int) bool { return kinds[i].Extension < kinds[j].Extension })
	collected := parts{}
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return collected })
	if _, err := b.file.WriteToBuffer(); err != nil {
		return fmt.Errorf("assemble workbook: %w", err)
	}
	archive := zip.NewWriter(w)
	deflate, err := flate.NewWriter(w, compression)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	// Parts are written one after another: one compressor, with its memory, does for all.
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		deflate.Reset(out)
		return deflate, nil
	})
	for _, name := range slices.Sorted(maps.Keys(collected)) {
		entry, err := archive.Create(name)
		if err == nil {
			err = b.writePart(entry, name, collected[name].Bytes())
		}
		if err != nil {
			return fmt.Errorf("write workbook: %s: %w", name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// writePart writes one part. A listing's sheet gets its rows, after what the library
// wrote of it, and its links; so do the relations of the sheet.
func (b *builder) writePart(w io.Writer, name string, content []byte) error {
	for i := range b.sheets {
		switch s := &b.sheets[i]; {
		case s.part == name:
			return b.writeSheet(w, s, content)
		case s.links && s.relations() == name:
			from, to, err := element(content, "Relationship", linkPlace)
			if err != nil {
				return err
			}
			return replacing(w, content, from, to, s.writeTargets)
		}
	}
	if name == b.statusChart {
		return colourStatuses(w, content)
	}
	_, err := w.Write(content)
	return err
}

var (
	sheetDataEnd = []byte("</sheetData>")
	linksBegin   = []byte("<hyperlinks>")
	linksEnd     = []byte("</hyperlinks>")
)

func (b *builder) writeSheet(w io.Writer, s *sheet, content []byte) error {
	at := bytes.Index(content, sheetDataEnd)
	if at < 0 {
		return errors.New("the sheet has no place for rows")
	}
	if _, err := w.Write(content[:at]); err != nil {
		return err
	}
	if err := b.writeRows(w, s); err != nil {
		return err
	}
	rest := content[at:]
	if !s.links {
		_, err := w.Write(rest)
		return err
	}
	from, to := bytes.Index(rest, linksBegin), bytes.Index(rest, linksEnd)
	if from < 0 || to < from {
		return errors.New("the sheet has no place for links")
	}
	return replacing(w, rest, from+len(linksBegin), to, s.writeLinks)
}

// replacing writes content with something else in place of what stands from one byte to
// another.
func replacing(w io.Writer, content []byte, from, to int, write func(io.Writer) error) error {
	if _, err := w.Write(content[:from]); err != nil {
		return err
	}
	if err := write(w); err != nil {
		return err
	}
	_, err := w.Write(content[to:])
	return err
}
