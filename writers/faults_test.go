package writers

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"arrears/pipeline/report"
	"arrears/writers/internal/fixture"
)

// scene is a folder in which a run is published while something goes wrong.
type scene struct {
	name    string
	runs    bool // a folder of runs, with a trail
	earlier bool // there is a run already, which is replaced
	inSteps bool
}

var scenes = []scene{
	{name: "first"}, {name: "replace", earlier: true}, {name: "replace in steps", earlier: true, inSteps: true},
	{name: "first of runs", runs: true}, {name: "replace among runs", runs: true, earlier: true}, {name: "replace among runs in steps", runs: true, earlier: true, inSteps: true},
}

// everything leaves out nothing that other tests make likely.
var everything = flag.Bool("everything", false, "let every call fail in every scene, and kill at every call")

// knows tells whether what comes of a call that fails is known from an earlier scene.
func (s *scene) knows(call string) bool {
	return (s.runs || s.inSteps) && !*everything && (strings.HasSuffix(call, ".csv") || strings.HasSuffix(call, ".html"))
}

// stage sets the scene anew and returns the folder around the run.
func (s *scene) stage(t *testing.T) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "reports")
	if s.runs {
		folder = filepath.Join(filepath.Dir(folder), "runs")
	}
	if s.earlier {
		f := &Folder{Path: filepath.Join(folder, "run"), Now: atNoon, disk: &faultyDisk{}}
		mustPublish(t, f, earlierReport())
	}
	return folder
}

// What is published again and again is made once.
var (
	earlierReport = sync.OnceValue(func() *report.Report { return fixture.New(2) })
	laterReport   = sync.OnceValue(func() *report.Report { return fixture.New(5) })
)

func (s *scene) run(folder string, on disk) *Folder {
	return &Folder{Path: filepath.Join(folder, "run"), HTML: !s.earlier, Replace: s.earlier, Now: atNoon, disk: on, inTurn: true, Holder: Holder{"operator", "host", 1}}
}

// content is the files of the run in a folder; nil without one.
func content(t *testing.T, folder string) map[string]string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(folder, "run")); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return filesIn(t, filepath.Join(folder, "run"))
}

// beside is what is expected in the folder once a run is published.
func (s *scene) beside() []string {
	if s.runs {
		return []string{report.TrailName, LatestName, "run"}
	}
	return []string{"run"}
}

// trailOf reads the trail of a folder, which must be whole, and tells how often each
// run.json is in it.
func trailOf(t *testing.T, folder string) map[string]int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, report.TrailName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	read, err := report.ReadTrail(bytes.NewReader(text))
	if err != nil || len(read.Faults) > 0 {
		t.Fatalf("the trail: %v, %v", err, read.Faults)
	}
	lines := make(map[string]int)
	for line := range bytes.Lines(text) {
		var parsed report.TrailLine
		if json.Unmarshal(line, &parsed) == nil { // one that a run was stopped in is none
			lines[parsed.Manifest]++
		}
	}
	return lines
}

// rerun publishes once more, with nothing going wrong: it sweeps up and gives the same
// bytes.
func (s *scene) rerun(t *testing.T, folder string, want map[string]string) (notes []string) {
	t.Helper()
	f := s.run(folder, &faultyDisk{})
	f.Replace = true
	if err := f.Publish(t.Context(), laterReport()); err != nil {
		t.Fatalf("the next run: %v", err)
	}
	if got := content(t, folder); !maps.Equal(got, want) {
		t.Fatalf("the next run does not give the same bytes")
	}
	if got := names(t, folder); !slices.Equal(got, s.beside()) {
		t.Fatalf("after the next run there is %v", got)
	}
	if s.runs {
		target, err := os.Readlink(filepath.Join(folder, LatestName))
		if hash, _ := manifestHash(realDisk{}, f.Path); err != nil || target != "run" || trailOf(t, folder)[hash] == 0 {
			t.Fatalf("after the next run latest is %q (%v), and the trail is %v", target, err, trailOf(t, folder))
		}
	}
	return f.Notes
}

// whole publishes with nothing going wrong and returns what comes of it, and the calls.
func (s *scene) whole(t *testing.T) (want map[string]string, calls []string) {
	t.Helper()
	folder := s.stage(t)
	on := &faultyDisk{inSteps: s.inSteps}
	mustPublish(t, s.run(folder, on), laterReport())
	return content(t, folder), on.calls
}

