package pipeline_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"arrears/pipeline"
	"arrears/pipeline/policy"
	"arrears/pipeline/report"
	"arrears/readers"
	"arrears/samples/generate"
)

// FuzzWhole reads any bytes as the tables of a run, and runs it three times: as plain
// files, and as knobs say, with one worker and with three. It is either refused each time,
// in one line, or conserves rows and money and gives the same report.
func FuzzWhole(f *testing.F) {
	for i, seed := range wholeSeeds(f) {
		for _, knobs := range []uint16{0, 1, 2, 14, 1 << twoLedgers, 1 << oneWorkbook, 1<<oneWorkbook | 4} {
			f.Add(seed[0], seed[1], seed[2], seed[3], knobs|uint16(i)<<packing)
		}
	}
	for i := range uint16(20) {
		random := rand.New(rand.NewPCG(uint64(i), 1))
		var seed [4][]byte
		for table := range seed {
			for range 20 + 60*(4-table) {
				seed[table] = append(seed[table], byte(random.IntN(256)))
			}
		}
		f.Add(seed[0], seed[1], seed[2], seed[3], 1<<composed|i<<3)
	}
	policies := map[bool]*policy.Policy{}
	for debt, name := range map[bool]string{false: "california-coap", true: "california-debt-reduction"} {
		rules, err := policy.Load(name)
		if err != nil {
			f.Fatal(err)
		}
		policies[debt] = rules
	}
	f.Fuzz(func(t *testing.T, ledgerText, cases, ncps, events []byte, knobs uint16) {
		w := &whole{rules: policies[knobs&1 != 0], folder: t.TempDir()}
		tables := [][]byte{ledgerText, cases, ncps, events}
		for i := range tables {
			switch {
			case i > 0 && knobs>>i&1 != 0:
				tables[i] = nil // the table is not given
			case knobs>>composed&1 != 0:
				tables[i] = compose(i, tables[i])
			}
		}
		plain, err := w.run(t, bounds{1, 1 << 30}, w.write(t, "plain", tables, 0))
		other := w.write(t, "other", tables, knobs)
		one, oneErr := w.run(t, bounds{1, 1 << 30}, other)
		three, threeErr := w.run(t, bounds{3, 1}, other)
		if (err == nil) != (oneErr == nil) || fmt.Sprint(oneErr) != fmt.Sprint(threeErr) {
			t.Fatalf("plain: %v; otherwise, one worker: %v; three: %v", err, oneErr, threeErr)
		}
		if err != nil {
			return
		}
		checkReport(t, one)
		if !reflect.DeepEqual(withoutDurations(one), withoutDurations(three)) {
			t.Errorf("(-one worker +three workers)\n%s", diff.Diff(gistOf(one), gistOf(three)))
		}
		if want, got := gistOf(plain), gistOf(one); !reflect.DeepEqual(want, got) {
			t.Errorf("(-plain +otherwise)\n%s", diff.Diff(want, got))
		}
	})
}

// What the bits of the knobs say, beside the first four: whether the rules are those of
// debt reduction, and which tables are left out.
const (
	packing     = 4  // of each table, two bits
	twoLedgers  = 12 // whether the ledger comes in two files
	oneWorkbook = 13 // whether all tables come in one workbook
	composed    = 14 // whether the bytes stand for pieces of rows
)

// pieces are what composed tables are made of, by table: the header, then pieces of rows.
var pieces = [4][]string{
	{"case_id,date,type,amount,account,source,entry_id,ref\n", "\n", "\nC1,", "\nC2,", "\nC3,", "C1", ",", ",,", "\"", "2020-01-31,", "2020-02-29,", "1/2/2024,", "2026-10-31,",
		"2026-11-01,", "1900-01-01,", "charge,", "charge,100,NAA,,,", "charge,50.5,PAA,,,", "payment,", "payment,70,,,,", "payment,7,PAA,federal tax offset,,",
		"judgment,1000,FC,,E1,", "adjustment,-30,PAA,,E2,", "interest_adjustment,5,NAA,,,", "interest_adjustment,-900,PAA,,,", "reversal,1000,,,R,E1", "reversal,-30,,,,E2", "E1", "E2", "9999999999.99", "-1", "x", "\xff", "\x00", "=1+1"},
	{"case_id,ncp_id,county,current_support,two_state,cp_state,recorded_principal,recorded_interest\n", "\nC1,N1,", "\nC2,N1,", "\nC3,N2,", "\nC1,", "\n", ",", "Alameda,", "100.00,", "Y,", "N,", "NV,", "CA,", "0,", "12.34", "x", "\"", "\xff"},
	{"ncp_id,name,address1,address2,city,state,zip,phone,email,language,net_monthly_income,monthly_expenses,assets,only_income_exempt,intentional_nonpayment,concealment,do_not_contact\n",
		"\nN1,Ann,,,,,,,,", "\nN2,", "\nC1,Ben,,,,,,,,es,", "\n", ",", ",,,,", "1500,", "2000.00,", "0,", "Y,", "N,", "Y", "x", "\"", "\xff"},
	{"date,type,ncp_id,case_id,end_date,value,note\n", "\n2026-01-02,", "\n2026-11-01,", "\n", "coap_application,N1,,,,", "coap_rescission,N2,,,,", "contempt,N1,,,,", "outreach_contact,C1,,,,", "rate,,C1,,6%,", "rate,N1,C1,2026-05-01,0.02,",
		"rate,,C2,2025-01-01,10%,", ",", "x", "\"", "\xff"},
}

