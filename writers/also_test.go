package writers

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"

	"github.com/google/go-cmp/cmp"
)

func TestTablesBesideCSV(t *testing.T) {
	parent := t.TempDir()
	var first map[string]string
	for name, also := range map[string][]string{"in order": {"parquet", "jsonl"}, "turned, and twice": {"jsonl", "parquet", "jsonl"}} {
		f := &Folder{Path: filepath.Join(parent, name), Also: also, Now: atNoon}
		mustPublish(t, f, fixture.New(200))
		files := filesIn(t, f.Path)
		if first == nil {
			first = files
		}
		if diff := cmp.Diff(first, files); diff != "" {
			t.Error(diff)
		}
	}
	var manifest report.Manifest
	if err := json.Unmarshal([]byte(first[report.ManifestName]), &manifest); err != nil {
		t.Fatal(err)
	}
	rows := make(map[string]int)
	var order []string
	for _, output := range manifest.Outputs {
		order = append(order, output.Path)
		rows[output.Path] = output.Rows
	}
	var want []string
	for _, table := range report.Tables(fixture.New(200)) {
		for _, ending := range []string{".csv", ".parquet", ".jsonl"} {
			want = append(want, table.Name+ending)
			if n := rows[table.Name+ending]; n == 0 || n != rows[table.Name+".csv"] {
				t.Errorf("%s%s has %d rows, the CSV file %d", table.Name, ending, n, rows[table.Name+".csv"])
			}
		}
	}
	if !slices.Equal(order, want) {
		t.Errorf("outputs %v, want %v", order, want)
	}
}

func TestTablesBesideCSVOnADiskThatIsFull(t *testing.T) {
	r := fixture.New(2)
	whole := Folder{Path: filepath.Join(t.TempDir(), "run"), Also: AlsoFormats(), Now: atNoon}
	mustPublish(t, &whole, r)
	end := 0
	for _, content := range filesIn(t, whole.Path) {
		end += len(content)
	}
	f := Folder{Path: filepath.Join(t.TempDir(), "run"), Also: AlsoFormats(), Now: atNoon}
	for n := 0; n < end; n += 487 {
		d := endless()
		d.room = n
		wantNothing(t, f, d, r, nil)
	}
}
