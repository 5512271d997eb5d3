package writers

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"

	"github.com/google/go-cmp/cmp"
)

// published is a run's files and its manifest.
func published(t *testing.T, r *report.Report) (files map[string]string, m report.Manifest) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "run")
	mustPublish(t, &Folder{Path: path, XLSX: true, HTML: true, Now: atNoon}, r)
	files = filesIn(t, path)
	decoder := json.NewDecoder(strings.NewReader(files[report.ManifestName]))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		t.Fatal(err)
	}
	return files, m
}

func records(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTheManifestKnowsEveryFile(t *testing.T) {
	for name, r := range map[string]*report.Report{"full": fixture.New(60), "empty": fixture.Empty()} {
		files, m := published(t, r)
		if len(m.Outputs) != len(files)-1 {
			t.Errorf("%s: %d outputs for %d files", name, len(m.Outputs), len(files))
		}
		for _, output := range m.Outputs {
			content, ok := files[output.Path]
			hash := sha256.Sum256([]byte(content))
			if !ok || output.Size != int64(len(content)) || output.SHA256 != hex.EncodeToString(hash[:]) {
				t.Errorf("%s: %+v does not describe the file of %d bytes", name, output, len(content))
			}
			if strings.HasSuffix(output.Path, ".csv") && output.Rows != len(records(t, content))-1 {
				t.Errorf("%s: %s holds %d rows, the manifest says %d", name, output.Path, len(records(t, content))-1, output.Rows)
			}
		}
	}
}

// The totals are those of the columns of money in the files, added up again.
func TestTheTotalsAreThoseOfTheFiles(t *testing.T) {
	r := fixture.New(120)
	files, m := published(t, r)
	for _, table := range report.Tables(r) {
		rows := records(t, files[table.Name+".csv"])
		want := make(report.ManifestTotals)
		for i, column := range table.Columns {
			if column.Kind != report.Money {
				continue
			}
			var sum ledger.Cents
			for _, row := range rows[1:] {
				if row[i] == "" {
					continue
				}
				cents, ok := ledger.ParseCents([]byte(row[i]))
				if !ok {
					t.Fatalf("%s.%s: %q is not money", table.Name, column.Name, row[i])
				}
				sum += cents
			}
			want[column.Name] = sum.String()
		}
		if len(want) == 0 {
			want = nil
		}
		if diff := cmp.Diff(want, m.Totals[table.Name]); diff != "" {
			t.Errorf("%s (-added up +manifest)\n%s", table.Name, diff)
		}
	}
}

func TestTheManifestSaysWhatWasComputedFromWhat(t *testing.T) {
	r := fixture.New(30)
	r.Run.Arguments = []string{"run", "exports", "<&>"}
	r.Run.Durations = []report.Duration{{Stage: "replay", Elapsed: 1500 * time.Millisecond}}
	files, m := published(t, r)
	if m.Program != "arrears 1.0.0" || m.AsOf != "2026-11-22" || m.Policy != (report.ManifestPolicy{Name: r.Policy.Name, Version: r.Policy.Version, SHA256: r.Policy.SHA256}) {
		t.Errorf("%s, %s, %+v", m.Program, m.AsOf, m.Policy)
	}
	if diff := cmp.Diff(r.Run.Arguments, m.Arguments); diff != "" || !strings.Contains(files[report.ManifestName], `"<&>"`) {
		t.Errorf("arguments %s", diff)
	}
	want := report.ManifestClock{Started: "1970-01-01T00:00:01Z", Finished: "2026-11-22T12:00:00Z", Host: "fixture-host", Durations: map[string]report.Seconds{"replay": report.Seconds(1500 * time.Millisecond)}}
	if diff := cmp.Diff(want, m.Clock); diff != "" {
		t.Errorf("clock (-want +got)\n%s", diff)
	}
	if len(m.Inputs) != len(r.Inputs) {
		t.Fatalf("%d inputs, want %d", len(m.Inputs), len(r.Inputs))
	}
	for i, part := range r.Inputs {
		rows := report.ManifestRows{Read: part.Read, Accepted: part.Accepted, Rejected: part.Rejected, Duplicate: part.Duplicate, Future: part.Future, Ignored: part.Ignored}
		want := report.ManifestInput{Path: part.File, Sheet: part.Sheet, Table: part.Kind.String(), Size: part.Size, SHA256: part.SHA256, Rows: rows, UnknownColumns: part.UnknownColumns}
		if diff := cmp.Diff(want, m.Inputs[i]); diff != "" {
			t.Errorf("input %d (-want +got)\n%s", i, diff)
		}
	}
}

func TestTheManifestCounts(t *testing.T) {
	r := fixture.New(60)
	files, m := published(t, r)
	byStatus, byCode, tainted := make(map[string]int), make(map[string]int), 0
	for _, status := range coap.Statuses() {
		byStatus[status.String()] = 0 // also where nobody has it
	}
	ncps := records(t, files["ncps.csv"])
	for _, row := range ncps[1:] {
		byStatus[row[3]]++
	}
	rejects := records(t, files["rejects.csv"])
	for _, row := range rejects[1:] {
		byCode[row[7]]++
	}
	cases := records(t, files["cases.csv"])
	for _, row := range cases[1:] {
		if row[3] == "tainted" {
			tainted++
		}
	}
	want := report.ManifestCounts{Cases: len(cases) - 1, CasesTainted: tainted, NCPs: len(ncps) - 1, Outreach: len(records(t, files["outreach.csv"])) - 1,
		ByStatus: byStatus, Rejects: len(rejects) - 1, RejectsByCode: byCode, RejectsNamingNobody: r.RejectsNamingNobody, FutureEntries: 4, Duplicates: 7}
	if diff := cmp.Diff(want, m.Counts); diff != "" {
		t.Errorf("(-of the files +manifest)\n%s", diff)
	}
}
