package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
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

func (d *draw) entry(text *[]byte, block ledger.Position) ledger.Entry {
	e := ledger.Entry{Amount: ledger.Cents(d.number()), Position: block | ledger.Position(d.number()&(1<<lineBits-1)), Date: ledger.Date(uint32(d.number()) >> 1),
		Type: ledger.EntryType(d.byte() % 7), Account: ledger.AccountNumber(d.byte()), SourceRule: d.byte()}
	e.ID, e.Ref, e.Source = appendSpan(text, d.text()), appendSpan(text, d.text()), appendSpan(text, d.text())
	return e
}

// block draws a batch of runs that stand in one block of the input.
func (d *draw) block(number int) *ledger.Batch {
	batch, block := &ledger.Batch{}, ledger.NewPosition(int(d.byte()), number, 0)
	for range d.byte() % 5 {
		from, others := len(batch.Entries), int(d.byte()%3)
		for range d.byte() % 4 {
			batch.Entries = append(batch.Entries, d.entry(&batch.Text, block))
		}
		batch.Runs = append(batch.Runs, ledger.Run{Case: appendSpan(&batch.Text, d.text()), From: from, To: len(batch.Entries),
			Rows: len(batch.Entries) - from + others, First: block | ledger.Position(d.byte())})
	}
	return batch
}

// Whatever runs go into a pile, they come back as they were, by case, each case's in the
// order in which they went in, whether they were held in memory or in the file.
func FuzzPile(f *testing.F) {
	f.Add(int64(1<<40), []byte{})
	f.Add(int64(0), []byte("\x02\x02one\x01\x01\x00\x00\x00\x00\x00\x00\x30\x39 and then some more bytes that make entries of several cases"))
	f.Add(int64(200), bytes.Repeat([]byte{0xff, 3, 2, 1, 0, 4, 9}, 200))
	f.Fuzz(func(t *testing.T, limit int64, data []byte) {
		d := &draw{data}
		p := newPile(limit, t.TempDir())
		defer func() { _ = p.remove() }()
		want := make(map[string][]held)
		rows, stored := make(map[string]int), make(map[string]int)
		var s spreader
		for number := 0; len(d.bytes) > 0; number++ {
			batch := d.block(number)
			for _, run := range batch.Runs {
				id := string(run.Case.Of(batch.Text))
				want[id] = append(want[id], heldOf(batch.Text, batch.Entries[run.From:run.To])...)
				rows[id] += run.Rows
			}
			g := p.empty()
			s.spread(g, batch, partitionOf)
			if err := p.add(g); err != nil {
				t.Fatal(err)
			}
		}
		var sorter sorter
		for part := range partitions {
			data, err := p.load(nil, part)
			if err != nil {
				t.Fatal(err)
			}
			pieces, _, _ := sorter.bring(data, everyCase)
			for _, piece := range pieces {
				if diff := cmp.Diff(want[piece.id], heldOf(piece.text, piece.entries)); diff != "" {
					t.Fatalf("case %q (-in +out)\n%s", piece.id, diff)
				}
				stored[piece.id] = rows[piece.id]
			}
			_, unknown, _ := sorter.bring(data, func([]byte) bool { return false })
			for _, run := range unknown {
				if run.rows != rows[run.id] {
					t.Errorf("case %q: %d rows, want %d", run.id, run.rows, rows[run.id])
				}
			}
		}
		if diff := cmp.Diff(rows, stored); diff != "" {
			t.Fatalf("cases (-in +out)\n%s", diff)
		}
	})
}

// partitionOf spreads cases by their first byte; a test names them so.
func partitionOf(id []byte) (partition uint16, kept bool) {
	if len(id) == 0 {
		return 0, true
	}
	return uint16(id[0]), true
}

func everyCase([]byte) bool { return true }

// batchOf is a batch in a block of one-row runs of cases.
func batchOf(block int, cases ...string) *ledger.Batch {
	batch := &ledger.Batch{}
	for i, id := range cases {
		at := ledger.NewPosition(0, block, i)
		text := fmt.Sprintf("C 2020-01-05 payment %d.00 id=%d", block+1, block)
		batch.Entries = append(batch.Entries, row(text).entry(&batch.Text, at))
		batch.Runs = append(batch.Runs, ledger.Run{Case: appendSpan(&batch.Text, id), From: i, To: i + 1, Rows: 1, First: at})
	}
	return batch
}

func addBatch(p *pile, batch *ledger.Batch) error {
	g := p.empty()
	new(spreader).spread(g, batch, partitionOf)
	return p.add(g)
}

