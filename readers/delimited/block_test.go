package delimited

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"arrears/pipeline/ledger"
)

// randomText is rows of two fields, many of them quoted over several lines, some broken.
func randomText(random *rand.Rand) string {
	pieces := []string{"a", "b,c", "\n", "\r\n", "\"d\ne\"", "\"f\n\n\",\"g\"\n", "\"h\"\"i\"", ",", "\"", "j,\"k\nl\"\n", "\nm,n\n"}
	var text strings.Builder
	for range 1 + random.IntN(40) {
		text.WriteString(pieces[random.IntN(len(pieces))])
	}
	return text.String()
}

// Line ends within quotes fall on the ends of blocks: the guess at a block's first row is
// wrong there, and the block is read once more.
func TestBlocksAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 695))
	wrong := 0
	for range 400 {
		text := randomText(random)
		want, size := oracle(text, ',', 2), 1+random.IntN(30)
		file, stream := readFile(t, text, ',', 2, int64(size), int64(random.IntN(20))), readStream(t, text, ',', 2, size)
		wrong += file.wrong
		if stream.wrong > 0 {
			t.Errorf("a stream's blocks begin where the ones before end, and %d do not", stream.wrong)
		}
		for how, got := range map[string]reading{"file": file, "stream": stream} {
			if diff := cmp.Diff(want, got.records); diff != "" || got.lines != countLines(text) {
				t.Fatalf("%q as a %s in blocks of %d: %d lines, rows (-oracle +got):\n%s", text, how, size, got.lines, diff)
			}
		}
	}
	if wrong < 100 {
		t.Errorf("only %d guesses were wrong: the texts do not test them", wrong)
	}
}

// A block within one long row or behind the last has no row, wherever that is noticed.
func TestBlocksWithoutRows(t *testing.T) {
	text := "a,\"" + strings.Repeat("x\n", 50) + "\"\n" + "b," + strings.Repeat("y", 100) + "\n\n\n\n\nc,d\n"
	for _, size := range []int64{1, 3, 7, 20, 64} {
		got := readFile(t, text, ',', 2, size, 1)
		if diff := cmp.Diff(oracle(text, ',', 2), got.records); diff != "" || got.lines != 57 || int64(got.blocks) != (int64(len(text))+size-1)/size {
			t.Errorf("in blocks of %d: %d lines, %d blocks (-oracle +got):\n%s", size, got.lines, got.blocks, diff)
		}
	}
}

// The rows of a file begin behind its header, on its first row's line.
func TestBlocksBehindHeader(t *testing.T) {
	text := "p,q\r\nr,s\r\nt,u"
	for size := int64(1); size < 20; size++ {
		rows := &collector{}
		layout := layoutOf(',', 2)
		layout.DataStart = 5
		file := NewFile("rows.csv", 0, layout, strings.NewReader(text), int64(len(text)), rows)
		file.Block, file.lookahead = size, 1
		got := readSource(t, file, rows)
		if len(got.records) != 2 || got.records[0].Fields[0] != "r" || got.records[0].Line != 1 {
			t.Errorf("in blocks of %d: %+v", size, got)
		}
	}
}

// fileError reads a file of a size from data, and returns the first error.
func fileError(data io.ReaderAt, size int64, rows Rows) error {
	file := NewFile("ledger.csv", 0, layoutOf(',', 2), data, size, rows)
	file.Block, file.lookahead = 6, 2
	var batch ledger.Batch
	end := int64(-1)
	return file.Blocks(context.Background(), func(block ledger.Block) error {
		batch.Reset()
		err := block.Parse(&batch, end)
		end = batch.To
		return err
	})
}

func TestFileShrinks(t *testing.T) {
	text := "a,b\nc,d\ne,f\ng,\"h\ni\"\n"
	for left := range len(text) {
		err := fileError(cut{[]byte(text[:left])}, int64(len(text)), &collector{})
		const want = "read ledger.csv: the file has shrunk while it was read; run again when it is complete"
		if err == nil || err.Error() != want {
			t.Errorf("%d bytes left: %v", left, err)
		}
	}
	if err := fileError(cut{[]byte(text)}, int64(len(text)), &collector{}); err != nil {
		t.Errorf("all of it: %v", err)
	}
}

func TestFileGrows(t *testing.T) {
	text := "a,b\nc,d\n"
	rows := &collector{}
	if err := fileError(cut{[]byte(text + "e,f\n\"g")}, int64(len(text)), rows); err != nil || len(rows.records) != 2 {
		t.Errorf("%v, %+v", err, rows.records)
	}
}

// broken is a file of which no byte behind the good ones can be read.
type broken struct {
	text []byte
	err  error
}

func (b broken) ReadAt(buffer []byte, at int64) (int, error) {
	if at+int64(len(buffer)) > int64(len(b.text)) {
		return 0, b.err
	}
	return copy(buffer, b.text[at:]), nil
}

func TestFileFails(t *testing.T) {
	fault := errors.New("input/output error")
	for _, text := range []string{"", "a,b\nc,d\n", "a,b\n\"c" + strings.Repeat("x", 50), "a,b\n" + strings.Repeat("x", RowMax+100)} {
		err := fileError(broken{[]byte(text), fault}, int64(len(text))+1000, &collector{})
		if !errors.Is(err, fault) || err.Error() != "read ledger.csv: input/output error" {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

// What ends the reading from outside ends it at once.
func TestBlocksEnd(t *testing.T) {
	enough := errors.New("enough")
	sources := map[string]source{
		"file":   NewFile("rows.csv", 0, layoutOf(',', 2), strings.NewReader("a,b\nc,d\n"), 8, &collector{}),
		"stream": NewStream("rows.csv.gz", 0, layoutOf(',', 2), func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("a,b\nc,d\n")), nil }, &collector{}),
	}
	for name, s := range sources {
		t.Run(name, func(t *testing.T) {
			if err := s.Blocks(t.Context(), func(ledger.Block) error { return enough }); !errors.Is(err, enough) {
				t.Errorf("the taker's error: %v", err)
			}
			ctx, cancel := context.WithCancelCause(t.Context())
			cancel(enough)
			if err := s.Blocks(ctx, func(ledger.Block) error { return nil }); !errors.Is(err, enough) {
				t.Errorf("a cancelled run: %v", err)
			}
		})
	}
}

// A block that is read again gives the same, and its batch's memory can be used again.
func TestBlocksReadTwice(t *testing.T) {
	text := "\"a\"\"b\",\"c\"\"\"\n\"\"\"d\",e\n"
	rows := &collector{}
	file := NewFile("rows.csv", 0, layoutOf(',', 2), strings.NewReader(text), int64(len(text)), rows)
	var batch ledger.Batch
	var got []string
	for range 2 {
		err := file.Blocks(t.Context(), func(block ledger.Block) error {
			batch.Reset()
			*rows = collector{}
			return block.Parse(&batch, -1)
		})
		got = append(got, fmt.Sprint(rows.records, err))
	}
	if want := "[{0 [a\"b c\"] } {0 [\"d e] }] <nil>"; got[0] != want || got[1] != want {
		t.Errorf("%q, want %q twice", got, want)
	}
}
