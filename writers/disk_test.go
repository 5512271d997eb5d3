package writers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

var errFull = errors.New("the disk is full")

// smallDisk lets a number of bytes and of calls through and then fails. It does not wait
// for the real disk, so that a test may fill it very often.
type smallDisk struct {
	realDisk
	mutex                sync.Mutex
	room                 int // bytes
	files, syncs, closes int // calls that succeed
	openFiles            int
}

func endless() *smallDisk {
	return &smallDisk{room: 1 << 40, files: 1 << 30, syncs: 1 << 30, closes: 1 << 30}
}

func (d *smallDisk) sync(string) error { return nil }

func (d *smallDisk) create(path string) (draftFile, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.files--; d.files < 0 {
		return nil, errFull
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	d.openFiles++
	return &diskFile{file, d}, err
}

type diskFile struct {
	file *os.File
	disk *smallDisk
}

func (f *diskFile) Write(p []byte) (int, error) {
	f.disk.mutex.Lock()
	defer f.disk.mutex.Unlock()
	n, err := f.file.Write(p[:min(len(p), f.disk.room)])
	f.disk.room -= n
	if n < len(p) {
		err = errors.Join(err, errFull)
	}
	return n, err
}

func (f *diskFile) Sync() error {
	f.disk.mutex.Lock()
	defer f.disk.mutex.Unlock()
	if f.disk.syncs--; f.disk.syncs < 0 {
		return errFull
	}
	return nil
}

func (f *diskFile) Close() error {
	f.disk.mutex.Lock()
	defer f.disk.mutex.Unlock()
	f.disk.openFiles--
	err := f.file.Close()
	if f.disk.closes--; f.disk.closes < 0 {
		err = errors.Join(err, errFull)
	}
	return err
}

// wantNothing publishes to a disk that fails: an error that names what was written, no
// trace of the run, no file left open, and an earlier run as it was.
func wantNothing(t *testing.T, f Folder, d *smallDisk, r *report.Report, earlierRun map[string]string) {
	t.Helper()
	f.disk = d
	err := f.Publish(t.Context(), r)
	if !errors.Is(err, errFull) || !strings.HasPrefix(err.Error(), "write ") {
		t.Fatalf("got %v", err)
	}
	if d.openFiles != 0 {
		t.Fatalf("%d files are still open", d.openFiles)
	}
	var beside []string
	if earlierRun != nil {
		beside = []string{"run"}
		if got := filesIn(t, f.Path); !equalFiles(got, earlierRun) {
			t.Fatalf("the earlier run has changed: %v", got)
		}
	}
	if got := names(t, filepath.Dir(f.Path)); !slices.Equal(got, beside) {
		t.Fatalf("in the folder of runs: %v", got)
	}
}

func equalFiles(a, b map[string]string) bool {
	for name := range b {
		if a[name] != b[name] {
			return false
		}
	}
	return len(a) == len(b)
}

// Wherever in a file the disk is full, its writer says so.
func TestAFileThatIsFullAfterNBytes(t *testing.T) {
	r := fixture.New(1)
	folder := t.TempDir()
	write := func(w io.Writer) (int, error) {
		rows, _, err := writeCSV(t.Context(), w, report.NCPs(r))
		return rows, err
	}
	whole, err := create(createFile, folder, "whole", write)
	if err != nil {
		t.Fatal(err)
	}
	for n := range whole.Size {
		d := endless()
		d.room = int(n)
		if _, err := create(d.create, folder, fmt.Sprint(n), write); !errors.Is(err, errFull) || d.openFiles != 0 {
			t.Fatalf("after %d bytes: %v, %d files open", n, err, d.openFiles)
		}
	}
	d := endless()
	d.room = int(whole.Size)
	if again, err := create(d.create, folder, "again", write); err != nil || again.SHA256 != whole.SHA256 {
		t.Errorf("with just enough room: %v", err)
	}
}

// Wherever in a run the disk is full, the run appears whole or not at all, and an
// earlier one stays as it was. The places tried are around the end of each file and
// some between.
func TestARunOnADiskThatIsFullAfterNBytes(t *testing.T) {
	for _, replace := range []bool{false, true} {
		r := fixture.New(2)
		whole := Folder{Path: filepath.Join(t.TempDir(), "run"), XLSX: replace, HTML: true, Now: atNoon}
		mustPublish(t, &whole, r)
		written := filesIn(t, whole.Path)
		f := Folder{Path: filepath.Join(t.TempDir(), "run"), XLSX: replace, HTML: true, Now: atNoon, Replace: replace}
		var before map[string]string
		if replace {
			earlier(t, f.Path)
			before = filesIn(t, f.Path)
		}
		end, rooms := 0, []int{0}
		for _, name := range []string{"balances.csv", "cases.csv", "ncps.csv", "outreach.csv", "rejects.csv", "outreach.xlsx", "summary.html", "run.json"} {
			rooms = append(rooms, end+len(written[name])/2)
			end += len(written[name])
			rooms = append(rooms, end-1, end)
		}
		for _, n := range rooms {
			if n < end {
				d := endless()
				d.room = n
				wantNothing(t, f, d, r, before)
			}
		}
		d := endless()
		d.room = end
		f.disk = d
		mustPublish(t, &f, r)
		if got := filesIn(t, f.Path); !equalFiles(got, written) {
			t.Errorf("published %v", got)
		}
	}
}

func TestAFileThatCannotBeMadeSyncedOrClosed(t *testing.T) {
	const files = 8
	r := fixture.New(2)
	for name, set := range map[string]func(d *smallDisk, n int){
		"made":   func(d *smallDisk, n int) { d.files = n },
		"synced": func(d *smallDisk, n int) { d.syncs = n },
		"closed": func(d *smallDisk, n int) { d.closes = n },
	} {
		for n := range files {
			t.Run(fmt.Sprintf("file %d is not %s", n, name), func(t *testing.T) {
				d := endless()
				set(d, n)
				wantNothing(t, Folder{Path: filepath.Join(t.TempDir(), "run"), XLSX: true, HTML: true, Now: atNoon}, d, r, nil)
			})
		}
	}
}

// A table's writer is told of a failure by the file's last block at the latest.
func TestAWriterThatFails(t *testing.T) {
	table := longTable(3*chunkItems, func(int) ledger.Cents { return 1 })
	var whole bytes.Buffer
	if _, _, err := writeCSV(t.Context(), &whole, table); err != nil {
		t.Fatal(err)
	}
	for n := 0; n < whole.Len(); n += 997 {
		if _, _, err := writeCSV(t.Context(), &shortWriter{n}, table); !errors.Is(err, errFull) {
			t.Fatalf("after %d bytes: %v", n, err)
		}
	}
}

// shortWriter fails once its room is used up.
type shortWriter struct{ room int }

func (w *shortWriter) Write(p []byte) (int, error) {
	if len(p) > w.room {
		return w.room, errFull
	}
	w.room -= len(p)
	return len(p), nil
}

// inSteps is a disk that can't exchange two folders at one stroke.
type inSteps struct{ realDisk }

func (inSteps) exchange(string, string) error { return errors.ErrUnsupported }

func TestSwap(t *testing.T) {
	for name, on := range map[string]disk{"at once": realDisk{}, "in steps": inSteps{}} {
		parent := t.TempDir()
		a, b := filepath.Join(parent, "a"), filepath.Join(parent, "b")
		for _, path := range []string{a, b} {
			if err := errors.Join(os.Mkdir(path, 0o700), os.WriteFile(filepath.Join(path, "name"), []byte(path), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		if err := swap(on, a, b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := map[string]string{filepath.Join("a", "name"): b, filepath.Join("b", "name"): a}
		if got := filesIn(t, parent); !equalFiles(got, want) || len(names(t, parent)) != 2 {
			t.Errorf("%s: %v", name, got)
		}
		// Where one of the two is missing, the other stays where it was.
		if err := os.RemoveAll(a); err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{swap(on, a, b), swap(on, b, a)} {
			if !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := names(t, parent); !slices.Equal(got, []string{"b"}) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
