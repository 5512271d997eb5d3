package letters

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"arrears/pipeline/ordered"
)

// PerFile is how many letters a file holds at most: so many a browser opens, a printer
// takes, and memory holds at a time.
const PerFile = 1000

// Batch says which files are made of letters, and how.
type Batch struct {
	Setting
	Wording  *Wording
	HTML     bool
	PDF      bool
	CSV      bool // the mail merge
	Each     bool // a PDF file for each letter too
	TwoSided bool // in PDF, each letter begins on a sheet of its own
	Workers  int  // files drawn side by side

	perFile int // PerFile if zero
}

// Add makes a file of the batch: its name, below the batch's folder, and what writes it
// and says how many letters or rows it holds. It may be called while another file is
// being written.
type Add func(name string, write func(io.Writer) (rows int, err error)) error

// Outcome is what became of the letters of a batch.
type Outcome struct {
	Skipped []Skipped // those given, and the letters that are not in the PDF
	Partly  int       // letters whose PDF leaves out signs that its font lacks
}

// Check tells before the work begins whether letters can be made: the policy has an
// agency, and the PDF can show its name and address.
func (s *Setting) Check() error {
	a := s.Rules.Agency
	if a.Name == "" {
		return fmt.Errorf("the policy %s has no agency section: whom do the letters come from? add one, as in california-coap", s.Rules.Label())
	}
	for _, part := range []struct{ key, text string }{{"name", a.Name}, {"program", a.Program}, {"program_spanish", a.ProgramSpanish},
		{"address", a.Address}, {"city", a.City}, {"telephone", a.Telephone}, {"fax", a.Fax}, {"email", a.Email}} {
		if signs := lacking(part.text); signs != "" {
			return fmt.Errorf("the policy's agency.%s holds signs that the PDF's font lacks: %s; write it otherwise", part.key, signs)
		}
	}
	return nil
}

// Write makes the files of a batch. What it is given twice, it writes twice with the same
// bytes, whatever the number of workers.
func (b *Batch) Write(ctx context.Context, letters []Letter, skipped []Skipped, add Add) (*Outcome, error) {
	outcome := &Outcome{Skipped: append([]Skipped(nil), skipped...)}
	merge := func(w io.Writer) (int, error) {
		if b.CSV {
			if _, err := io.WriteString(w, byteOrderMark+mergeHeader()); err != nil {
				return 0, err
			}
		}
		return len(letters), b.parts(ctx, letters, outcome, w, add)
	}
	var err error
	if b.CSV {
		err = add("letters.csv", merge)
	} else {
		_, err = merge(io.Discard)
	}
	if err == nil && b.Each {
		err = b.each(ctx, letters, add)
	}
	if err == nil {
		err = add("contacts.csv", func(w io.Writer) (int, error) { return len(letters), writeContacts(w, &b.Setting, letters) })
	}
	if err == nil {
		err = add("skipped.csv", func(w io.Writer) (int, error) { return len(outcome.Skipped), writeSkipped(w, outcome.Skipped) })
	}
	return outcome, err
}

// size is how many letters a file holds at most.
func (b *Batch) size() int {
	if b.perFile > 0 {
		return b.perFile
	}
	return PerFile
}

// part is what is made of at most PerFile letters.
type part struct {
	number  int // from 1
	letters []Letter

	html, pdf, merge []byte
	printed          int
	skipped          []Skipped
	partly           int
}

// parts draws the letters, some files side by side, and adds the files in order. At most
// 2 × workers parts are in memory.
func (b *Batch) parts(ctx context.Context, letters []Letter, outcome *Outcome, merge io.Writer, add Add) error {
	size := b.size()
	count := (len(letters) + size - 1) / size
	produce := func(_ context.Context, yield func(*part) error) error {
		for i := range count {
			if err := yield(&part{number: i + 1, letters: letters[i*size : min((i+1)*size, len(letters))]}); err != nil {
				return err
			}
		}
		return nil
	}
	newWorker := func() func(*part) (*part, error) {
		return func(p *part) (*part, error) { return p, b.draw(p, count) }
	}
	return ordered.Do(ctx, max(b.Workers, 1), produce, newWorker, func(p *part) error {
		outcome.Skipped = append(outcome.Skipped, p.skipped...)
		outcome.Partly += p.partly
		if _, err := merge.Write(p.merge); err != nil {
			return err
		}
		if b.HTML {
			if err := addBytes(add, fileName(p.number, count, "html"), p.html, len(p.letters)); err != nil {
				return err
			}
		}
		if b.PDF && p.printed > 0 {
			return addBytes(add, fileName(p.number, count, "pdf"), p.pdf, p.printed)
		}
		return nil
	})
}

