package report

import (
	"fmt"
	"strings"
	"time"
)

// ManifestName is the file that makes a folder a finished run.
const ManifestName = "run.json"

// Manifest is run.json: what was computed from what, and what came out.
type Manifest struct {
	Program   string                    `json:"program"`
	Policy    ManifestPolicy            `json:"policy"`
	AsOf      string                    `json:"as_of"`
	Arguments []string                  `json:"arguments"`
	Compared  *TrailRun                 `json:"compared_with,omitempty"` // the earlier run, by its path
	Inputs    []ManifestInput           `json:"inputs"`
	Counts    ManifestCounts            `json:"counts"`
	Totals    map[string]ManifestTotals `json:"totals"` // by table
	Outputs   []ManifestOutput          `json:"outputs"`
	Clock     ManifestClock             `json:"clock"`
}

// ManifestPolicy names the rules that were applied.
type ManifestPolicy struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
}

// Label is name@version, as every report shows it.
func (p ManifestPolicy) Label() string { return p.Name + "@" + p.Version }

// ManifestInput is one table of the input.
type ManifestInput struct {
	Path           string       `json:"path"`
	Sheet          string       `json:"sheet,omitempty"`
	Table          string       `json:"table"`
	Size           int64        `json:"size"`
	SHA256         string       `json:"sha256"`
	Rows           ManifestRows `json:"rows"`
	UnknownColumns []string     `json:"unknown_columns,omitempty"`
	// IgnoredSheets are those sheets of a workbook that a run wrote which hold its own results.
	IgnoredSheets []string `json:"ignored_sheets,omitempty"`
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

// ManifestTotals are a table's sums by money column, in dollars and cents.
type ManifestTotals map[string]string

// ManifestOutput is one file of the run.
type ManifestOutput struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Rows   int    `json:"rows,omitempty"`
}

// ManifestClock is all that differs between two runs on the same input.
type ManifestClock struct {
	Run       string             `json:"run,omitempty"` // as in the log
	Started   string             `json:"started"`
	Finished  string             `json:"finished"`
	Host      string             `json:"host"`
	Durations map[string]Seconds `json:"durations_seconds"`
}

// Seconds is a duration that JSON shows as a number of seconds, exact to the
// nanosecond: 1.5.
type Seconds time.Duration

// MarshalJSON writes seconds with as many decimals as they need.
func (s Seconds) MarshalJSON() ([]byte, error) {
	sign := ""
	if s < 0 {
		sign = "-"
	}
	size := max(s, -s)
	text := fmt.Sprintf("%s%d.%09d", sign, size/Seconds(time.Second), size%Seconds(time.Second))
	return []byte(strings.TrimSuffix(strings.TrimRight(text, "0"), ".")), nil
}

// UnmarshalJSON reads what MarshalJSON writes. A number with an exponent, as encoders of
// floating point write what is below a microsecond, is read as 0.
func (s *Seconds) UnmarshalJSON(text []byte) error {
	mantissa, _, exponent := strings.Cut(strings.ToLower(string(text)), "e")
	duration, err := time.ParseDuration(mantissa + "s")
	if exponent {
		duration = 0
	}
	*s = Seconds(duration)
	return err
}
