package flow

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/wire"
	"arrears/pipeline"
	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers"
)

// FailureName is the file that says why a run published nothing but its rejects.
const FailureName = "failed.json"

// Failure is what it holds.
type Failure struct {
	Rejected int    `json:"rejected"`
	Read     int    `json:"read"`
	Limit    string `json:"limit"`
}

// finishFn writes run.json, the file that makes a folder a finished run, once all others
// are there; or, where too many rows were rejected, why there is none.
type finishFn struct {
	Config
	Limit     pipeline.Limit
	Out       string
	Program   string
	Arguments []string
	Started   time.Time
	Parts     int
	Files     int // of a run that did not fail
}

// ProcessElement takes what all others left.
func (fn *finishFn) ProcessElement(ctx context.Context, _ []byte, written func(*wire.Written) bool, parts func(*exports.Part) bool,
	counts func(*wire.Counts) bool, figures func(*wire.Figures) bool) (err error) {
	defer tell(&err)
	rules, err := fn.Rules.Load()
	if err != nil {
		return err
	}
	planned := collect(parts)
	if err := exports.CheckUnchanged(ctx, planned); err != nil {
		return err
	}
	var counted wire.Counts
	counts(&counted)
	r := &report.Report{AsOf: fn.AsOf, Policy: rules, Register: &ledger.Register{}, RejectsNamingNobody: counted.Nobody,
		Run: report.Run{Program: fn.Program, Arguments: fn.Arguments}}
	if r.Inputs, err = countedInputs(each(planned), func(c *wire.Counts) bool { *c = counted; return counted.Parts != nil }, fn.Parts); err != nil {
		return err
	}
	if tooMany, failed := errors.AsType[*pipeline.TooManyRejects](fn.Limit.Check(r)); failed {
		return fn.write(ctx, FailureName, Failure{tooMany.Rejected, tooMany.Read, tooMany.Limit})
	}
	files := collect(written)
	if len(files) != fn.Files {
		return errNotWaited
	}
	var sums wire.Figures
	figures(&sums)
	if sums.Overflow {
		return ledger.ErrOverflow
	}
	r.Totals = sums.Totals
	return fn.write(ctx, report.ManifestName, fn.manifest(r, &counted, &sums, files))
}

// manifest is run.json, as far as possible as arrears run writes it.
func (fn *finishFn) manifest(r *report.Report, counted *wire.Counts, sums *wire.Figures, written []wire.Written) *report.Manifest {
	m := writers.NewManifest(r)
	for code, n := range counted.Rejects {
		m.Counts.RejectsByCode[code] = n
		m.Counts.Rejects += n
	}
	for _, status := range coap.Statuses() {
		m.Counts.Outreach += r.Totals.ByStatus[status].Outreach
	}
	for _, table := range tables(r.Policy) {
		columns := sums.Columns[table.Name]
		if columns == nil {
			columns = make([]ledger.Cents, len(table.Columns))
		}
		if totals := writers.TableTotals(table.Columns, columns); len(totals) > 0 {
			m.Totals[table.Name] = totals
		}
	}
	slices.SortFunc(written, func(a, b wire.Written) int { return cmp.Compare(a.Path, b.Path) })
	for _, file := range written {
		m.Outputs = append(m.Outputs, report.ManifestOutput{Path: file.Path, Size: file.Size, SHA256: file.SHA256, Rows: file.Rows})
	}
	m.Clock = report.ManifestClock{Started: fn.Started.UTC().Format(time.RFC3339Nano), Finished: time.Now().UTC().Format(time.RFC3339Nano),
		Durations: map[string]report.Seconds{}}
	return &m
}

func (fn *finishFn) write(ctx context.Context, name string, content any) error {
	text, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return err
	}
	return exports.Write(ctx, fn.Out, name, append(text, '\n'))
}
