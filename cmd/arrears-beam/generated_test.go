package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"arrears/pipeline/ledger"
	"arrears/samples/generate"
)

const generatedAsOf = "2026-10-31"

// made makes a world and returns its folder.
func made(t *testing.T, o generate.Options) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "world")
	o.AsOf = ledger.MustDate(generatedAsOf)
	if _, err := generate.Write(t.Context(), folder, o); err != nil {
		t.Fatal(err)
	}
	return folder
}

// TestGeneratedWorlds holds thousands of cases against arrears run: with defects, rows in
// random order, the ledger in one file and in many, blocks so small that most guesses at
// a first row are put to the test, many NCPs and one a shard.
func TestGeneratedWorlds(t *testing.T) {
	for name, c := range map[string]struct {
		world generate.Options
		o     options
	}{
		"clean":    {generate.Options{Seed: 1, Cases: 1000}, options{shards: 4}},
		"dirty":    {generate.Options{Seed: 2, Cases: 2000, Dirty: 30_000}, options{shards: 5, block: 8 << 10, unit: 7}},
		"shuffled": {generate.Options{Seed: 3, Cases: 600, Dirty: 20_000, Shuffle: true}, options{shards: 2, block: 20 << 10}},
		"filthy":   {generate.Options{Seed: 4, Cases: 400, Dirty: 300_000, Files: 20}, options{shards: 1, block: 1 << 10}},
		"a later day": {generate.Options{Seed: 5, Cases: 300, Dirty: 10_000}, options{asOf: "2019-05-17", policy: "california-debt-reduction", shards: 40,
			block: 1 << 10, unit: 1000}},
	} {
		t.Run(name, func(t *testing.T) {
			o := c.o
			if o.asOf == "" {
				o.asOf = generatedAsOf
			}
			o.inputs = []string{made(t, c.world)}
			agree(t, o)
		})
	}
}

// TestWithoutTables leaves tables out: without cases the ledger makes them, and a rate may
// name an NCP whom only the ledger knows.
func TestWithoutTables(t *testing.T) {
	folder := made(t, generate.Options{Seed: 6, Cases: 300, Dirty: 50_000})
	for _, tables := range [][]string{{"ledger"}, {"ledger", "events"}, {"ledger", "ncps"}, {"events", "ledger", "ncps"}, {"cases", "ledger"}} {
		t.Run(strings.Join(tables, "-"), func(t *testing.T) {
			o := options{asOf: generatedAsOf, shards: 2, block: 30 << 10}
			for _, table := range tables {
				o.inputs = append(o.inputs, filepath.Join(folder, table+".csv"))
			}
			agree(t, o)
		})
	}
}

// write writes the files of a world.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// TestNamedBoth is of events that name a case and an NCP, known and not, with a rate, a
// bad value, a repeated key behind them.
func TestNamedBoth(t *testing.T) {
	files := map[string]string{
		"ledger.csv": "case_id,date,type,amount,account\nC1,2015-01-05,charge,500.00,PAA\nC2,2015-01-05,charge,400.00,PAA\nC3,2015-01-05,charge,300.00,PAA\n" +
			"C9,2015-01-05,charge,300.00,PAA\nC9,bad,charge,300.00,PAA\n",
		"cases.csv": "case_id,ncp_id,county\nC1,N1,Alameda\nC2,N1,Butte\nC3,N3,Colusa\nC3,N8,Kern\nC1,N7,Kern\n,N2,\nC4,,\n",
		"ncps.csv":  "ncp_id,name,net_monthly_income\nN1,Ann,1000\nN2,Bob,bad\nN2,Bo,5\nN5,Cy,5\n",
		"events.csv": "date,type,ncp_id,case_id,value\n" +
			"2016-01-01,rate,N1,C1,6%\n2016-01-01,rate,N8,C2,5%\n2016-01-01,rate,N2,C3,4%\n2016-01-01,rate,,C3,3%\n2016-01-01,rate,N1,C9,3%\n" +
			"2026-01-01,coap_application,N1,C9,\n2026-01-01,coap_application,N9,C1,\n2026-02-01,contempt,N5,C1,\n2026-03-01,outreach_contact,N2,,\n" +
			"2027-01-01,contempt,N1,C1,\n2027-01-01,rate,,C1,6%\n2026-01-01,contempt,N9,,\nbad,contempt,N1,C2,\nbad,rate,N77,C2,5%\n2026-01-01,rate,N1,C2,bad\n" +
			"2026-01-01,nothing,N1,C1,\n2026-01-01,rate,\n2026-01-01,conviction,N3,C3,\n,,,,\n2016-01-01,rate,C3,C3,2%\n",
		"outreach.csv": "rank,ncp_id,contacted_on,outcome,notes\n1,N1,2026-09-30,reached,\n2,N2,,,\n3,N3,bad,,\n4,N44,2026-09-30,,\n5,Ann Roe,2026-09-30,,\n",
	}
	for name, left := range map[string][]string{"all": nil, "no cases": {"cases.csv"}, "no ncps": {"ncps.csv"}, "neither": {"cases.csv", "ncps.csv"}} {
		t.Run(name, func(t *testing.T) {
			folder := write(t, files)
			for _, file := range left {
				if err := os.Remove(filepath.Join(folder, file)); err != nil {
					t.Fatal(err)
				}
			}
			agree(t, options{inputs: []string{folder}, asOf: generatedAsOf, shards: 2, block: 40})
		})
	}
}

