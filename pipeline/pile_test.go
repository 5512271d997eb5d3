package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"arrears/pipeline/ledger"

	"github.com/google/go-cmp/cmp"
)

// held is an entry with its texts, to be compared.
type held struct {
	Entry           ledger.Entry
	ID, Ref, Source string
}

func heldOf(text []byte, entries []ledger.Entry) (list []held) {
	for _, e := range entries {
		h := held{e, string(e.ID.Of(text)), string(e.Ref.Of(text)), string(e.Source.Of(text))}
		h.Entry.ID, h.Entry.Ref, h.Entry.Source = ledger.Span{}, ledger.Span{}, ledger.Span{}
		list = append(list, h)
	}
	return list
}

// draw takes what a pile is made of from the bytes of a fuzzer.
type draw struct{ bytes []byte }

func (d *draw) byte() byte {
	if len(d.bytes) == 0 {
		return 0
	}
	b := d.bytes[0]
	d.bytes = d.bytes[1:]
	return b
}

func (d *draw) number() (n uint64) {
	for range 8 {
		n = n<<8 | uint64(d.byte())
	}
	return n
}

func (d *draw) text() string {
	n := min(int(d.byte())*int(d.byte()), len(d.bytes))
	text := string(d.bytes[:n])
	d.bytes = d.bytes[n:]
	return text
}

func (d *draw) entry(text *[]byte) ledger.Entry {
	e := ledger.Entry{Amount: ledger.Cents(d.number()), Position: ledger.Position(d.number()), Date: ledger.Date(int32(d.number())),
		Type: ledger.EntryType(d.byte()), Account: ledger.AccountNumber(d.byte()), SourceRule: d.byte()}
	e.ID, e.Ref, e.Source = appendSpan(text, d.text()), appendSpan(text, d.text()), appendSpan(text, d.text())
	return e
}

// Whatever entries go into a pile, they come back as they were, by case, each case's in
// the order in which they went in.
func FuzzPile(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x02\x02one\x01\x01\x00\x00\x00\x00\x00\x00\x30\x39 and then some more bytes that make entries of several cases"))
	f.Add(bytes.Repeat([]byte{0xff, 3, 2, 1, 0}, 120))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := &draw{data}
		want := make(map[string][]held)
		var order []string
		var encoded []byte
		for len(d.bytes) > 0 {
			id := d.text()
			var text []byte
			entries := make([]ledger.Entry, d.byte()%4)
			for i := range entries {
				entries[i] = d.entry(&text)
			}
			if _, met := want[id]; !met {
				order = append(order, id)
			}
			want[id] = append(want[id], heldOf(text, entries)...)
			encoded = appendStored(encoded, id, text, entries)
		}
		var s sorter
		for range 2 { // a sorter keeps its memory
			var met []string
			pieces, unknown := s.pieces(encoded, everyCase)
			if len(unknown) > 0 {
				t.Fatalf("runs of unknown cases: %v", unknown)
			}
			for _, p := range pieces {
				met = append(met, p.id)
				if diff := cmp.Diff(want[p.id], heldOf(p.text, p.entries)); diff != "" {
					t.Fatalf("case %q (-in +out)\n%s", p.id, diff)
				}
			}
			if diff := cmp.Diff(order, met); diff != "" {
				t.Fatalf("cases (-in +out)\n%s", diff)
			}
		}
	})
}

// appendStored puts a run of a case into a pile's form.
func appendStored(dst []byte, id string, text []byte, entries []ledger.Entry) []byte {
	batch := &ledger.Batch{Text: append(bytes.Clone(text), id...), Entries: entries}
	run := &ledger.Run{Case: ledger.Span{Start: uint32(len(text)), Length: uint32(len(id))}, To: len(entries), Rows: len(entries)}
	return appendRun(dst, run, batch)
}

func everyCase([]byte) bool { return true }