func TestRunsOfUnknownCasesComeBack(t *testing.T) {
	p := newPile(1<<20, t.TempDir())
	for i, id := range []string{"1", "19", "1", "19"} {
		batch := &ledger.Batch{Text: []byte(id)}
		batch.Runs = []ledger.Run{{Case: ledger.Span{Length: uint32(len(id))}, Rows: i + 1, First: ledger.NewPosition(i, 0, 7)}}
		if err := addBatch(p, batch); err != nil {
			t.Fatal(err)
		}
	}
	data, err := p.load(nil, '1')
	if err != nil {
		t.Fatal(err)
	}
	pieces, unknown, _ := new(sorter).bring(data, func(id []byte) bool { return string(id) == "1" })
	if len(pieces) != 1 || pieces[0].id != "1" {
		t.Errorf("pieces %+v", pieces)
	}
	want := []unknownRun{{"19", ledger.NewPosition(1, 0, 7), 6}}
	if !slices.Equal(unknown, want) {
		t.Errorf("unknown %+v, want %+v", unknown, want)
	}
}

func TestAPileKeepsTheOrder(t *testing.T) {
	for _, limit := range []int64{0, 100, 500, 1 << 30} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			p := newPile(limit, t.TempDir())
			for block := range 10 {
				if err := addBatch(p, batchOf(block, "A1", "B", "A2", "\xff")); err != nil {
					t.Fatal(err)
				}
				if p.size > limit {
					t.Fatalf("%d bytes are held, the limit is %d", p.size, limit)
				}
			}
			if spilled := p.file != nil; spilled != (limit < 1<<30) {
				t.Errorf("spilled: %v", spilled)
			}
			for part, cases := range map[int]string{0: "", 'A': "A1 A2", 'B': "B", 255: "\xff"} {
				data, err := p.load(nil, part)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				pieces, _, _ := new(sorter).bring(data, everyCase)
				for _, piece := range pieces {
					got = append(got, piece.id)
					for block, entry := range piece.entries {
						if entry.Position.Block() != block || len(piece.entries) != 10 {
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

// Rows hold what people owe. The temporary file is its owner's only, and nothing of it is
// left however the program ends: it has no name.
func TestTheTemporaryFileHasNoName(t *testing.T) {
	p := newPile(0, t.TempDir())
	if err := addBatch(p, batchOf(0, "A")); err != nil {
		t.Fatal(err)
	}
	info, err := p.file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 || info.Size() == 0 {
		t.Errorf("mode %o, %d bytes", got, info.Size())
	}
	if p.named == "" {
		wantEmpty(t, p.parent)
	}
	if err := p.remove(); err != nil {
		t.Fatal(err)
	}
	wantEmpty(t, p.parent)
}

func TestAPileOnAFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Skip("this system has no device that is always full")
	}
	p := newPile(0, t.TempDir())
	p.file = full
	err = addBatch(p, batchOf(1, "A"))
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "write temporary files: ") || !strings.Contains(err.Error(), "--memory") {
		t.Errorf("got %v", err)
	}
	if err := p.remove(); err != nil {
		t.Error(err)
	}
}

func TestAPileWithoutAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := addBatch(newPile(0, file), batchOf(0, "A"))
	if err == nil || !strings.Contains(err.Error(), "write temporary files: ") || !strings.Contains(err.Error(), "TMPDIR") {
		t.Errorf("got %v", err)
	}
}

func TestAPileThatCannotBeReadBack(t *testing.T) {
	p := newPile(0, t.TempDir())
	if err := addBatch(p, batchOf(0, "A")); err != nil {
		t.Fatal(err)
	}
	if err := p.file.Truncate(3); err != nil {
		t.Fatal(err)
	}
	if _, err := p.load(nil, 'A'); !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "read temporary files: ") {
		t.Errorf("got %v", err)
	}
}

// The room that a temporary file needs is looked at before anything is written.
func TestTheFileIsAnnounced(t *testing.T) {
	var said []string
	job := testJob()
	job.Memory, job.TempDir, job.Notice = 1000, t.TempDir(), func(text string) { said = append(said, text) }
	r := &replayer{job: job, book: &book{parts: []*ledger.Part{{Kind: ledger.LedgerTable, Size: 100 << 20}, {Kind: ledger.CasesTable, Size: 1 << 40}}}}
	if err := r.announceFile(); err != nil || len(said) != 1 || !strings.Contains(said[0], "up to 80 MiB of temporary files in "+job.TempDir) {
		t.Errorf("said %q, error %v", said, err)
	}
	r.job.Memory = 1 << 30
	if err := r.announceFile(); err != nil || len(said) != 1 {
		t.Errorf("said %q of rows that are held in memory, error %v", said, err)
	}
	r.book.parts[0].Size = 1 << 60
	_, known := freeSpace(job.TempDir)
	if err := r.announceFile(); known && (err == nil || !strings.Contains(err.Error(), "are free; free space, raise --memory")) {
		t.Errorf("got %v", err)
	}
}
