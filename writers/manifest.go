package writers

import (
	"encoding/json"
	"io"
	"time"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
)

// Manifest is run.json: what was computed from what, and what came out.
type Manifest struct {
	Program   string            `json:"program"`
	Policy    ManifestPolicy    `json:"policy"`
	AsOf      string            `json:"as_of"`
	Arguments []string          `json:"arguments"`
	Inputs    []ManifestInput   `json:"inputs"`
	Counts    ManifestCounts    `json:"counts"`
	Totals    map[string]Totals `json:"totals"` // by table
	Outputs   []ManifestOutput  `json:"outputs"`
	Clock     ManifestClock     `json:"clock"`
}

// ManifestPolicy names the rules that were applied.
type ManifestPolicy struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
}

// ManifestInput is one table of the input.
type ManifestInput struct {
	Path           string       `json:"path"`
	Sheet          string       `json:"sheet,omitempty"`
	Table          string       `json:"table"`
	Size           int64        `json:"size"`
	SHA256         string       `json:"sha256"`
	Rows           ManifestRows `json:"rows"`
	UnknownColumns []string     `json:"unknown_columns,omitempty"`
}

// ManifestRows counts rows: read = accepted + rejected + duplicate + future. Ignored
// events (dated after the as-of date) are among the accepted.
type ManifestRows struct {
	Read      int `json:"read"`
	Accepted  int `json:"accepted"`
	Rejected  int `json:"rejected"`
	Duplicate int `json:"duplicate"`
	Future    int `json:"future_entries"`
	Ignored   int `json:"ignored_events,omitempty"`
}

// ManifestCounts are the headline counts.
type ManifestCounts struct {
	Cases               int            `json:"cases"`
	CasesTainted        int            `json:"cases_tainted"`
	NCPs                int            `json:"ncps"`
	Outreach            int            `json:"outreach"`
	ByStatus            map[string]int `json:"by_status"`
	Rejects             int            `json:"rejects"`
	RejectsByCode       map[string]int `json:"rejects_by_code"`
	RejectsNamingNobody int            `json:"rejects_naming_nobody"`
	FutureEntries       int            `json:"future_entries"`
	Duplicates          int            `json:"duplicates"`
}

// Totals are a table's sums by money column, in dollars and cents.
type Totals map[string]string

// ManifestOutput is one file of the run.
type ManifestOutput struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Rows   int    `json:"rows,omitempty"`
}

// ManifestClock is all that differs between two runs on the same input.
type ManifestClock struct {
	Started   string             `json:"started"`
	Finished  string             `json:"finished"`
	Host      string             `json:"host"`
	Durations map[string]float64 `json:"durations_seconds"`
}

func newManifest(r *report.Report) *Manifest {
	m := &Manifest{
		Program:   "arrears " + r.Run.Program,
		Policy:    ManifestPolicy{r.Policy.Name, r.Policy.Version, r.Policy.SHA256},
		AsOf:      r.AsOf.String(),
		Arguments: r.Run.Arguments,
		Totals:    make(map[string]Totals),
		Counts: ManifestCounts{Cases: r.Totals.Cases, CasesTainted: r.Totals.CasesTainted, NCPs: r.Totals.NCPs, Outreach: len(r.Outreach),
			ByStatus: make(map[string]int), Rejects: len(r.Rejects), RejectsByCode: make(map[string]int), RejectsNamingNobody: r.RejectsNamingNobody},
	}
	for _, part := range r.Inputs {
		m.Inputs = append(m.Inputs, ManifestInput{part.File, part.Sheet, part.Kind.String(), part.Size, part.SHA256,
			ManifestRows{part.Read, part.Accepted, part.Rejected, part.Duplicate, part.Future, part.Ignored}, part.UnknownColumns})
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

func (m *Manifest) addTotals(table report.Table, sums []ledger.Cents) {
	totals := make(Totals)
	for i, column := range table.Columns {
		if column.Kind == report.Money {
			totals[column.Name] = sums[i].String()
		}
	}
	if len(totals) > 0 {
		m.Totals[table.Name] = totals
	}
}

func (m *Manifest) write(w io.Writer, r *report.Report, finished time.Time) error {
	m.Clock = ManifestClock{Started: r.Run.Started.UTC().Format(time.RFC3339Nano), Finished: finished.UTC().Format(time.RFC3339Nano),
		Host: r.Run.Host, Durations: make(map[string]float64)}
	for _, lap := range r.Run.Durations {
		m.Clock.Durations[lap.Stage] = lap.Elapsed.Seconds()
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(m)
}
