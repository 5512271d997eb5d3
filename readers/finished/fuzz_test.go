package finished

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"arrears/pipeline/report"
	"arrears/readers"
)

// FuzzManifest opens a folder with any manifest.
func FuzzManifest(f *testing.F) {
	f.Add(`{"as_of":"2026-10-31","outputs":[{"path":"cases.csv","bytes":3}]}`)
	f.Add(`{"as_of":"2026-10-31","outputs":[{}],"totals":{"arrears":"1e999999999"}}`)
	f.Add("[[[[[[[[")
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(filepath.Join(folder, report.ManifestName), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(folder)
		checkRefusal(t, err)
	})
}

// FuzzTable reads any text where a run's tables are, all of them.
func FuzzTable(f *testing.F) {
	headers := rowless()
	for i, table := range tables() {
		header := headers[table.Name+".csv"]
		f.Add(uint8(i), header)
		f.Add(uint8(i), header+strings.Repeat("1,", len(table.Columns)-1)+"1\n")
		f.Add(uint8(i), header+"\"\n")
	}
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		files := rowless()
		all := tables()
		files[all[int(which)%len(all)].Name+".csv"] = text
		run, err := Open(publish(t, files))
		if err != nil {
			t.Fatal(err)
		}
		for _, read := range []func() error{
			func() error { return run.Outreach(t.Context(), func(Outreach) error { return nil }) },
			func() error { return run.NCPs(t.Context(), func(NCP) error { return nil }) },
			func() error { return run.Cases(t.Context(), func(Case) error { return nil }) },
		} {
			checkRefusal(t, read())
		}
	})
}

// checkRefusal wants no error, or one line that says what is wrong with the run.
func checkRefusal(t *testing.T, err error) {
	t.Helper()
	var refused *readers.Error
	if err != nil && (!errors.As(err, &refused) || strings.ContainsAny(err.Error(), "\r\n")) {
		t.Errorf("no clean error: %q", err)
	}
}
