// Package verify holds a finished run against itself: its files against the hashes of its
// manifest, its sums against what they are the sums of, its manifest against the audit
// trail, and its inputs against the hashes that they had. It finds what was changed since,
// and says where.
package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"arrears/readers/finished"
)

// Difference is something that is not as the run left it. Nothing personal is in it: it
// names places, and shows amounts, dates and counts.
type Difference struct {
	File    string `json:"file"`             // below the run's folder; of inputs and the trail, the path
	Line    int    `json:"line,omitempty"`   // physical, from 1
	Row     int    `json:"row,omitempty"`    // as a spreadsheet counts: the header is row 1
	Column  string `json:"column,omitempty"` // or key of run.json
	Message string `json:"message"`
}

// String is the difference in one line.
func (d Difference) String() string {
	place := d.File
	if d.Line > 0 {
		place += fmt.Sprintf(", line %d", d.Line)
	}
	if d.Row > 0 {
		place += fmt.Sprintf(", row %d", d.Row)
	}
	if d.Column != "" {
		place += ", " + d.Column
	}
	return place + ": " + d.Message
}

// Result is what was found.
type Result struct {
	Differences []Difference
	Notes       []Difference // what is no difference, but should be known
	Checked     Checked

	kept         map[string]int  // differences of each file so far
	damagedFiles map[string]bool // those with rows that can't be read
}

// Checked counts what was looked at.
type Checked struct {
	Files    int `json:"files"` // of the run
	Sums     int `json:"sums"`  // columns of money added up again
	Accounts int `json:"accounts"`
	Cases    int `json:"cases"`
	NCPs     int `json:"ncps"`
	Outreach int `json:"outreach"`
	Inputs   int `json:"inputs"`         // files at hand
	Missing  int `json:"inputs_missing"` // files that are not
	Trail    int `json:"trail_line"`     // the run's; 0: there is no trail, or it is not in it
	Rerun    int `json:"rerun_files"`    // compared byte for byte
}

// keptMax is how many differences of a file are kept; one changed line may make many.
const keptMax = 20

// add notes a difference.
func (r *Result) add(d Difference) {
	if r.kept == nil {
		r.kept, r.damagedFiles = make(map[string]int), make(map[string]bool)
	}
	r.damagedFiles[d.File] = r.damagedFiles[d.File] || d.Line > 0
	if r.kept[d.File]++; r.kept[d.File] <= keptMax {
		r.Differences = append(r.Differences, d)
	}
}

func (r *Result) addf(file string, row int, column, format string, arguments ...any) {
	r.add(Difference{File: file, Row: row, Column: column, Message: fmt.Sprintf(format, arguments...)})
}

func (r *Result) note(file, format string, arguments ...any) {
	r.Notes = append(r.Notes, Difference{File: file, Message: fmt.Sprintf(format, arguments...)})
}

// NotDone begins the message of what was asked for and could not be done.
const NotDone = "is not done: "

// Refuse notes that something that was asked for could not be done.
func (r *Result) Refuse(what string, err error) error {
	r.add(Difference{File: what, Message: NotDone + err.Error()})
	return nil
}

// Fine tells whether nothing differs.
func (r *Result) Fine() bool { return len(r.Differences) == 0 }

// Finish puts the differences in order, by file, and says how many more there are of a
// file than are listed.
func (r *Result) Finish() {
	slices.SortStableFunc(r.Differences, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Row, b.Row))
	})
	for at := len(r.Differences) - 1; at >= 0; at-- {
		file := r.Differences[at].File
		last := at == len(r.Differences)-1 || r.Differences[at+1].File != file
		if more := r.kept[file] - keptMax; last && more > 0 {
			r.Differences = slices.Insert(r.Differences, at+1, Difference{File: file, Message: fmt.Sprintf("and %d more differences", more)})
			r.kept[file] = 0
		}
	}
}

// Options say what of a run is checked beside its files and sums.
type Options struct {
	Inputs []string // where its inputs are now; none: where they were
	// InputsMust says that the inputs must be where they were, as they were. Else it is a note
	// where one is not, unless Inputs says where they are: the next night's export may be
	// there.
	InputsMust bool
	// Keyed turns the hash of a file into the one that the run noted; nil where that is the
	// same.
	Keyed func(sha256 string) string
}

// Run checks a finished run. A folder that holds none is a *readers.Error.
func Run(ctx context.Context, folder string, options Options) (*finished.Run, *Result, error) {
	run, err := finished.Inspect(folder)
	if err != nil {
		return nil, nil, err
	}
	r := &Result{}
	whole, err := r.files(ctx, run)
	if err != nil {
		return nil, nil, err
	}
	r.counts(run)
	if whole {
		if err := r.sums(ctx, run); err != nil {
			return nil, nil, err
		}
	}
	if err := r.inputs(ctx, run, options); err != nil {
		return nil, nil, err
	}
	return run, r, r.trail(run)
}
