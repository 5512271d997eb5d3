package readers

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
)

// FuzzFile reads any bytes as a file of any format: what is wrong with it is said in one
// line, and every row that was read is there or is rejected.
func FuzzFile(f *testing.F) {
	for _, text := range []string{smallLedger, "ncp_id,name\nN1,Ann\n", "date,type,ncp_id\n2020-01-01,contempt,N1\n", "case_id,ncp_id\nC1,N1\n"} {
		f.Add([]byte(text))
		f.Add([]byte(gzipped(f, text, text)))
		f.Add([]byte(zstandard(f, text)))
	}
	f.Add([]byte(handMade(f, false, []string{"S"}, header("case_id,date,type,amount")+row(text("C1"), number("43890", dateStyle), text("payment"), number("1", 0)))))
	f.Add([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
	rules := rules(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "any")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		source, err := Open([]string{path}, Options{Rules: rules})
		if err == nil {
			defer source.Close()
			err = readWhole(t, source)
		}
		if err != nil && (strings.ContainsAny(err.Error(), "\r\n") || strings.Contains(err.Error(), "fault of this program")) {
			t.Errorf("no clean error: %q", err)
		}
	})
}

// readWhole reads every table to its end.
func readWhole(t *testing.T, source *Source) error {
	if _, err := tryLedger(t, source); err != nil {
		return err
	}
	count := func(position ledger.Position) error {
		_ = source.place(position)
		return nil
	}
	ctx := context.Background()
	if err := source.NCPs(ctx, func(row *ledger.NCPRow) error { return count(row.Position) }); err != nil {
		return err
	}
	if err := source.Cases(ctx, func(row *ledger.CaseRow) error { return count(row.Position) }); err != nil {
		return err
	}
	if err := source.Events(ctx, func(row *ledger.EventRow) error { return count(row.Position) }); err != nil {
		return err
	}
	return source.Digest(ctx)
}
