package readers

import (
	"context"
	"fmt"
	"os"
	"sync"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/readers/delimited"
	"arrears/readers/schema"
	"arrears/readers/workbook"
)

// openWorkbook recognises the tables of a workbook: each sheet that is not empty; of a
// workbook that an earlier run wrote, the outreach list.
func (s *Source) openWorkbook(f *file, handle *os.File) error {
	book, err := workbook.New(handle, f.info.Size(), workbook.Limits{})
	if err != nil {
		return &Error{f.name, reason(err)}
	}
	if len(s.parts)+len(book.Sheets()) > tablesMax {
		return tooManyTables(f.name)
	}
	if book.Defines(report.WorkbookMark) {
		return s.openReport(f, book)
	}
	tables := 0
	for i := range book.Sheets() {
		found, err := s.openSheet(f, book, i)
		if err != nil {
			return &Error{f.name, err.Error()}
		}
		if found {
			tables++
		}
	}
	if tables == 0 {
		return &Error{f.name, "the workbook has no sheet with a row; it needs a header row"}
	}
	return nil
}

// openReport takes the sheets of the outreach list out of a workbook that an earlier run
// wrote. All other sheets hold that run's results, and are ignored.
func (s *Source) openReport(f *file, book *workbook.Book) error {
	first := len(s.parts)
	var ignored []string
	for i, sheet := range book.Sheets() {
		number, names, err := firstRow(book, i)
		if err != nil {
			return &Error{f.name, err.Error()}
		}
		width, isOutreach := schema.IsOutreach(names, s.options.Aliases)
		if !isOutreach {
			ignored = append(ignored, sheet.Name)
			continue
		}
		header, err := schema.Recognise(names[:width], s.options.Aliases)
		if err != nil {
			return &Error{f.name, fmt.Sprintf("sheet %q: %v", sheet.Name, err)}
		}
		s.addSheet(f, book, i, number, header)
	}
	if len(s.parts) == first {
		return &Error{f.name, "is a workbook that this program wrote, and no sheet of it begins with the columns NCP ID, Contacted on and Outcome; " +
			"give back the sheet Outreach with its header row, or leave the workbook out"}
	}
	s.parts[first].IgnoredSheets = ignored
	return nil
}

// openSheet recognises the table of a sheet by its first row. An empty sheet, of which
// workbooks often have some, is passed over. Errors name the sheet.
func (s *Source) openSheet(f *file, book *workbook.Book, index int) (found bool, err error) {
	number, names, err := firstRow(book, index)
	if err != nil || names == nil {
		return false, err
	}
	sheet := book.Sheets()[index]
	header, err := schema.Recognise(names, s.options.Aliases)
	switch {
	case err != nil && sheet.Hidden:
		return false, fmt.Errorf("hidden sheet %q: %w", sheet.Name, err)
	case err != nil:
		return false, fmt.Errorf("sheet %q: %w", sheet.Name, err)
	}
	s.addSheet(f, book, index, number, header)
	return true, nil
}

// firstRow is the number of a sheet's first row that holds something, and what its cells
// show; none for an empty sheet.
func firstRow(book *workbook.Book, index int) (number int, names []string, err error) {
	rows, err := book.Rows(index)
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = closing(rows, err) }()
	if !rows.Next() {
		return 0, nil, rows.Err()
	}
	number, cells := rows.Row()
	names = make([]string, len(cells))
	size := 0
	for i, cell := range cells {
		if size += len(cell.Text); size > delimited.HeadMax {
			return 0, nil, fmt.Errorf("sheet %q: the header row holds more than 1 MiB; begin the sheet with the names of its columns", book.Sheets()[index].Name)
		}
		names[i] = string(cell.AppendShown(nil))
	}
	return number, names, nil
}

// addSheet adds the table of a sheet whose header stands in the row of a number.
func (s *Source) addSheet(f *file, book *workbook.Book, index, number int, header *schema.Header) {
	part := len(s.parts)
	s.add(&ledger.Part{File: f.name, Sheet: book.Sheets()[index].Name, Size: f.info.Size(), Packed: true}, header, number+1, func(taker delimited.Rows) producer {
		p := &sheetProducer{file: f.name, book: book, sheet: index, part: part, firstRow: number + 1, kinds: header.ColumnKinds(), rows: taker}
		for i, kind := range p.kinds {
			if kind != schema.Unread {
				p.read = append(p.read, i)
			}
		}
		return p
	})
}

// sheetProducer yields a sheet in blocks of rows rendered as text.
type sheetProducer struct {
	file     string
	book     *workbook.Book
	sheet    int
	part     int
	firstRow int
	kinds    []schema.ColumnKind
	read     []int // the places of the columns that are read
	rows     delimited.Rows
	spent    sync.Pool // of *sheetBlock: the memory of blocks that are done with
}

// sheetBlockSize is how much text a block of a sheet holds, about.
const sheetBlockSize = 1 << 20

