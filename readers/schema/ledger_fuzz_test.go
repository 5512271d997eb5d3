package schema

import (
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/policy"
)

// rowOf makes a batch of one row's text, and the row's fields.
func rowOf(values []string) (*ledger.Batch, []ledger.Span) {
	batch := &ledger.Batch{}
	fields := make([]ledger.Span, len(values))
	for i, value := range values {
		fields[i] = ledger.Span{Start: uint32(len(batch.Text)), Length: uint32(len(value))}
		batch.Text = append(append(batch.Text, value...), ',')
	}
	return batch, fields
}

// FuzzLedgerRow decodes any eight values under two headers. A row is accepted if no
// column of it is bad, else it makes one reject, of its first bad column.
func FuzzLedgerRow(f *testing.F) {
	for _, seed := range []string{
		"C1|2020-01-01|charge|5.00|PAA|wage|E1|", "C1|1/2/2006|Reversal|5|||E2|E1", "C1||payment|0|X||\x00x|\xff", "|2020-01-01|adjustment|(5.00)|paa|||",
		" C1\u00a0|2020-01-01|interest adjustment|-$1,000.00|NAA|\x00formula|\x00digits|\x00date", "\x00error|x|x|x|x|x|x|x", "C1|\x00formula|\x00formula|\x00formula|\x00formula|\x00formula|\x00formula|\x00formula",
	} {
		f.Add(seed)
	}
	rules, err := policy.Load("california-coap")
	if err != nil {
		f.Fatal(err)
	}
	var decoders []*LedgerDecoder
	for _, cells := range [][]string{{"case_id", "date", "type", "amount", "account", "source", "entry_id", "ref"}, {"ref", "amount", "note", "case_id", "entry_id", "type", "date", "x"}} {
		header, err := Recognise(cells, DefaultAliases())
		if err != nil {
			f.Fatal(err)
		}
		decoders = append(decoders, NewLedgerDecoder(header, rules))
	}
	f.Fuzz(func(t *testing.T, text string) {
		values := append(strings.SplitN(text, "|", 8), make([]string, 8)...)[:8]
		for _, decoder := range decoders {
			checkLedgerRow(t, decoder, values)
		}
	})
}

func checkLedgerRow(t *testing.T, decoder *LedgerDecoder, values []string) {
	batch, fields := rowOf(values)
	bad := -1
	for i, column := range decoder.order {
		if decoder.check(column.name, valueOf(batch.Text, fields, column.place), batch.Text, fields).bad() {
			bad = i
			break
		}
	}
	decoder.Row(batch, fields, ledger.NewPosition(1, 2, 3))
	if batch.Rows != 1 || (bad < 0) != (len(batch.Entries) == 1) || (bad < 0) == (len(batch.Rejects) == 1) {
		t.Fatalf("%q: bad column %d, %d entries, %d rejects", values, bad, len(batch.Entries), len(batch.Rejects))
	}
	if bad < 0 {
		return
	}
	column, reject := decoder.order[bad], batch.Rejects[0]
	if reject.Code == "" || reject.Column != column.name || reject.ColumnOrder != columnOrder(column.place) || !reject.Row || reject.Rows != 1 ||
		reject.Table != ledger.LedgerTable || reject.Message == "" || strings.ContainsAny(reject.Message, "\r\n\x00") {
		t.Fatalf("%q: %+v for column %q", values, reject, column.name)
	}
}
