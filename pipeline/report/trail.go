package report

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// TrailName is the file in a folder of runs that has a line for every run published
// there. Lines are added and never changed. Each holds the hash of the line before, so
// that a line that was changed, removed or put in between is found.
const TrailName = "audit.jsonl"

// TrailLine is a line of the trail. There is nothing in it about parents.
type TrailLine struct {
	// Previous is the SHA-256 of the line before, without its line end; blank in the first.
	Previous string `json:"previous"`
	At       string `json:"at"`   // when the run was published
	User     string `json:"user"` // of the system, who ran it
	Host     string `json:"host"`
	Run      string `json:"run"` // the run's folder, beside the trail
	// Manifest is the SHA-256 of the run's run.json, which holds those of its other files.
	Manifest string `json:"manifest_sha256"`
	// Replaced is the same of the run whose place this one took.
	Replaced string `json:"replaced_sha256,omitempty"`

	Program   string                    `json:"program"`
	Policy    ManifestPolicy            `json:"policy"`
	AsOf      string                    `json:"as_of"`
	Arguments []string                  `json:"arguments"`
	Inputs    []TrailInput              `json:"inputs"`
	Totals    map[string]ManifestTotals `json:"totals"`
	// Earlier are the runs that were there before the trail was begun; in the first line.
	Earlier []TrailRun `json:"earlier,omitempty"`
}

// TrailInput is one table of a run's input.
type TrailInput struct {
	Path   string `json:"path"`
	Sheet  string `json:"sheet,omitempty"`
	Table  string `json:"table"`
	SHA256 string `json:"sha256"`
}

// TrailRun is a run as the trail knows it.
type TrailRun struct {
	Run      string `json:"run"`
	Manifest string `json:"manifest_sha256"`
}

// Text is the line's text, without a line end.
func (l *TrailLine) Text() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(l)
	return bytes.TrimSuffix(text.Bytes(), []byte{'\n'}), err
}

// Trail is what was read of a trail.
type Trail struct {
	Lines  int
	Hashes []string          // SHA-256 of each line
	Last   string            // that of the last line; blank without one
	Torn   bool              // the last line has no end: a run was stopped while it wrote it
	Faults []Fault           // what does not fit together, by line
	Notes  []Fault           // what does, but should be known
	At     map[string]int    // SHA-256 of a run.json → its last line, from 1
	Latest map[string]string // run → SHA-256 of its last run.json
}

// trailLineMax is how long a line may be; that of a run with ten thousand inputs is a
// quarter of it.
const trailLineMax = 16 << 20

// ReadTrail reads a trail and checks that its lines follow from each other. The error is
// that of the reader, or that a line is longer than any run writes.
func ReadTrail(from io.Reader) (*Trail, error) {
	t := &Trail{At: make(map[string]int), Latest: make(map[string]string)}
	reader := bufio.NewReaderSize(from, 64<<10)
	unread := false // the line before is none
	for {
		text, err := readLine(reader)
		if err != nil && (!errors.Is(err, io.EOF) || len(text) == 0) {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return t, err
		}
		t.Lines++
		t.Torn = err != nil
		unread = t.take(text, unread)
		hash := sha256.Sum256(text)
		t.Last = hex.EncodeToString(hash[:])
		t.Hashes = append(t.Hashes, t.Last)
	}
}

// readLine reads up to a line end, which it leaves out; with io.EOF, up to the end.
func readLine(reader *bufio.Reader) (line []byte, err error) {
	for {
		piece, err := reader.ReadSlice('\n')
		line = append(line, piece...)
		if len(line) > trailLineMax {
			return nil, fmt.Errorf("a line is longer than %d MiB", trailLineMax>>20)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSuffix(line, []byte{'\n'}), err
		}
	}
}

// take takes the next line and tells whether it can't be read.
func (t *Trail) take(text []byte, afterUnread bool) (unread bool) {
	fault := func(format string, arguments ...any) {
		t.Faults = append(t.Faults, Fault{Line: t.Lines, Message: fmt.Sprintf(format, arguments...)})
	}
	var line TrailLine
	if json.Unmarshal(text, &line) != nil || line.Manifest == "" {
		fault("is no line of a trail: it was changed, or a run was stopped while it wrote it")
		return true
	}
	switch {
	case line.Previous == t.Last:
		if afterUnread { // the line before is as it was when this one was added
			last := len(t.Faults) - 1
			t.Notes = append(t.Notes, Fault{Line: t.Lines - 1, Message: "is not whole: a run was stopped while it wrote it"})
			t.Faults = t.Faults[:last]
		}
	case t.Lines == 1:
		fault("is not the first: lines before it were removed")
	default:
		fault("does not follow from line %d: one of the two was changed, or lines between them were removed or put in", t.Lines-1)
	}
	for _, earlier := range line.Earlier {
		t.know(earlier)
	}
	t.know(TrailRun{line.Run, line.Manifest})
	return false
}

func (t *Trail) know(run TrailRun) {
	t.At[run.Manifest] = t.Lines
	t.Latest[run.Run] = run.Manifest
}

// Knows tells whether the trail has a run.json with this SHA-256.
func (t *Trail) Knows(manifest string) bool { return t.At[manifest] > 0 }