func addBytes(add Add, name string, content []byte, rows int) error {
	return add(name, func(w io.Writer) (int, error) {
		_, err := w.Write(content)
		return rows, err
	})
}

// heading is the title of a part's files, for those who print them.
func (b *Batch) heading(p *part, count int) string {
	heading := "Letters of " + English.day(b.Date)
	if count > 1 {
		heading += fmt.Sprintf(", part %d of %d", p.number, count)
	}
	return heading
}

// draw makes a part's files.
func (b *Batch) draw(p *part, count int) error {
	page, err := b.Wording.newPage()
	if err != nil {
		return err
	}
	printer := newPrinter(b.heading(p, count), b.Rules.Agency.Name, mainLanguage(p.letters), b.Date, b.TwoSided)
	var html, merge bytes.Buffer
	subtitle := fmt.Sprintf("%d of them; amounts as of %s. Print on Letter paper for number 10 window envelopes.", len(p.letters), English.day(b.AsOf))
	if err := page.begin(&html, English, b.heading(p, count), subtitle); err != nil {
		return err
	}
	for i := range p.letters {
		l := &p.letters[i]
		d, err := b.Wording.compose(&b.Setting, l)
		if err != nil {
			return err
		}
		if err := page.letter(&html, d); err != nil {
			return err
		}
		row := mergeRow{number: (p.number-1)*b.size() + i + 1, document: d}
		if b.PDF {
			if err := b.print(p, printer, l, d, &row); err != nil {
				return err
			}
			row.file = fileName(p.number, count, "pdf")
		}
		if err := b.appendMerge(&merge, l, &row); err != nil {
			return err
		}
	}
	if err := page.end(&html); err != nil {
		return err
	}
	p.html, p.merge = html.Bytes(), merge.Bytes()
	if p.printed > 0 {
		p.pdf, err = printer.bytes()
	}
	return err
}

// print draws a letter in the PDF, with those signs of the name and address that it can
// show.
func (b *Batch) print(p *part, printer *printer, l *Letter, d *document, row *mergeRow) error {
	shown, ok := l.Parent.forPDF()
	if !ok {
		p.skipped = append(p.skipped, Skipped{l.Parent.ID, l.Kind, NotInPDF,
			"the PDF's font lacks the signs of the name or address; print this letter from the HTML file"})
		return nil
	}
	if shown != l.Parent {
		p.partly++
		row.partly = true
		copied := *l
		copied.Parent = shown
		var err error
		if d, err = b.Wording.compose(&b.Setting, &copied); err != nil {
			return err
		}
	}
	row.page = printer.pages + 1
	printer.letter(d)
	p.printed++
	return nil
}

// mainLanguage is the language of all the letters, else English.
func mainLanguage(letters []Letter) Language {
	for i := range letters {
		if letters[i].Language != Spanish {
			return English
		}
	}
	return Spanish
}

// eachTask is how many letters are drawn, each in a file of its own, as one task.
const eachTask = 16

// each adds a PDF file for every letter that a PDF can show.
func (b *Batch) each(ctx context.Context, letters []Letter, add Add) error {
	type drawn struct {
		name    string
		content []byte
	}
	produce := func(_ context.Context, yield func([]Letter) error) error {
		for from := 0; from < len(letters); from += eachTask {
			if err := yield(letters[from:min(from+eachTask, len(letters))]); err != nil {
				return err
			}
		}
		return nil
	}
	names := fileNames(letters)
	newWorker := func() func([]Letter) ([]drawn, error) {
		return func(some []Letter) (files []drawn, err error) {
			for i := range some {
				l := some[i]
				shown, ok := l.Parent.forPDF()
				if !ok {
					continue
				}
				l.Parent = shown
				d, err := b.Wording.compose(&b.Setting, &l)
				if err != nil {
					return nil, err
				}
				printer := newPrinter(d.title(), b.Rules.Agency.Name, l.Language, b.Date, b.TwoSided)
				printer.letter(d)
				content, err := printer.bytes()
				if err != nil {
					return nil, err
				}
				files = append(files, drawn{"each/" + names[some[i].Parent.ID] + "-" + l.Kind.String() + ".pdf", content})
			}
			return files, nil
		}
	}
	return ordered.Do(ctx, max(b.Workers, 1), produce, newWorker, func(files []drawn) error {
		for _, file := range files {
			if err := addBytes(add, file.name, file.content, 1); err != nil {
				return err
			}
		}
		return nil
	})
}
