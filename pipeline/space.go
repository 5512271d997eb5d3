package pipeline

import (
	"fmt"
	"os"

	"arrears/pipeline/ledger"
)

// announceFile says before it is written how large the temporary file may become, and
// fails where there is clearly no room for it. A row takes four fifths of its text in it
// at most; what is packed is taken to unpack to ten times its size.
func (r *replayer) announceFile() error {
	var need, packed int64
	for _, part := range r.book.parts {
		switch {
		case part.Kind != ledger.LedgerTable:
		case part.Packed:
			packed += part.Size * 8
		default:
			need += part.Size * 4 / 5
		}
	}
	if need+packed <= r.job.Memory {
		return nil
	}
	folder := r.job.TempDir
	if folder == "" {
		folder = os.TempDir()
	}
	free, known := freeSpace(folder)
	if known && free < need {
		return fmt.Errorf("the rows of most cases lie apart, which takes up to %s of temporary files in %s, where %s are free; free space, raise --memory or name another folder with TMPDIR",
			size(need), folder, size(free))
	}
	if r.job.Notice != nil {
		r.job.Notice(fmt.Sprintf("the rows of most cases lie apart: up to %s of temporary files in %s", size(need+packed), folder))
	}
	return nil
}

// size is a number of bytes as people read it.
func size(bytes int64) string {
	if bytes < 10<<20 {
		return fmt.Sprintf("%d KiB", (bytes+1023)>>10)
	}
	return fmt.Sprintf("%d MiB", (bytes+1<<20-1)>>20)
}
