package generate

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/flate"
)

// WorkbookName is the file that holds all tables when the format is XLSX.
const WorkbookName = "arrears.xlsx"

const (
	xmlHead     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	officeSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	partsSpace  = "http://schemas.openxmlformats.org/package/2006/"
	partsType   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

const stylesPart = xmlHead + `<styleSheet xmlns="` + mainSpace + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>` +
	`<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// workbook writes the few parts of an XLSX file that tables need. The parts of a zip file
// stand one after another, so the world is made once for each table; that takes less
// than keeping the other tables aside.
type workbook struct {
	zip     *zip.Writer
	sheets  []string
	rowsMax int
}

func (f *folder) writeWorkbook(ctx context.Context, o Options) (Summary, error) {
	file, err := f.create(WorkbookName)
	if err != nil {
		return Summary{}, err
	}
	return writeWorkbook(ctx, file, o, sheetRowsMax)
}

func writeWorkbook(ctx context.Context, out io.Writer, o Options, rowsMax int) (summary Summary, err error) {
	b := &workbook{zip: zip.NewWriter(out), rowsMax: rowsMax}
	b.zip.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestSpeed)
	})
	for _, one := range []struct {
		name    string
		columns []string
		place   func(t *tables) *table
	}{
		{"ledger", ledgerColumns, func(t *tables) *table { return &t.ledger[0] }},
		{"cases", casesColumns, func(t *tables) *table { return &t.cases }},
		{"ncps", ncpsColumns, func(t *tables) *table { return &t.ncps }},
		{"events", eventsColumns, func(t *tables) *table { return &t.events }},
	} {
		t := tables{ledger: []table{nowhere{}}, cases: nowhere{}, ncps: nowhere{}, events: nowhere{}}
		sheet := b.table(one.name, one.columns)
		*one.place(&t) = sheet
		w := newWorld(o, t)
		if err := w.make(ctx); err != nil {
			return Summary{}, err
		}
		sheet.finish()
		if err := sheet.err(); err != nil {
			return Summary{}, err
		}
		summary = w.summary
	}
	return summary, b.close()
}

// table begins the sheets of a table: name, "name 2" and so on.
func (b *workbook) table(name string, columns []string) *sheetTable {
	count := 0
	return newSheetTable(columns, b.rowsMax, func() (io.Writer, error) {
		count++
		title := name
		if count > 1 {
			title = fmt.Sprintf("%s %d", name, count)
		}
		b.sheets = append(b.sheets, title)
		return b.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets)))
	})
}

// part begins a part of the file. It carries no time, so equal content is equal bytes.
func (b *workbook) part(name string) (io.Writer, error) {
	return b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
}

// close writes the parts that name the sheets, now that their number is known.
func (b *workbook) close() error {
	var types, sheets, relations strings.Builder
	for i, title := range b.sheets {
		n := i + 1
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, n, partsType)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, title, n, n)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, officeSpace, n)
	}
	for _, part := range [][2]string{
		{"xl/styles.xml", stylesPart},
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="` + mainSpace + `" xmlns:r="` + officeSpace + `"><bookViews><workbookView/></bookViews><sheets>` +
			sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="` + partsSpace + `relationships">` + relations.String() +
			`<Relationship Id="rId0" Type="` + officeSpace + `/styles" Target="styles.xml"/></Relationships>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + partsSpace + `relationships"><Relationship Id="rId1" Type="` + officeSpace +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", xmlHead + `<Types xmlns="` + partsSpace + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + partsType + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + partsType + `styles+xml"/>` + types.String() + `</Types>`},
	} {
		out, err := b.part(part[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(out, part[1]); err != nil {
			return err
		}
	}
	return b.zip.Close()
}