// sheetBlock is consecutive rows of a sheet as text.
type sheetBlock struct {
	producer *sheetProducer
	number   int
	text     []byte
	fields   []ledger.Span // of all rows, those that are read
	rows     []sheetRow
	span     int // sheet rows that the block covers, blank ones included
}

// sheetRow is a row of a sheetBlock.
type sheetRow struct {
	line     int // from the block's first line
	from, to int // its fields: of every column that is read, unless it is too long
}

// whyLong is why a row of a sheet is malformed.
const whyLong = "the row holds more than 4 MiB of text; check what its cells hold"

// empty is a block in the memory of an earlier one.
func (p *sheetProducer) empty(number int) *sheetBlock {
	spent, ok := p.spent.Get().(*sheetBlock)
	if !ok {
		spent = &sheetBlock{}
	}
	return &sheetBlock{producer: p, number: number, text: spent.text[:0], fields: spent.fields[:0], rows: spent.rows[:0]}
}

// Parse decodes the block's rows into the batch, which takes over its text and gives up its
// own.
func (b *sheetBlock) Parse(batch *ledger.Batch, _ int64) error {
	p := b.producer
	defer p.spent.Put(&sheetBlock{text: batch.Text, fields: b.fields, rows: b.rows})
	batch.Text = b.text
	fields := make([]ledger.Span, len(p.kinds)) // those that are not read stay blank
	for _, row := range b.rows {
		count := row.to - row.from
		for i, place := range p.read[:count] {
			fields[place] = b.fields[row.from+i]
		}
		position := ledger.NewPosition(p.part, b.number, row.line)
		if count == len(p.read) {
			p.rows.Row(batch, fields, position)
		} else {
			p.rows.Malformed(batch, fields[:p.read[count]], position, whyLong)
		}
	}
	batch.Lines, batch.From, batch.To = b.span, int64(b.number), int64(b.number)+1
	return nil
}

// full tells whether the block holds enough: text, or rows without any.
func (b *sheetBlock) full() bool {
	const fieldSize = 8
	return len(b.text)+fieldSize*len(b.fields)/2 >= sheetBlockSize
}

// Blocks yields the sheet's blocks in order.
func (p *sheetProducer) Blocks(ctx context.Context, yield func(ledger.Block) error) (err error) {
	rows, err := p.book.Rows(p.sheet)
	if err != nil {
		return fmt.Errorf("read %s: %w", p.file, err)
	}
	defer func() { err = closing(rows, err) }()
	rows.Narrow(len(p.kinds))
	first := p.firstRow
	block := p.empty(0)
	for rows.Next() {
		number, cells := rows.Row()
		if number < p.firstRow {
			continue // the header
		}
		if block.full() {
			if err := yield(block); err != nil {
				return err
			}
			first += block.span
			block = p.empty(block.number + 1)
		}
		block.add(number-first, cells)
	}
	if err := rows.Err(); err != nil {
		return &Error{p.file, err.Error()}
	}
	if len(block.rows) > 0 {
		if err := yield(block); err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

// add renders a row. Cells behind the header's last are no column's and are ignored. A
// row that is too long ends before the field that makes it so.
func (b *sheetBlock) add(line int, cells []workbook.Cell) {
	begin, from := len(b.text), len(b.fields)
	for _, place := range b.producer.read {
		start := len(b.text)
		if place < len(cells) {
			if start-begin+len(cells[place].Text) > delimited.RowMax {
				break
			}
			b.text = Render(b.text, &cells[place], b.producer.kinds[place])
		}
		b.fields = append(b.fields, ledger.Span{Start: uint32(start), Length: uint32(len(b.text) - start)})
	}
	b.rows = append(b.rows, sheetRow{line, from, len(b.fields)})
	b.span = line + 1
}

// Render appends a cell to dst in the form in which the schema reads a column of a kind.
func Render(dst []byte, cell *workbook.Cell, kind schema.ColumnKind) []byte {
	switch {
	case cell.Kind == workbook.FormulaBlank:
		return append(dst, schema.FormulaWithoutValue...)
	case kind == schema.Identifier:
		return renderIdentifier(dst, cell)
	case kind == schema.Amount && cell.Kind == workbook.Number:
		if cents, ok := cell.Cents(); ok {
			return cents.Append(dst)
		}
		return append(dst, cell.Text...)
	case (kind == schema.Rate || kind == schema.YesNo) && cell.Kind == workbook.Number:
		return cell.AppendGeneral(dst)
	case kind == schema.Day && cell.Kind == workbook.Date && cell.Date == 0:
		return append(dst, cell.Text...)
	}
	return cell.AppendShown(dst)
}

func renderIdentifier(dst []byte, cell *workbook.Cell) []byte {
	switch cell.Kind {
	case workbook.Error:
		return append(dst, schema.ErrorCell...)
	case workbook.Date:
		return append(dst, schema.DateCell...)
	}
	shown, ok := cell.AppendIdentifier(dst)
	if !ok {
		return append(dst, schema.LostDigits...)
	}
	return shown
}
