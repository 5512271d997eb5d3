package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/memfs"

	"arrears/cmd/arrears-beam/exports"
	"arrears/cmd/arrears-beam/flow"
	"arrears/pipeline"
	"arrears/samples/generate"
)

// store puts the files of a folder where they can only be read from their beginning and
// are known by a path with a scheme, as in object storage.
func store(t *testing.T, folder, prefix string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		memfs.Write(prefix+"/"+entry.Name(), content)
	}
}

// TestObjectStorage reads from one file system and writes to it: the same figures as from
// local files.
func TestObjectStorage(t *testing.T) {
	folder := made(t, generate.Options{Seed: 10, Cases: 100, Dirty: 20_000, Files: 2})
	store(t, folder, "memfs://lake/exports")
	toParquet(t, filepath.Join(made(t, generate.Options{Seed: 10, Cases: 100}), "cases.csv"), filepath.Join(folder, "cases.parquet"), nil)
	local := options{inputs: []string{folder + "/*.csv"}, asOf: generatedAsOf, policy: "california-coap", maxRejects: "100%", shards: 2, block: 9 << 10, unit: 2, out: "somewhere"}
	want, err := sharded(t, &local)
	if err != nil {
		t.Fatal(err)
	}
	o := local
	o.inputs, o.out = []string{"memfs://lake/exports"}, "memfs://lake/run/"
	job, err := o.job()
	if err == nil {
		err = plan(t.Context(), &o, job)
	}
	if err == nil {
		err = run(t.Context(), job)
	}
	var said bytes.Buffer
	if err == nil {
		err = conclude(t.Context(), job, &said, false)
	}
	if err != nil || !strings.Contains(said.String(), "outreach list:") {
		t.Fatalf("%s, %v", &said, err)
	}
	for _, table := range []string{"balances", "cases", "ncps", "outreach"} {
		text := ""
		for shard := range o.shards {
			part, found, err := exports.ReadBack(t.Context(), job.Out, fmt.Sprintf("%s-%05d-of-%05d.csv", table, shard, o.shards))
			if err != nil || !found {
				t.Fatal(found, err)
			}
			text += string(part)
			local, err := os.ReadFile(filepath.Join(local.out, fmt.Sprintf("%s-%05d-of-%05d.csv", table, shard, o.shards)))
			if err != nil || !bytes.Equal(local, part) {
				t.Errorf("%s shard %d differs from that of local files: %v", table, shard, err)
			}
		}
		if len(text) < len(want.tables[table]) {
			t.Errorf("%s: %d bytes", table, len(text))
		}
	}
	if err := plan(t.Context(), &o, job); exitCode(err) != exitUnusable || !strings.HasSuffix(err.Error(), "holds files already; name another --out") {
		t.Errorf("a second run into the folder: %v", err)
	}
	// A Parquet file that can't be read from the middle is copied first.
	store(t, folder, "memfs://lake/columns")
	parts, err := exports.Plan(t.Context(), []string{"memfs://lake/columns/cases.parquet", "memfs://lake/columns/ledger-01.csv"}, job.Aliases, 1)
	if err != nil || !parts[0].Parquet || parts[1].Block != 0 {
		t.Errorf("%+v, %v", parts, err)
	}
}

// TestChangedInput fails the run, and leaves no finished one.
func TestChangedInput(t *testing.T) {
	folder := made(t, generate.Options{Seed: 13, Cases: 20})
	o := options{inputs: []string{folder}, asOf: generatedAsOf, policy: "california-coap", maxRejects: "0", shards: 1, block: 9 << 10, unit: 2, out: filepath.Join(t.TempDir(), "out")}
	job, err := o.job()
	if err == nil {
		err = plan(t.Context(), &o, job)
	}
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := os.OpenFile(filepath.Join(folder, "ledger.csv"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = ledger.WriteString("C1,2020-01-01,charge,1.00,PAA,,,\n")
	}
	if err := errors.Join(err, ledger.Close()); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), job); err == nil || !strings.Contains(err.Error(), "changed while it was read") {
		t.Errorf("error %v", err)
	}
	if _, found, err := exports.ReadBack(t.Context(), job.Out, "run.json"); found || err != nil {
		t.Errorf("a finished run: %v, %v", found, err)
	}
}

