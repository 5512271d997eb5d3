package readers

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/ledger"
)

// manyRows writes rows of several blocks. Quoted notes hold what looks like rows, over
// many lines, so that blocks end within them. It returns the line of each row.
func manyRows(random *rand.Rand, header, row string, rows int) (text string, lines []int) {
	var out strings.Builder
	out.WriteString(header + "\n")
	line := 2
	for i := range rows {
		note := ""
		if random.IntN(3) == 0 {
			note = "\"a \"\"note\"\"" + strings.Repeat("\n"+fmt.Sprintf(row, 9), random.IntN(100)) + "\""
		}
		lines = append(lines, line)
		line += 1 + strings.Count(note, "\n")
		fmt.Fprintf(&out, row+"%s\n", i, note)
	}
	return out.String(), lines
}

// A ledger of several blocks is read the same plain and compressed.
func TestLedgerOfManyBlocks(t *testing.T) {
	text, lines := manyRows(rand.New(rand.NewPCG(7, 1)), "case_id,date,type,amount,entry_id,note", "C%d,2020-01-01,payment,1.00,E,", 8000)
	if len(text) < 3<<20 {
		t.Fatalf("%d bytes make too few blocks", len(text))
	}
	write(t, map[string]string{"a.csv": text, "a.csv.gz": gzipped(t, text), "a.csv.zst": zstandard(t, text)})
	for _, name := range []string{"a.csv", "a.csv.gz", "a.csv.zst"} {
		got := readLedger(t, open(t, name))
		if len(got) != len(lines) {
			t.Errorf("%s: %d rows of %d", name, len(got), len(lines))
			continue
		}
		for i, line := range lines {
			if want := fmt.Sprintf(`%s:%d C%d 2020-01-01 payment 1.00 0 "E"`, name, line, i); got[i] != want {
				t.Errorf("row %d: %s, want %s", i, got[i], want)
				break
			}
		}
	}
	broken := gzipped(t, text)
	if err := os.WriteFile("cut.csv.gz", []byte(broken[:len(broken)-9]), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := tryLedger(t, open(t, "cut.csv.gz"))
	const want = "cut.csv.gz: can't be decompressed (unexpected EOF); export or compress it again"
	if unusable := new(Error); !errors.As(err, &unusable) || err.Error() != want {
		t.Errorf("cut short: %v", err)
	}
}

// So are the other tables, whose blocks are decoded side by side.
func TestPartiesOfManyBlocks(t *testing.T) {
	cases, lines := manyRows(rand.New(rand.NewPCG(7, 2)), "case_id,ncp_id,county,current_support,note", "C%d,N,,5,", 16000)
	ncps, _ := manyRows(rand.New(rand.NewPCG(7, 3)), "ncp_id,assets,memo", "N%d,5,", 3000)
	events, _ := manyRows(rand.New(rand.NewPCG(7, 4)), "ncp_id,date,type,note", "N%d,2020-01-01,contempt,", 1000)
	if len(cases) < 2<<20 {
		t.Fatalf("%d bytes make too few blocks", len(cases))
	}
	write(t, map[string]string{"c.csv": cases, "n.csv": ncps, "e.csv": events, "c.gz": gzipped(t, cases), "n.gz": gzipped(t, ncps), "e.gz": gzipped(t, events)})
	plain, packed := open(t, "c.csv", "n.csv", "e.csv"), open(t, "c.gz", "n.gz", "e.gz")
	got, want := readParties(t, plain), readParties(t, packed)
	for i := range got {
		got[i] = strings.Replace(got[i], ".csv:", ".gz:", 1)
	}
	if !cmp.Equal(got, want) || len(got) != 20000 {
		t.Errorf("%d plain rows, %d compressed ones, and they differ", len(got), len(want))
	}
	for i, line := range lines {
		if row := fmt.Sprintf("c.gz:%d case C%d of N  5.00  -", line, i); got[i] != row {
			t.Fatalf("row %d: %s, want %s", i, got[i], row)
		}
	}
	for i, part := range plain.Parts() {
		if part.Read != []int{16000, 3000, 1000}[i] || (i == 0 && len(part.LineBases) < 3) {
			t.Errorf("%s: %d rows, lines %v", part.File, part.Read, part.LineBases)
		}
	}
}

func TestTablesOfEveryKind(t *testing.T) {
	write(t, map[string]string{
		"1.csv": "ncp_id;name;zip;assets;do_not_contact\nN1;José;01234;x;Y\n;Ann;;;\nN2;\"a\nb\";;5;?\n\xff;;;;\nN3;c\n",
		"2.csv": "\n\ncase_id,ncp_id,current_support,cp_state\nC1,N1,-5,CA\n\nC2,N2,$5,Cal\nC3,\n\"C4,N4,,\nC5,N5,,\n",
		"3.csv": "date\ttype\tcase_id\tncp_id\tvalue\n1/2/2020\trate\tC1\t\t6%\n2020-01-02\trate\tC1\tN1\t\n2020-01-02\tcontempt\tC1\n",
		"4.csv": "case_id,ncp_id\nC9,N9",
	})
	source := open(t, "1.csv", "2.csv", "3.csv", "4.csv")
	want := []string{
		`1.csv:2 ncp N1 "José" "01234" - Y`, "1.csv:2 bad_amount assets  N1", "1.csv:3 missing_column_value ncp_id", `1.csv:4 ncp N2 "a\nb" "" 5.00`,
		"1.csv:4 bad_flag do_not_contact  N2", "1.csv:6 encoding ncp_id", "1.csv:7 malformed_row   N3",
		"2.csv:4 case C1 of N1  - CA -", "2.csv:4 sign current_support C1 N1", "2.csv:6 case C2 of N2  5.00  -", "2.csv:6 bad_state cp_state C2 N2",
		"2.csv:7 malformed_row  C3", "2.csv:8 malformed_row", "2.csv:9 case C5 of N5  -  -",
		"3.csv:2 event rate 2020-01-02  ncp  case C1 60000", "3.csv:3 missing_column_value value C1 N1", "3.csv:4 malformed_row  C1",
		"4.csv:2 case C9 of N9  -  -",
	}
	if diff := cmp.Diff(want, readParties(t, source)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if lines := readLedger(t, source); len(lines) != 0 {
		t.Errorf("a ledger of %q", lines)
	}
}

// Parts come in input order, however many are read ahead.
func TestLedgerPartsInOrder(t *testing.T) {
	files, want := make(map[string]string), []string(nil)
	for i := range 30 {
		name := fmt.Sprintf("folder/%02d.csv", i)
		text := fmt.Sprintf("case_id,date,type,amount\nC%d,2020-01-01,payment,1\n", i)
		want = append(want, fmt.Sprintf("%s:2 C%d 2020-01-01 payment 1.00 0", name, i))
		if i%3 == 0 {
			text = gzipped(t, text)
		}
		if files[name] = text; i%7 == 0 {
			files[name] = "ncp_id\nN1\n"
			want = want[:len(want)-1]
		}
	}
	write(t, files)
	var parts []int
	source := open(t, "folder")
	if diff := cmp.Diff(want, readLedger(t, source)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if err := source.Ledger(t.Context(), func(part int, _ ledger.Block) error {
		parts = append(parts, part)
		return nil
	}); err != nil || len(parts) != 25 {
		t.Errorf("parts %v, %v", parts, err)
	}
	for i := 1; i < len(parts); i++ {
		if parts[i] < parts[i-1] {
			t.Errorf("parts in the order %v", parts)
		}
	}
}

// A reading ends with the taker's error, or with what cancelled it.
func TestReadingEnds(t *testing.T) {
	write(t, map[string]string{"a.csv": payments, "b.gz": gzipped(t, payments), "c.csv": payments, "n.csv": "ncp_id\nN1\nN2\n"})
	source, enough := open(t, "a.csv", "b.gz", "c.csv", "n.csv"), errors.New("enough")
	for stop := range 3 {
		taken := 0
		err := source.Ledger(t.Context(), func(int, ledger.Block) error {
			if taken++; taken > stop {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) || taken != stop+1 {
			t.Errorf("stopped behind %d blocks: %v", taken, err)
		}
	}
	if err := source.NCPs(t.Context(), func(*ledger.NCPRow) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("NCPs: %v", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(enough)
	if err := source.Ledger(ctx, func(int, ledger.Block) error { return nil }); !errors.Is(err, enough) {
		t.Errorf("a cancelled ledger: %v", err)
	}
	if err := source.NCPs(ctx, func(*ledger.NCPRow) error { return nil }); !errors.Is(err, enough) {
		t.Errorf("cancelled NCPs: %v", err)
	}
	if err := source.Digest(ctx); !errors.Is(err, enough) {
		t.Errorf("a cancelled digest: %v", err)
	}
}

// A file that another program is still writing is noticed.
func TestFileChangesWhileRead(t *testing.T) {
	write(t, map[string]string{"a.csv": payments + strings.Repeat("C1,2020-01-01,payment,5\n", 10)})
	source := open(t, "a.csv")
	if err := os.Truncate("a.csv", int64(len(payments))+7); err != nil {
		t.Fatal(err)
	}
	_, err := tryLedger(t, source)
	if err == nil || err.Error() != "read a.csv: the file has shrunk while it was read; run again when it is complete" {
		t.Errorf("shrunk: %v", err)
	}
	write(t, map[string]string{"a.csv": payments})
	source = open(t, "a.csv")
	if err := os.WriteFile("a.csv", []byte(payments+"C2,2020-01-01,payment,5\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := readLedger(t, source); len(got) != 1 || source.CheckUnchanged() == nil {
		t.Errorf("grown: %q", got)
	}
}
