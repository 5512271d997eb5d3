package delimited

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"arrears/pipeline/ledger"
)

// streamError reads a stream that breaks off behind a text, and returns the error.
func streamError(text string, dataStart int64, fault error) error {
	layout := layoutOf(',', 2)
	layout.DataStart = dataStart
	open := func() (io.ReadCloser, error) { return failing{strings.NewReader(text), fault}, nil }
	stream := NewStream("ledger.csv.gz", 0, layout, open, &collector{})
	stream.block = 8
	var batch ledger.Batch
	return stream.Blocks(context.Background(), func(block ledger.Block) error {
		batch.Reset()
		return block.Parse(&batch, -1)
	})
}

func TestStreamCutShort(t *testing.T) {
	for name, c := range map[string]struct {
		text      string
		dataStart int64
	}{
		"at a row's end":    {"a,b\nc,d\n", 0},
		"within a row":      {"a,b\nc,d\ne", 0},
		"within the header": {"a,", 4},
		"behind the header": {"a,b\n", 4},
		"in a long row":     {"a,b\n" + strings.Repeat("x", RowMax+10), 0},
	} {
		t.Run(name, func(t *testing.T) {
			err := streamError(c.text, c.dataStart, io.ErrUnexpectedEOF)
			const want = "ledger.csv.gz: can't be decompressed (unexpected EOF); export or compress it again"
			if err == nil || err.Error() != want {
				t.Errorf("error %v, want %s", err, want)
			}
			if whole := streamError(c.text, 0, io.EOF); whole != nil {
				t.Errorf("the whole stream: %v", whole)
			}
		})
	}
}

func TestStreamDamaged(t *testing.T) {
	fault := errors.New("gzip: invalid checksum")
	if err := streamError("a,b\n", 0, fault); !errors.Is(err, fault) || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v", err)
	}
}

func TestStreamOpensAnew(t *testing.T) {
	fault := errors.New("it is gone")
	stream := NewStream("ledger.csv.gz", 0, layoutOf(',', 2), func() (io.ReadCloser, error) { return nil, fault }, &collector{})
	err := stream.Blocks(t.Context(), func(ledger.Block) error { return nil })
	if !errors.Is(err, fault) || !strings.HasPrefix(err.Error(), "ledger.csv.gz: ") {
		t.Errorf("error %v", err)
	}
}