// TestCommandLine is of what people type and what they see.
func TestCommandLine(t *testing.T) {
	folder := write(t, map[string]string{"ledger.csv": "case_id,date,type,amount\n", "odd.csv": "a,b\n", "book.xlsx": "PK\x03\x04rest", "cases.csv": "case_id,ncp_id\n"})
	at := func(name string) string { return filepath.Join(folder, name) }
	out := filepath.Join(t.TempDir(), "out")
	for _, c := range []struct {
		line string
		want string
	}{
		{"", "give the exports to read: files, folders or patterns; see \"arrears-beam --help\""},
		{at("ledger.csv"), "give a folder to write to, --out FOLDER"},
		{at("ledger.csv") + " --out " + folder, folder + ": holds files already; name another --out"},
		{at("ledger.csv") + " --out " + out + " --as-of yesterday", "--as-of \"yesterday\" is not a date from 1900-01-01 to 2199-12-31; write it like 2026-11-22"},
		{at("ledger.csv") + " --out " + out + " --max-rejects 5x", "--max-rejects \"5x\": give a number of rows, or a share from 0% to 100%"},
		{at("ledger.csv") + " --out " + out + " --shards 0", "--shards 0: give a number from 1 to 10000"},
		{at("ledger.csv") + " --out " + out + " --alias x", "--alias \"x\": write it like case_no=case_id"},
		{at("ledger.csv") + " --out " + out + " --nonsense", "unknown flag: --nonsense; see \"arrears-beam --help\""},
		{at("none.csv") + " --out " + out, at("none.csv") + ": there is no such file or folder; check the path"},
		{at("odd.csv") + " --out " + out, at("odd.csv") + ": no table has this header: the nearest is ledger, which also needs the columns case_id, date, type, amount; rename columns, add --alias NAME=COLUMN, or leave it out"},
		{at("book.xlsx") + " --out " + out, at("book.xlsx") + ": is a workbook or a zip file; give each sheet as a CSV file of its own"},
		{at("cases.csv") + " --out " + out, "inputs: no ledger among them; add the file with the columns case_id, date, type and amount"},
		{at("ledger.csv") + " " + at("ledger.csv") + " --out " + out, at("ledger.csv") + ": is the same file as " + at("ledger.csv") + ", and its rows would count twice; name it once"},
		{"ftp://host/ledger.csv --out " + out, "ftp://host/ledger.csv: this program has no file system ftp://; give a local path, gs:// or s3://"},
		{"memfs://nothing/* --out " + out, "memfs://nothing/*: matches no file; check the path"},
		{"memfs://nothing --out " + out, "memfs://nothing: there is no such file or folder; check the path"},
	} {
		o, err := parse(strings.Fields(c.line), flag.NewFlagSet("beam", flag.ContinueOnError), &bytes.Buffer{})
		if err == nil {
			var job *flow.Job
			if job, err = o.job(); err == nil {
				err = plan(context.Background(), o, job)
			}
		}
		if err == nil || oneLine(err) != c.want || exitCode(err) != exitUnusable {
			t.Errorf("%s\n got %v\nwant %s", c.line, err, c.want)
		}
	}
	if code := exitCode(&pipeline.TooManyRejects{}); code != exitRejects {
		t.Errorf("exit code %d", code)
	}
}

// TestBeamFlags takes Beam's flags with one dash or two, among the inputs.
func TestBeamFlags(t *testing.T) {
	beamFlags := flag.NewFlagSet("beam", flag.ContinueOnError)
	worker, runner := beamFlags.Bool("worker", false, ""), beamFlags.String("runner", "", "")
	o, err := parse([]string{"a.csv", "-worker=true", "--runner", "flink", "b.csv", "--inputs", "c.csv,d.csv", "--out", "x"}, beamFlags, &bytes.Buffer{})
	if err != nil || !*worker || *runner != "flink" || strings.Join(o.inputs, " ") != "a.csv b.csv c.csv d.csv" {
		t.Errorf("%+v %v %s, %v", o, *worker, *runner, err)
	}
	var help bytes.Buffer
	if o, err := parse([]string{"--help"}, beamFlags, &help); o != nil || err != nil || !strings.Contains(help.String(), "--max-rejects") {
		t.Errorf("%v, %v\n%s", o, err, &help)
	}
}
