package workbook

import (
	"io"
	"testing"

	"github.com/xuri/excelize/v2"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
	"arrears/writers/internal/words"
)

// benchRows is a large county's list, many times over.
const benchRows = 200_000

// longList is a report with a long outreach list of few people.
func longList() *report.Report {
	r := fixture.New(2_000)
	for len(r.Outreach) < benchRows {
		r.Outreach = append(r.Outreach, r.Outreach[:min(len(r.Outreach), benchRows-len(r.Outreach))]...)
	}
	return r
}

// BenchmarkWrite writes 200,000 rows of outreach, of 25 columns, and a small rest.
func BenchmarkWrite(b *testing.B) {
	r := longList()
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStreamWriter writes the same rows of outreach with the library's own stream
// writer as it comes, without anything around them: what BenchmarkWrite is held against.
func BenchmarkStreamWriter(b *testing.B) {
	r := longList()
	b.ReportAllocs()
	for b.Loop() {
		if err := streamed(r); err != nil {
			b.Fatal(err)
		}
	}
}

func streamed(r *report.Report) error {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }()
	styles, err := newStyles(file)
	if err != nil {
		return err
	}
	stream, err := file.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	say, cells := newPhrases(r.Policy), make([]any, 0, 25)
	for i := range r.Outreach {
		line := &r.Outreach[i]
		ncp, d := &r.NCPs[line.NCP], &r.Determinations[line.NCP]
		cells = append(cells[:0], excelize.Cell{StyleID: styles.body[count], Value: i + 1})
		for _, text := range [...]string{words.Status(d.Status), line.New, ncp.ID, ncp.Name(), ncp.Address1(), ncp.Address2(), ncp.City(), ncp.State(), ncp.Zip(),
			ncp.Phone(), ncp.Email(), ncp.Language(), countyOf(r, line.Case)} {
			cells = append(cells, excelize.Cell{StyleID: styles.body[wrapped], Value: neutral(text)})
		}
		for _, amount := range [...]ledger.Cents{d.Compromisable, d.Offer.Cents(), d.Forgiven.Cents(), d.PlanPayment.Cents()} {
			cells = append(cells, excelize.Cell{StyleID: styles.body[money], Value: amountValue(amount)})
		}
		cells = append(cells, excelize.Cell{StyleID: styles.body[day], Value: serial(d.EligibleOn)})
		for _, text := range [...]string{say.steps(d.NextSteps), say.remedies(d.Remedies), words.Dates(line.Reason)} {
			cells = append(cells, excelize.Cell{StyleID: styles.body[wrapped], Value: text})
		}
		for _, column := range contactColumns {
			cells = append(cells, excelize.Cell{StyleID: styles.body[column.kind]})
		}
		at, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := stream.SetRow(at, cells); err != nil {
			return err
		}
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	return file.Write(io.Discard)
}
