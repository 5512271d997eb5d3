package writers

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"arrears/pipeline/report"
)

// The environment of a process that publishes and is killed at a call.
const (
	killSceneVariable  = "TEST_KILL_SCENE"
	killFolderVariable = "TEST_KILL_FOLDER"
	killAtVariable     = "TEST_KILL_AT"
)

// TestPublishAndDie is what the process does that TestAProcessMayBeKilledAtAnyCall kills;
// by itself it does nothing.
func TestPublishAndDie(t *testing.T) {
	folder := os.Getenv(killFolderVariable)
	if folder == "" {
		t.Skip("it is run by another test")
	}
	scene, _ := strconv.Atoi(os.Getenv(killSceneVariable))
	at, _ := strconv.Atoi(os.Getenv(killAtVariable))
	s := scenes[scene]
	on := &faultyDisk{failAt: at, kill: true, inSteps: s.inSteps}
	t.Fatalf("it lives: %v, after %d calls", s.run(folder, on).Publish(t.Context(), laterReport()), len(on.calls))
}

// killedAt publishes in a process of its own that is killed before a call.
func killedAt(t *testing.T, scene int, folder string, call int) {
	t.Helper()
	command := exec.Command(os.Args[0], "-test.run=^TestPublishAndDie$")
	command.Env = append(os.Environ(), killFolderVariable+"="+folder, fmt.Sprintf("%s=%d", killSceneVariable, scene), fmt.Sprintf("%s=%d", killAtVariable, call))
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || !exit.Sys().(syscall.WaitStatus).Signaled() {
		t.Fatalf("the process was not killed: %v\n%s", err, output)
	}
}

// Killed at any call, a run leaves the earlier one as it was, or is whole in its place;
// the next run sweeps up and gives the same bytes, and the trail has all that is there.
func TestAProcessMayBeKilledAtAnyCall(t *testing.T) {
	for i, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			want, calls := s.whole(t)
			for n, call := range calls {
				if s.knows(call) || !*everything && likeAnother(call) {
					continue
				}
				folder := s.stage(t)
				before := content(t, folder)
				killedAt(t, i, folder, n+1)
				place := fmt.Sprintf("killed at call %d, %s", n+1, call)
				after := content(t, folder)
				switch {
				case maps.Equal(after, before), maps.Equal(after, want):
				case s.inSteps && after == nil:
					s.putsBack(t, folder, before)
				default:
					t.Fatalf("%s: what is there is no whole run", place)
				}
				left, _ := filepath.Glob(filepath.Join(folder, ".*"+draftMark+"*"))
				notes := strings.Join(s.rerun(t, folder, want), "\n")
				if len(left) > 0 && !strings.Contains(notes, "a run that was stopped") {
					t.Fatalf("%s: it is swept up without a word: %q", place, notes)
				}
				if s.runs && s.earlier && call == "write "+report.TrailName && !strings.Contains(notes, "was not in the audit trail") {
					t.Fatalf("%s: nobody is told that the run is not in the trail: %q", place, notes)
				}
			}
		})
	}
}

// likeAnother tells whether a process killed at the call leaves what one leaves that is
// killed at the call before.
func likeAnother(call string) bool {
	name, file, _ := strings.Cut(call, " ")
	return strings.HasSuffix(file, ".csv") && file != "ncps.csv" || name == "sync" || name == "open" || name == "read" || name == "close" || name == "list"
}
