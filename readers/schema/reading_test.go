package schema_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
	"arrears/readers/delimited"
	"arrears/readers/schema"
)

func rules(t testing.TB) *policy.Policy {
	t.Helper()
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func headerOf(t testing.TB, cells ...string) *schema.Header {
	t.Helper()
	header, err := schema.Recognise(cells, schema.DefaultAliases())
	if err != nil {
		t.Fatal(err)
	}
	return header
}

// general takes the rows of a decoder that has a fast path, and hides that.
type general struct{ decoder *schema.LedgerDecoder }

func (g general) Row(batch *ledger.Batch, fields []ledger.Span, position ledger.Position) {
	g.decoder.Row(batch, fields, position)
}

func (g general) Malformed(batch *ledger.Batch, fields []ledger.Span, position ledger.Position, why string) {
	g.decoder.Malformed(batch, fields, position, why)
}

// readText reads the rows of a text, without a header line, as one block.
func readText(t testing.TB, text string, delimiter byte, header *schema.Header, rows delimited.Rows) *ledger.Batch {
	t.Helper()
	layout := delimited.Layout{Delimiter: delimiter, Header: header, Line: 1}
	batch := &ledger.Batch{}
	err := delimited.NewFile("rows.csv", 0, layout, strings.NewReader(text), int64(len(text)), rows).
		Blocks(t.Context(), func(block ledger.Block) error { return block.Parse(batch, -1) })
	if err != nil {
		t.Fatal(err)
	}
	return batch
}

// describe writes a batch out, spans as texts.
func describe(batch *ledger.Batch) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%d rows, %d lines\n", batch.Rows, batch.Lines)
	for _, run := range batch.Runs {
		fmt.Fprintf(&out, "run %q: entries %d to %d, %d rows from line %d\n", run.Case.Of(batch.Text), run.From, run.To, run.Rows, run.First.Line())
	}
	for i := range batch.Entries {
		fmt.Fprintln(&out, describeEntry(batch, &batch.Entries[i]))
	}
	for _, reject := range batch.Rejects {
		fmt.Fprintf(&out, "reject %+v\n", reject)
	}
	return out.String()
}

// wellSaid tells a message that says on one line what is wrong, then what to do.
func wellSaid(message string) bool {
	return strings.Contains(message, "; ") && !strings.ContainsAny(message, "\r\n\x00") && utf8.ValidString(message)
}

func describeEntry(batch *ledger.Batch, e *ledger.Entry) string {
	return fmt.Sprintf("entry on line %d: %s %s %s account %d rule %d id %q ref %q source %q", e.Position.Line(), e.Date, e.Type, e.Amount,
		e.Account, e.SourceRule, e.ID.Of(batch.Text), e.Ref.Of(batch.Text), e.Source.Of(batch.Text))
}
