package readers

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/readers/schema"
)

// A batch keeps its text while later blocks are made, whose memory is that of earlier ones.
func TestABatchKeepsItsText(t *testing.T) {
	const rows = 60_000
	var sheet, lines strings.Builder
	sheet.WriteString(header("case_id,date,type,amount"))
	lines.WriteString("case_id,date,type,amount\n")
	for i := range rows {
		id := fmt.Sprintf("Case number %d %s", i, strings.Repeat("x", 40))
		sheet.WriteString(row(text(id), text("2020-01-01"), text("payment"), number("1.5", moneyStyle)))
		fmt.Fprintf(&lines, "%s,2020-01-01,payment,1.50\n", id)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(lines.String()))
	_ = w.Close()
	write(t, map[string]string{"a.xlsx": handMade(t, false, []string{"S"}, sheet.String()), "b.csv.gz": packed.String()})
	for _, name := range []string{"a.xlsx", "b.csv.gz"} {
		source := open(t, name)
		table := source.tables[0]
		var batches [3]ledger.Batch
		var held [3]string
		n, got := 0, 0
		err := table.blocks(schema.NewLedgerDecoder(table.header, source.options.Rules)).Blocks(t.Context(), func(block ledger.Block) error {
			for i := range batches {
				if string(batches[i].Text) != held[i] {
					t.Fatalf("%s: before block %d a batch's text is another", name, n)
				}
			}
			batch := &batches[n%3]
			batch.Reset()
			if err := block.Parse(batch, -1); err != nil {
				return err
			}
			got += batch.Rows
			held[n%3] = string(batch.Text)
			n++
			return nil
		})
		if err != nil || n < 5 || got != rows {
			t.Errorf("%s: %d blocks, %d rows, %v", name, n, got, err)
		}
	}
}
