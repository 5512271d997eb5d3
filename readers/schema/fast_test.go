package schema_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/ledger"
	"arrears/readers/delimited"
	"arrears/readers/schema"
)

// wantSameRows reads a text by the fast path and without it.
func wantSameRows(t testing.TB, text string, delimiter byte, decoder *schema.LedgerDecoder, header *schema.Header) {
	t.Helper()
	fast, slow := readText(t, text, delimiter, header, decoder), readText(t, text, delimiter, header, general{decoder})
	if diff := cmp.Diff(describe(slow), describe(fast)); diff != "" {
		t.Errorf("%q (-general path +fast path):\n%s", text, diff)
	}
}

// values are what may stand in a column: usual forms, unusual ones and wrong ones.
var values = map[string][]string{
	"case_id":  {"C1", "C1", "C1", "C2", "C2", "0012", "C 3", " C1", "C1 ", "", "Ç1", "C\xff", "C\x001", "\x00formula", "\x00x", "\"C1\"", "\"C,1\"", "\" C,1\"", "\"C\"\"1\"", "C\"1", "'C1", "C.1", "C\x7f"},
	"date":     {"2020-01-01", "2020-02-29", "2021-02-29", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "1/2/2006", "01/02/2006", "2020-1-2", "", " 2020-01-01", "\"2020-01-01\"", "2020-01-0a", "2020-01-0\xfa", "20200101", "2020-01-01T", "\x00formula"},
	"type":     {"charge", "payment", "judgment", "adjustment", "interest_adjustment", "reversal", "Charge", "interest adjustment", " payment", "", "charges", "pay", "\"charge\"", "\xff", "\x00formula"},
	"amount":   {"1", "1.5", "100.00", "0.01", "-5.00", "0", "0.00", "-0", "1.000", "1.", ".5", "1,000.00", "\"1,000.00\"", "$5", "(5.00)", "9999999999.99", "10000000000", "00000000001.00", "-", "", "5 ", "5e1", "--5", "\x00formula", "5\x00"},
	"account":  {"NAA", "PAA", "PAA", "FC", "paa", "ZZZ", "", " PAA", "\"PAA\"", "P\xff", "\x00formula"},
	"source":   {"", "", "wage", "federal_tax_offset", "Federal Tax-Offset", " federal_tax_offset ", "\"federal_tax_offset\"", "FEDERAL_TAX_OFFSET", "f\xff", "\x00formula", strings.Repeat("long", 40)},
	"entry_id": {"", "E1", "E2", "0007", " E1", "\"E\"\"1\"", "E\xff", "\x00formula", "\x00x", "\x00digits"},
	"ref":      {"", "", "E1", "E2", " E1 ", "R\xff", "\x00formula", "\x00x"},
	"note":     {"", "x", "\xff", "\"a\nb\"", "\"a,b\"", "a\"b", " ", "\x00", "\"open"},
}

// randomLedger writes rows, most of them in the usual form.
func randomLedger(random *rand.Rand, header []string, delimiter string) string {
	var text strings.Builder
	for range 1 + random.IntN(8) {
		for i, column := range header {
			if i > 0 {
				text.WriteString(delimiter)
			}
			pool := values[column]
			if random.IntN(5) > 0 {
				pool = pool[:min(len(pool), 4)]
			}
			text.WriteString(pool[random.IntN(len(pool))])
		}
		switch random.IntN(20) {
		case 0:
			text.WriteString(delimiter)
		case 1:
			text.WriteString("\n")
		case 2:
			text.WriteString("\r")
		case 3:
			text.WriteString("\r\n\r")
		}
		text.WriteString("\n")
	}
	written := text.String()
	if random.IntN(3) == 0 {
		written = strings.TrimRight(written, "\n")
	}
	return written
}

var ledgerHeaders = [][]string{
	{"case_id", "date", "type", "amount", "account", "source", "entry_id", "ref"},
	{"case_id", "date", "type", "amount", "account"},
	{"date", "amount", "type", "account", "ref", "entry_id", "note", "case_id"},
	{"note", "entry_id", "case_id", "source", "account", "type", "date", "amount"},
	{"case_id", "date", "type", "amount"},
}

func TestFastPathNeverContradicts(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 17433))
	for _, cells := range ledgerHeaders {
		header := headerOf(t, cells...)
		decoder := schema.NewLedgerDecoder(header, rules(t))
		for range 1000 {
			delimiter := ",;\t|"[random.IntN(4)]
			wantSameRows(t, randomLedger(random, cells, string(rune(delimiter))), delimiter, decoder, header)
			if t.Failed() {
				return
			}
		}
	}
}