// Whichever call to the file system fails, the run is published whole, or the earlier one
// is as it was; what went wrong is said; and the next run cleans up.
func TestAnyCallMayFail(t *testing.T) {
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			want, calls := s.whole(t)
			for n, call := range calls {
				if s.knows(call) {
					continue
				}
				fault := &fs.PathError{Op: call, Path: "disk", Err: []error{syscall.ENOSPC, syscall.EIO, syscall.EACCES}[n%3]}
				folder := s.stage(t)
				before, trailBefore := content(t, folder), trailOf(t, folder)
				on := &faultyDisk{failAt: n + 1, err: fault, inSteps: s.inSteps}
				f := s.run(folder, on)
				err := f.Publish(t.Context(), laterReport())
				place := fmt.Sprintf("call %d, %s", n+1, call)
				if on.openFiles != 0 {
					t.Fatalf("%s: %d files are open", place, on.openFiles)
				}
				after := content(t, folder)
				switch published := maps.Equal(after, want); {
				case err != nil && strings.HasPrefix(call, "unlock") && published: // all was done by then
				case err != nil && (!maps.Equal(after, before) || !errors.Is(err, fault.Err)):
					t.Fatalf("%s: %v, and the earlier run is not as it was", place, err)
				case err == nil && !published:
					t.Fatalf("%s: no error, and it is not published", place)
				case err == nil && !strings.Contains(strings.Join(f.Notes, "\n"), fault.Err.Error()):
					t.Fatalf("%s: nobody is told, but of %q", place, f.Notes)
				case err != nil && !maps.Equal(trailOf(t, folder), trailBefore):
					t.Fatalf("%s: the trail has a run that was taken back", place)
				}
				s.rerun(t, folder, want)
			}
		})
	}
}

// Where the disk fails for good, there is a whole run in the place all the same: the
// earlier one, or this one, or on the system that swaps in steps none until the next run
// puts the earlier one back.
func TestADiskMayDie(t *testing.T) {
	for at, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			want, calls := s.whole(t)
			for n := range calls {
				if s.knows(calls[n]) || n%3 != at%3 && !*everything {
					continue
				}
				folder := s.stage(t)
				before := content(t, folder)
				f := s.run(folder, &faultyDisk{failAt: n + 1, dead: true, err: syscall.EIO, inSteps: s.inSteps})
				if err := f.Publish(t.Context(), laterReport()); err == nil && len(f.Notes) == 0 {
					t.Fatalf("from call %d, %s: nobody is told", n+1, calls[n])
				}
				after := content(t, folder)
				if !maps.Equal(after, before) && !maps.Equal(after, want) && !(s.inSteps && after == nil) {
					t.Fatalf("from call %d, %s: what is there is no whole run", n+1, calls[n])
				}
				if s.inSteps && after == nil {
					s.putsBack(t, folder, before)
				}
				s.rerun(t, folder, want)
			}
		})
	}
}

// putsBack expects that even a run that is refused puts the earlier one back first.
func (s *scene) putsBack(t *testing.T, folder string, before map[string]string) {
	t.Helper()
	f := &Folder{Path: filepath.Join(folder, "run"), Now: atNoon, disk: &faultyDisk{}}
	if err := f.Reserve(); !errors.Is(err, ErrExists) || !maps.Equal(content(t, folder), before) || len(f.Notes) == 0 {
		t.Fatalf("%v, and the earlier run is not put back; %v", err, f.Notes)
	}
}

// lyingDisk turns a bit of what is written to a file, and says nothing.
type lyingDisk struct {
	faultyDisk
	file string
	at   int64
}

func (d *lyingDisk) sync(folder string) error {
	path := filepath.Join(folder, d.file)
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil // another folder
	}
	one := make([]byte, 1)
	_, readErr := file.ReadAt(one, d.at)
	one[0] ^= 1
	_, writeErr := file.WriteAt(one, d.at)
	return errors.Join(readErr, writeErr, file.Close())
}

// What is not on the disk as it was written is not published.
func TestADiskThatLies(t *testing.T) {
	s := scenes[1]
	want, _ := s.whole(t)
	for name, text := range want {
		for at := int64(0); at < int64(len(text)); at += 1 + int64(len(text))/7 {
			folder := s.stage(t)
			before := content(t, folder)
			err := s.run(folder, &lyingDisk{file: name, at: at}).Publish(t.Context(), laterReport())
			if err == nil || err.Error() != "check "+name+": it is not on the disk as it was written; the disk or the memory is at fault: run again, and elsewhere if it comes back" {
				t.Errorf("byte %d of %s: %v", at, name, err)
			}
			if !maps.Equal(content(t, folder), before) || len(names(t, folder)) != 1 {
				t.Errorf("byte %d of %s: the earlier run is not as it was, or something is left", at, name)
			}
		}
	}
}

// The totals of the manifest are held against the file, not against what was meant to be
// written.
func TestTotalsThatAreNotThoseOfTheFile(t *testing.T) {
	folder := t.TempDir()
	table := report.Cases(fixture.New(3))
	m := newManifest(fixture.New(3))
	output, err := create(createFile, folder, "cases.csv", func(w io.Writer) (int, error) {
		rows, sums, err := writeCSV(t.Context(), w, table)
		m.addTotals(table, sums)
		return rows, err
	})
	if err != nil {
		t.Fatal(err)
	}
	check := func(output report.ManifestOutput) string {
		fault, err := checkTable(t.Context(), realDisk{}, folder, output, table.Columns, m.Totals["cases"])
		return fmt.Sprint(fault, err)
	}
	if got := check(output); got != "<nil>" {
		t.Error(got)
	}
	output.Rows++
	if got := check(output); !strings.HasPrefix(got, "it has 5 rows, and 6 were written") {
		t.Error(got)
	}
	output.Rows--
	m.Totals["cases"]["arrears"] = "0.01"
	if got := check(output); !strings.HasPrefix(got, "the column arrears adds up to ") || !strings.Contains(got, ", and 0.01 was written") {
		t.Error(got)
	}
}