func compose(table int, data []byte) []byte {
	text := []byte(pieces[table][0])
	for _, b := range data {
		text = append(text, pieces[table][int(b)%len(pieces[table])]...)
	}
	return text
}

// whole runs the pipeline on files that a fuzzer made.
type whole struct {
	rules  *policy.Policy
	folder string
}

// wholeSeeds are the ledger, cases, ncps and events of small inputs, good and bad.
func wholeSeeds(f *testing.F) (seeds [][4][]byte) {
	folders, err := filepath.Glob("../samples/*/*/input")
	if err != nil || len(folders) < 10 {
		f.Fatal(folders, err)
	}
	folders = append(folders, "../samples/county/input", "../samples/hard-cases/input")
	made := filepath.Join(f.TempDir(), "made")
	if _, err := generate.Write(f.Context(), made, generate.Options{Seed: 5, Cases: 3, Dirty: 100_000, AsOf: asOf}); err != nil {
		f.Fatal(err)
	}
	for _, folder := range append(folders, made) {
		var seed [4][]byte
		for i, name := range []string{"ledger.csv", "cases.csv", "ncps.csv", "events.csv"} {
			text, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				f.Fatal(err)
			}
			seed[i] = text
		}
		seeds = append(seeds, seed)
	}
	return seeds
}

// write writes the tables that are there, in the form that the knobs ask for.
func (w *whole) write(t *testing.T, name string, tables [][]byte, knobs uint16) (paths []string) {
	if knobs>>oneWorkbook&1 != 0 {
		if book, ok := workbookOf(t, tables); ok {
			path := filepath.Join(w.folder, name+".xlsx")
			if err := os.WriteFile(path, book, 0o600); err != nil {
				t.Fatal(err)
			}
			return []string{path}
		}
	}
	for i, text := range tables {
		if len(text) == 0 {
			continue
		}
		pieces := [][]byte{text}
		if i == 0 && knobs>>twoLedgers&1 != 0 {
			pieces = halves(text)
		}
		for n, piece := range pieces {
			path := filepath.Join(w.folder, fmt.Sprintf("%s-%d-%d.csv", name, i, n))
			if err := os.WriteFile(path, packed(t, piece, knobs>>(packing+2*i)&3), 0o600); err != nil {
				t.Fatal(err)
			}
			paths = append(paths, path)
		}
	}
	return paths
}

// halves cuts a table into two of the same header between two of its lines, unless a quote
// may hold a line end.
func halves(text []byte) [][]byte {
	lines := slices.Collect(bytes.Lines(text))
	if len(lines) < 3 || bytes.ContainsAny(text, "\"") || len(bytes.TrimSpace(lines[0])) == 0 {
		return [][]byte{text}
	}
	middle := len(lines) / 2
	return [][]byte{bytes.Join(lines[:middle], nil), slices.Concat(lines[0], bytes.Join(lines[middle:], nil))}
}

// packed is a table plain, as two members of gzip, as zstd, or behind a byte order mark.
func packed(t *testing.T, text []byte, how uint16) []byte {
	var out bytes.Buffer
	switch how {
	case 1:
		for _, piece := range [][]byte{text[:len(text)/2], text[len(text)/2:]} {
			writer := gzip.NewWriter(&out)
			if _, err := writer.Write(piece); err != nil {
				t.Fatal(err)
			}
			if err := writer.Close(); err != nil {
				t.Fatal(err)
			}
		}
		return out.Bytes()
	case 2:
		encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		return encoder.EncodeAll(text, nil)
	case 3:
		if mark := []byte("\ufeff"); !bytes.HasPrefix(text, mark) && !bytes.HasPrefix(text, []byte("PK")) {
			return append(mark, text...)
		}
	}
	return text
}

// run runs the pipeline; an error is one line and no fault of the program.
func (w *whole) run(t *testing.T, b bounds, inputs []string) (*report.Report, error) {
	t.Helper()
	source, err := readers.Open(inputs, readers.Options{Rules: w.rules})
	if err != nil {
		return nil, w.clean(t, err)
	}
	defer source.Close()
	job := pipeline.Job{Rules: w.rules, AsOf: asOf, Workers: b.workers, Memory: b.memory, TempDir: w.folder, MaxRejects: pipeline.Limit{ByRow: true, Rows: 1 << 30}}
	r, err := pipeline.Run(t.Context(), job, source, nowhere{})
	if err != nil {
		return nil, w.clean(t, err)
	}
	for i := range r.Balances {
		if len(r.Balances[i].Accounts) == 0 {
			r.Balances[i].Accounts = nil // none is none
		}
	}
	return r, nil
}

func (w *whole) clean(t *testing.T, err error) error {
	t.Helper()
	if text := err.Error(); strings.ContainsAny(text, "\r\n") || strings.Contains(text, "fault of this program") || strings.Contains(text, "panic") {
		t.Errorf("no clean error: %s", text)
	}
	return err
}

// withoutDurations is a report without what differs from run to run.
func withoutDurations(r *report.Report) report.Report {
	copied := *r
	copied.Run = report.Run{}
	copied.Inputs = nil
	for _, part := range r.Inputs {
		p := *part
		copied.Inputs = append(copied.Inputs, &p)
	}
	return copied
}
