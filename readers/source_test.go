package readers

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"arrears/pipeline/ledger"
)

// gzipped packs each text as a member of its own.
func gzipped(t testing.TB, texts ...string) string {
	t.Helper()
	var out bytes.Buffer
	for _, text := range texts {
		writer := gzip.NewWriter(&out)
		if _, err := writer.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := writer.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// zstandard packs each text as a frame of its own, with a checksum.
func zstandard(t testing.TB, texts ...string) string {
	t.Helper()
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer encoder.Close()
	var out []byte
	for _, text := range texts {
		out = encoder.EncodeAll([]byte(text), out)
	}
	return string(out)
}

const smallLedger = "case_id,date,type,amount,account,memo\r\n" +
	"C1,2020-01-31,charge,100.00,PAA,\"two\r\nlines\"\r\n" +
	"C1,2020-02-01,payment,x,,\r\n" +
	"\r\n" +
	"C2,2020-02-01,payment,7.50,,\xff\r\n" +
	"C2,2020-02-01,pay\"ment,7.50,,\r\n" +
	"C3,2020-02-01,payment,1,,"

func TestFormatsAgree(t *testing.T) {
	half := strings.Index(smallLedger, "lines")
	write(t, map[string]string{
		"plain.csv": smallLedger, "bom.csv": "\xef\xbb\xbf" + smallLedger, "gzip.csv.gz": gzipped(t, smallLedger), "zstd.csv.zst": zstandard(t, smallLedger),
		"members.gz": gzipped(t, smallLedger[:half], "", smallLedger[half:]), "frames.zst": zstandard(t, smallLedger[:half], smallLedger[half:]),
		"skippable.zst": "\x50\x2a\x4d\x18\x04\x00\x00\x00abcd" + zstandard(t, smallLedger), "bom.csv.gz": gzipped(t, "\xef\xbb\xbf"+smallLedger),
		"semicolons.csv": strings.ReplaceAll(smallLedger, ",", ";"), "tabs.txt": strings.ReplaceAll(smallLedger, ",", "\t"),
		"bars.csv.gz": gzipped(t, strings.ReplaceAll(smallLedger, ",", "|")), "lf.csv": strings.ReplaceAll(smallLedger, "\r\n", "\n"),
	})
	want := []string{
		"FILE:2 C1 2020-01-31 charge 100.00 8", "FILE:4 bad_amount amount C1", "FILE:6 C2 2020-02-01 payment 7.50 0", "FILE:7 malformed_row  C2", "FILE:8 C3 2020-02-01 payment 1.00 0",
	}
	for _, name := range []string{"plain.csv", "bom.csv", "gzip.csv.gz", "zstd.csv.zst", "members.gz", "frames.zst", "skippable.zst", "bom.csv.gz",
		"semicolons.csv", "tabs.txt", "bars.csv.gz", "lf.csv"} {
		source := open(t, name)
		got := strings.ReplaceAll(strings.Join(readLedger(t, source), "\n"), name, "FILE")
		if diff := cmp.Diff(strings.Join(want, "\n"), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		part := source.Parts()[0]
		if part.File != name || part.Sheet != "" || part.Kind != ledger.LedgerTable || fmt.Sprint(part.UnknownColumns) != "[memo]" {
			t.Errorf("%s: %+v", name, part)
		}
		if source.Size() == 0 || source.Consumed() == 0 {
			t.Errorf("%s: read %d of %d bytes", name, source.Consumed(), source.Size())
		}
	}
}

// A compressed file that breaks off or is damaged anywhere is an error, never a shorter
// ledger.
func TestCompressedCutShort(t *testing.T) {
	for name, whole := range map[string]string{"cut.gz": gzipped(t, smallLedger, smallLedger), "cut.zst": zstandard(t, smallLedger, smallLedger)} {
		boundary := len(gzipped(t, smallLedger))
		if name == "cut.zst" {
			boundary = len(zstandard(t, smallLedger))
		}
		write(t, map[string]string{name: whole})
		for size := 4; size < len(whole); size += 7 {
			if size == boundary {
				continue // a whole file
			}
			if err := os.WriteFile(name, []byte(whole[:size]), 0o644); err != nil {
				t.Fatal(err)
			}
			want := name + ": can't be decompressed (unexpected EOF); export or compress it again"
			if got := refuse(t, name); got != want {
				t.Errorf("%d of %d bytes: %s", size, len(whole), got)
			}
		}
	}
}

func TestCompressedDamaged(t *testing.T) {
	damage := func(text string, at int) string {
		changed := []byte(text)
		changed[at] ^= 0x55
		return string(changed)
	}
	zipped, packed := gzipped(t, smallLedger), zstandard(t, smallLedger)
	write(t, map[string]string{"sum.gz": damage(zipped, len(zipped)-6), "length.gz": damage(zipped, len(zipped)-1), "sum.zst": damage(packed, len(packed)-1),
		"tail.gz": zipped + "garbage", "tail.zst": packed + "garbage", "head.gz": "\x1f\x8b\x00\x00", "head.zst": "\x28\xb5\x2f\xfd\xff\xff"})
	for _, name := range []string{"sum.gz", "length.gz", "sum.zst", "tail.gz", "tail.zst", "head.gz", "head.zst"} {
		got := refuse(t, name)
		if !strings.HasPrefix(got, name+": can't be decompressed (") || !strings.HasSuffix(got, "); export or compress it again") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	write(t, map[string]string{
		"empty.csv": "", "blank.csv": "\n\n", "empty.gz": gzipped(t, ""), "none.csv": "Ana Roe,55 Elm St\n", "none.gz": gzipped(t, "case_id,date,amount\n"),
		"utf16.csv": "\xff\xfec\x00", "cr.csv": "case_id,date,type,amount\rC1,2020-01-01,payment,5\r", "old.xls": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600),
		"bad.xlsx": "PK\x03\x04 and nothing else", "none.zip": "PK\x05\x06" + strings.Repeat("\x00", 18), "packed.gz": gzipped(t, "PK\x03\x04..."), "twice.gz": gzipped(t, gzipped(t, smallLedger)),
		"good.csv": payments, "mixed/a.csv": payments, "mixed/readme.txt": "Read me.\n", "quote.csv": "case_id,\"date,type,amount\n",
	})
	for argument, want := range map[string]string{
		"empty.csv": "the file is empty; it needs a header row",
		"blank.csv": "the file is empty; it needs a header row",
		"empty.gz":  "the file is empty; it needs a header row",
		"none.csv":  "no table has this header: the nearest is ledger, which also needs the columns case_id, date, type, amount; rename columns, add --alias NAME=COLUMN, or leave it out",
		"none.gz":   "no table has this header: the nearest is ledger, which also needs the column type; rename columns, add --alias NAME=COLUMN, or leave it out",
		"utf16.csv": "the file is UTF-16 or no text; export it as UTF-8",
		"cr.csv":    "the lines of the file end with CR alone; save it with LF or CR LF at their ends",
		"old.xls":   "is an encrypted or old .xls workbook; save it as .xlsx without a password",
		"bad.xlsx":  "is a damaged or incomplete .xlsx workbook; copy it again, or open it in Excel and save it again",
		"none.zip":  "is not an .xlsx workbook; open it in Excel and save it as .xlsx",
		"packed.gz": "holds no text but another compressed file or a workbook; unpack it first",
		"twice.gz":  "holds no text but another compressed file or a workbook; unpack it first",
		"quote.csv": "the header row is malformed: a quote is not closed by the end of the file or within 1 MiB; close it",
	} {
		if got := refuse(t, "good.csv", argument); got != argument+": "+want {
			t.Errorf("%s\nwant %s: %s", got, argument, want)
		}
	}
	want := "mixed/readme.txt: no table has this header: the nearest is ledger, which also needs the columns case_id, date, type, amount; rename columns, add --alias NAME=COLUMN, or leave it out"
	if got := refuse(t, "mixed"); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestAliases(t *testing.T) {
	write(t, map[string]string{"a.csv": "Docket No,Posted,type,amount\nC1,2020-01-01,payment,5\n"})
	source, err := Open([]string{"a.csv"}, Options{Rules: rules(t), Aliases: map[string]string{"docket-NO": "Case ID", "Posted ": "date"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := readLedger(t, source), []string{"a.csv:2 C1 2020-01-01 payment 5.00 0"}; !cmp.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if err := source.Close(); err != nil {
		t.Error(err)
	}
	for want, aliases := range map[string]map[string]string{
		`alias docket: no table has a column "docket_number"; name a column like case_id or date`: {"docket": "docket_number"},
		"alias docket: stands for both case_id and ncp_id; give it once":                          {"Docket": "case_id", "docket": "ncp_id"},
	} {
		if _, err := Open([]string{"a.csv"}, Options{Rules: rules(t), Aliases: aliases}); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestCheckUnchanged(t *testing.T) {
	write(t, map[string]string{"a.csv": payments, "b.csv": payments})
	source := open(t, "a.csv", "b.csv")
	if err := source.CheckUnchanged(); err != nil {
		t.Error(err)
	}
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes("b.csv", later, later); err != nil {
		t.Fatal(err)
	}
	if err := source.CheckUnchanged(); err == nil || err.Error() != "b.csv: changed while it was read; run again when the exports are complete" {
		t.Errorf("touched: %v", err)
	}
	if err := os.Remove("a.csv"); err != nil {
		t.Fatal(err)
	}
	if err := source.CheckUnchanged(); err == nil || err.Error() != "a.csv: vanished while it was read; run again when the exports are complete" {
		t.Errorf("removed: %v", err)
	}
	if err := source.Digest(t.Context()); err == nil || err.Error() != "a.csv: vanished while it was read; run again when the exports are complete" {
		t.Errorf("digest of a removed file: %v", err)
	}
}

func TestDigest(t *testing.T) {
	write(t, map[string]string{"a.csv": payments, "b.csv": "ncp_id\n"})
	source := open(t, "a.csv", "b.csv")
	if err := source.Digest(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{"7a3f", "x"}
	for i, part := range source.Parts() {
		if len(part.SHA256) != 64 || part.Size == 0 {
			t.Errorf("%s: %s", part.File, part.SHA256)
		}
		want[i] = part.SHA256
	}
	if want[0] == want[1] {
		t.Errorf("two files have the digest %s", want[0])
	}
}

// More tables than a position can tell apart are refused.
func TestTooManyTables(t *testing.T) {
	write(t, map[string]string{"a.csv": payments})
	files, err := findFiles([]string{"a.csv"})
	if err != nil {
		t.Fatal(err)
	}
	for held, fits := range map[int]bool{1<<16 - 1: true, 1 << 16: false} {
		source := &Source{parts: make([]*ledger.Part, held)}
		err := source.open(&files[0])
		if fits != (err == nil) || (err != nil && err.Error() != "a.csv: is one table too many, for 65536 are the most; join some of the files") {
			t.Errorf("beside %d tables: %v", held, err)
		}
		if err := source.Close(); err != nil {
			t.Error(err)
		}
	}
}
