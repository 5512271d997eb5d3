package writers

import (
	"encoding/json"
	"io"
	"time"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// manifest is run.json in the making.
type manifest struct{ report.Manifest }

func newManifest(r *report.Report) *manifest { return &manifest{NewManifest(r)} }

// NewManifest is what run.json says of a report but for the totals of its tables, the files
// and the clock.
func NewManifest(r *report.Report) report.Manifest {
	m := report.Manifest{
		Program:   "arrears " + r.Run.Program,
		Policy:    report.ManifestPolicy{Name: r.Policy.Name, Version: r.Policy.Version, SHA256: r.Policy.SHA256},
		AsOf:      r.AsOf.String(),
		Arguments: r.Run.Arguments,
		Compared:  r.Run.Compared,
		Totals:    make(map[string]report.ManifestTotals),
		Counts: report.ManifestCounts{Cases: r.Totals.Cases, CasesTainted: r.Totals.CasesTainted, NCPs: r.Totals.NCPs, Outreach: len(r.Outreach),
			ByStatus: make(map[string]int), Rejects: len(r.Rejects), RejectsByCode: make(map[string]int), RejectsNamingNobody: r.RejectsNamingNobody},
	}
	for _, part := range r.Inputs {
		m.Inputs = append(m.Inputs, manifestInput(part))
		m.Counts.FutureEntries += part.Future
		m.Counts.Duplicates += part.Duplicate
	}
	for _, status := range coap.Statuses() {
		m.Counts.ByStatus[status.String()] = r.Totals.ByStatus[status].NCPs
	}
	for i := range r.Rejects {
		m.Counts.RejectsByCode[string(r.Rejects[i].Code)]++
	}
	return m
}

func manifestInput(part *ledger.Part) report.ManifestInput {
	return report.ManifestInput{Path: part.File, Sheet: part.Sheet, Table: part.Kind.String(), Size: part.Size, SHA256: part.SHA256,
		Rows: report.ManifestRows{Read: part.Read, Accepted: part.Accepted, Rejected: part.Rejected, Duplicate: part.Duplicate,
			Future: part.Future, Ignored: part.Ignored},
		UnknownColumns: part.UnknownColumns, IgnoredSheets: part.IgnoredSheets}
}

func (m *manifest) addTotals(table report.Table, sums []ledger.Cents) {
	if totals := TableTotals(table.Columns, sums); len(totals) > 0 {
		m.Totals[table.Name] = totals
	}
}

// TableTotals names the sums of a table's columns, those of money.
func TableTotals(columns []report.Column, sums []ledger.Cents) report.ManifestTotals {
	totals := make(report.ManifestTotals)
	for i, column := range columns {
		if column.Kind == report.Money {
			totals[column.Name] = sums[i].String()
		}
	}
	return totals
}

func (m *manifest) write(w io.Writer, r *report.Report, finished time.Time) error {
	m.Clock = report.ManifestClock{Run: r.Run.ID, Started: r.Run.Started.UTC().Format(time.RFC3339Nano), Finished: finished.UTC().Format(time.RFC3339Nano),
		Host: r.Run.Host, Durations: make(map[string]report.Seconds)}
	for _, lap := range r.Run.Durations {
		m.Clock.Durations[lap.Stage] = report.Seconds(lap.Elapsed)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(&m.Manifest)
}
