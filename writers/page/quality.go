package page

import (
	"fmt"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/words"
)

// quality is what a reader must know of the input before trusting the figures.
type quality struct {
	Warnings []string
	Rejects  table
}

// newQuality is nil for a run whose input left nothing to say.
func newQuality(r *report.Report) *quality {
	if len(r.Rejects) == 0 && r.Totals.CasesTainted == 0 && !r.Pseudonymized {
		return nil
	}
	q := &quality{Warnings: words.Warnings(r)}
	read, rejected := 0, 0
	for _, part := range r.Inputs {
		read, rejected = read+part.Read, rejected+part.Rejected
	}
	if rejected > 0 {
		q.Warnings = append(q.Warnings, fmt.Sprintf("%s of %s read %s rejected, %s.", words.Counted(rejected, "row"), words.Count(read), wasOrWere(rejected), permille(rejected, read)))
	}
	if values := len(r.Rejects) - rowsOf(r.Rejects); values > 0 {
		q.Warnings = append(q.Warnings, fmt.Sprintf("%s in a row that counts could not be used, and %s read as blank.", words.Counted(values, "value"), wasOrWere(values)))
	}
	q.Rejects = rejectsTable(r)
	return q
}

// rowsOf counts the rejects that are of whole rows.
func rowsOf(rejects []ledger.Reject) (count int) {
	for i := range rejects {
		if rejects[i].Row {
			count++
		}
	}
	return count
}

func wasOrWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// permille is a share in percent with one decimal, rounded down; a share above nothing is
// never 0.
func permille(part, whole int) string {
	if whole == 0 || part*1000 < whole {
		return "less than 0.1%"
	}
	tenths := part * 1000 / whole
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}

// rejectsTable counts the rejects by what is wrong, in the order of the codes.
func rejectsTable(r *report.Report) table {
	counts := map[ledger.Code]int{}
	for i := range r.Rejects {
		counts[r.Rejects[i].Code]++
	}
	t := table{Caption: "What was rejected, by what is wrong", Texts: 1, Heads: []string{"Code", "Rejects"}, Total: []string{"All", words.Count(len(r.Rejects))}}
	for _, code := range append(ledger.Codes(), ledger.OutOfBalance) {
		if counts[code] > 0 {
			t.Rows = append(t.Rows, []string{string(code), words.Count(counts[code])})
		}
	}
	return t
}