func TestRunsOfUnknownCasesComeBack(t *testing.T) {
	var encoded []byte
	for i, id := range []string{"1", "9", "1", "9"} {
		batch := &ledger.Batch{Text: []byte(id)}
		run := &ledger.Run{Case: ledger.Span{Length: uint32(len(id))}, Rows: i + 1, First: ledger.NewPosition(i, 0, 7)}
		encoded = appendRun(encoded, run, batch)
	}
	pieces, unknown := new(sorter).pieces(encoded, func(id []byte) bool { return string(id) == "1" })
	if len(pieces) != 1 || pieces[0].id != "1" {
		t.Errorf("pieces %+v", pieces)
	}
	want := []unknownRun{{"9", ledger.NewPosition(1, 0, 7), 2}, {"9", ledger.NewPosition(3, 0, 7), 4}}
	if !slices.Equal(unknown, want) {
		t.Errorf("unknown %+v, want %+v", unknown, want)
	}
}

// spread makes the rows of one block, one row of each case into the partition of its
// number.
func spread(round int, cases ...int) *gathered {
	g := new(gathered)
	for _, n := range cases {
		var text []byte
		entry := row(fmt.Sprintf("C 2020-01-05 payment %d.00 id=%d", round+1, round)).entry(&text, ledger.NewPosition(0, round, n))
		g[n%partitions] = appendStored(g[n%partitions], strconv.Itoa(n), text, []ledger.Entry{entry})
	}
	return g
}

func TestAPileKeepsTheOrder(t *testing.T) {
	for _, limit := range []int64{0, 100, 1000, 1 << 30} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			p := newPile(limit, t.TempDir())
			for round := range 10 {
				if err := p.add(spread(round, 1, 3, 1+partitions, 200)); err != nil {
					t.Fatal(err)
				}
				if p.size > limit {
					t.Fatalf("%d bytes are held, the limit is %d", p.size, limit)
				}
			}
			if spilled := p.folder != ""; spilled != (limit < 1<<30) {
				t.Errorf("spilled: %v", spilled)
			}
			for part, cases := range map[int]string{0: "", 1: "1 257", 3: "3", 200: "200"} {
				data, err := p.load(part)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				pieces, _ := new(sorter).pieces(data, everyCase)
				for _, piece := range pieces {
					got = append(got, piece.id)
					for round, entry := range piece.entries {
						if entry.Position.Block() != round || len(piece.entries) != 10 {
							t.Fatalf("entries of case %s: %+v", piece.id, piece.entries)
						}
					}
				}
				if strings.Join(got, " ") != cases {
					t.Errorf("partition %d holds %v, want %s", part, got, cases)
				}
			}
			if err := p.remove(); err != nil {
				t.Fatal(err)
			}
			wantEmpty(t, p.parent)
		})
	}
}

func wantEmpty(t *testing.T, folder string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		t.Errorf("%s is left over", entry.Name())
	}
}

// Rows hold what people owe: nobody else may read the temporary files.
func TestTemporaryFilesAreTheOwnersOnly(t *testing.T) {
	p := newPile(0, t.TempDir())
	if err := p.add(spread(0, 5)); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{p.folder: 0o700, p.path(5): 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: mode %o, want %o", filepath.Base(path), got, want)
		}
	}
}

func TestAPileOnAFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no device that is always full")
	}
	p := newPile(0, t.TempDir())
	if err := p.add(spread(0, 5)); err != nil {
		t.Fatal(err)
	}
	fill(t, p.folder)
	err := p.add(spread(1, 5))
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "write temporary files: ") || !strings.Contains(err.Error(), "--memory") {
		t.Errorf("got %v", err)
	}
	if err := p.remove(); err != nil {
		t.Error(err)
	}
	wantEmpty(t, p.parent)
}

// fill makes a folder of temporary files one that nothing more can be written to.
func fill(t *testing.T, folder string) {
	t.Helper()
	for part := range partitions {
		path := filepath.Join(folder, strconv.Itoa(part))
		if err := errors.Join(os.RemoveAll(path), os.Symlink("/dev/full", path)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAPileWithoutAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := newPile(0, file).add(spread(0, 5))
	if err == nil || !strings.Contains(err.Error(), "make a folder for temporary files: ") || !strings.Contains(err.Error(), "TMPDIR") {
		t.Errorf("got %v", err)
	}
}

func TestAPileThatCannotBeReadBack(t *testing.T) {
	p := newPile(0, t.TempDir())
	if err := p.add(spread(0, 5)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(p.path(5)), os.Mkdir(p.path(5), 0o700)); err != nil {
		t.Fatal(err)
	}
	if _, err := p.load(5); err == nil || !strings.Contains(err.Error(), "read temporary files: ") {
		t.Errorf("got %v", err)
	}
}