// TestQuotesAcrossBlocks is of fields that hold line ends, so that guesses at a block's
// first row are wrong, some for several blocks on end.
func TestQuotesAcrossBlocks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := "case_id,date,type,amount,account,entry_id,note\n"
	for i := range 300 {
		note := ""
		switch random.IntN(5) {
		case 0: // looks like rows
			note = "\"" + strings.Repeat(fmt.Sprintf("C%d,2001-01-01,charge,9.99,PAA,x%d,\n", random.IntN(9), i), 1+random.IntN(40)) + "\""
		case 1:
			note = "\"a \"\"quoted\"\"\nnote\""
		case 2:
			note = "\"not closed"
			if random.IntN(8) > 0 {
				note = "plain"
			}
		}
		text += fmt.Sprintf("C%d,2015-%02d-05,charge,%d.00,PAA,e%d,%s\n", random.IntN(9), 1+i%12, 1+i, i, note)
	}
	for _, c := range []struct{ block, unit int64 }{{5, 1000}, {64, 1}, {300, 3}, {5000, 1}} {
		t.Run(fmt.Sprintf("%d-%d", c.block, c.unit), func(t *testing.T) {
			agree(t, options{inputs: []string{write(t, map[string]string{"ledger.csv": text})}, asOf: generatedAsOf, block: c.block, unit: c.unit, shards: 2})
		})
	}
}

// TestCompressed reads files of which nobody can begin in the middle.
func TestCompressed(t *testing.T) {
	folder := made(t, generate.Options{Seed: 7, Cases: 300, Dirty: 30_000, Files: 3})
	names, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name+".gz", gzipped(t, text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	agree(t, options{inputs: []string{filepath.Join(folder, "*.gz")}, asOf: generatedAsOf, shards: 3})
}

func gzipped(t *testing.T, text []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := writer.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// TestHotCase is of a case with 100,000 rows among others, shuffled: reversals, doubles and
// conflicts among them.
func TestHotCase(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	rows := make([]string, 0, 100_000)
	for i := range 100_000 {
		day := fmt.Sprintf("%d-%02d-%02d", 2000+random.IntN(26), 1+random.IntN(12), 1+random.IntN(28))
		switch {
		case i%97 == 5:
			rows = append(rows, fmt.Sprintf("HOT,2026-01-01,reversal,1.00,,r%d,c%d\n", i, i-5))
		case i%89 == 7:
			rows = append(rows, fmt.Sprintf("HOT,%s,payment,2.50,,p%d,\n", day, i%1000))
		default:
			rows = append(rows, fmt.Sprintf("HOT,%s,charge,1.00,PAA,c%d,\n", day, i))
		}
		if i%50 == 0 {
			rows = append(rows, fmt.Sprintf("C%d,%s,charge,100.00,NAA,k%d,\n", i%7, day, i))
		}
	}
	random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	text := "case_id,date,type,amount,account,entry_id,ref\n" + strings.Join(rows, "")
	agree(t, options{inputs: []string{write(t, map[string]string{"ledger.csv": text})}, asOf: generatedAsOf, shards: 2, block: 64 << 10})
}

// TestTooManyRejects publishes nothing but the rejects.
func TestTooManyRejects(t *testing.T) {
	folder := made(t, generate.Options{Seed: 8, Cases: 100, Dirty: 100_000})
	o := options{inputs: []string{folder}, asOf: generatedAsOf, shards: 2, maxRejects: "1%", policy: "california-coap", block: 4 << 20, unit: 1, out: "somewhere"}
	agree(t, o)
	if _, err := sharded(t, &o); exitCode(err) != exitRejects {
		t.Fatalf("exit code %d: %v", exitCode(err), err)
	}
	files, err := filepath.Glob(filepath.Join(o.out, "*"))
	if err != nil || len(files) != 3 {
		t.Errorf("%v, %v; want two shards of rejects and failed.json", files, err)
	}
}