// An identifier of the row before may stand in a form that no unquoted field has.
func TestFastPathAfterQuotedCase(t *testing.T) {
	header := headerOf(t, ledgerHeaders[4]...)
	decoder := schema.NewLedgerDecoder(header, rules(t))
	for _, c := range []struct {
		quoted, bare string
		delimiter    byte
	}{
		{`"C,1"`, `C,1`, ','}, {`" C,1"`, `C,1`, ','}, {`"C,1 "`, `C,1`, ','}, {`" C""1"`, `C"1`, ','}, {"\"\nC\n1\"", "C\n1", ','},
		{`" C"","`, `C",`, ','}, {"\"\tC\t1\t\"", "C\t1", '\t'}, {"\"\nC;1\"", "C;1", ';'}, {`" C1"`, "C1", ','},
	} {
		rest := strings.ReplaceAll(",2020-01-01,payment,5.00\n", ",", string(rune(c.delimiter)))
		wantSameRows(t, c.quoted+rest+c.bare+rest+c.bare+rest, c.delimiter, decoder, header)
	}
}

// A row of more than 4 MiB is malformed, which only the general path can tell: the fast path
// leaves long rows to it.
func TestFastPathOfLongRows(t *testing.T) {
	decoder := schema.NewLedgerDecoder(headerOf(t, "note", "case_id", "date", "type", "amount"), rules(t))
	for size, want := range map[int]bool{0: true, 1 << 15: true, 1 << 19: false, 5 << 20: false} {
		batch := &ledger.Batch{Text: []byte(strings.Repeat("x", size) + ",C1,2020-01-01,payment,5.00\n")}
		end := len(batch.Text)
		batch.Text = append(batch.Text, "what follows is of no matter\n"...)
		next, rows := decoder.Fast(batch, 0, end, ',', 0)
		if (rows == 1) != want || rows != len(batch.Entries) || (want && next != end) {
			t.Errorf("a row of %d bytes: %d rows, %d of %d, %d entries", end, rows, next, end, len(batch.Entries))
		}
	}
}

// FuzzLedgerText reads any text by the fast path and without it. Every row is an entry or
// one reject.
func FuzzLedgerText(f *testing.F) {
	header := headerOf(f, ledgerHeaders[0]...)
	decoder := schema.NewLedgerDecoder(header, rules(f))
	random := rand.New(rand.NewPCG(3, 17433))
	for range 20 {
		f.Add(randomLedger(random, ledgerHeaders[0], ","))
	}
	f.Fuzz(func(t *testing.T, text string) {
		wantSameRows(t, text, ',', decoder, header)
		batch := readText(t, text, ',', header, decoder)
		if batch.Rows != len(batch.Entries)+len(batch.Rejects) {
			t.Errorf("%q: %d rows, %d entries, %d rejects", text, batch.Rows, len(batch.Entries), len(batch.Rejects))
		}
	})
}

// Neither way of reading allocates for a row.
func TestLedgerRowsDoNotAllocate(t *testing.T) {
	header := headerOf(t, ledgerHeaders[0]...)
	decoder := schema.NewLedgerDecoder(header, rules(t))
	const rows = 2000
	plain := strings.Repeat("C1,2020-01-01,charge,5.00,PAA,,E1,\nC2,2020-01-02,payment,7.5,,federal_tax_offset,E2,\n", rows/2)
	quoted := strings.Repeat("\"C1\",1/1/2020,charge,\"1,005.00\",PAA,,\"E\"\"1\",\n C2 ,2020-01-02,payment,$7.5,,Federal Tax-Offset, E2 ,\n", rows/2)
	for name, text := range map[string]string{"plain": plain, "quoted": quoted} {
		var block ledger.Block
		layout := delimited.Layout{Delimiter: ',', Header: header, Line: 1}
		file := delimited.NewFile("rows.csv", 0, layout, strings.NewReader(text), int64(len(text)), decoder)
		if err := file.Blocks(t.Context(), func(b ledger.Block) error { block = b; return nil }); err != nil {
			t.Fatal(err)
		}
		var batch ledger.Batch
		allocations := testing.AllocsPerRun(5, func() {
			batch.Reset()
			if err := block.Parse(&batch, -1); err != nil || len(batch.Entries) != rows {
				t.Fatal(err, describe(&batch))
			}
		})
		if allocations > 20 {
			t.Errorf("%s: %d rows take %.0f allocations", name, rows, allocations)
		}
	}
}
