package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"arrears/pipeline/policy"
	"arrears/writers"
)

// runNight runs the nightly job in the working directory and returns the log.
func runNight(t *testing.T, asOf string, code int, more ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	arguments := append([]string{"run", "ledger.csv", "--as-of", asOf, "--out", "runs/{as_of}", "--previous", "auto", "--keep", "2", "--reports", "csv", "--quiet"}, more...)
	if got := execute(t.Context(), arguments, &stdout, &stderr); got != code {
		t.Fatalf("exit code %d, not %d: %s", got, code, stderr.String())
	}
	return stderr.String()
}

// aLedger makes an empty folder with a ledger the working directory.
func aLedger(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile("ledger.csv", []byte("case_id,date,type,amount,account\n7001,2026-03-02,judgment,500.00,PAA\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// runsThere lists the folders of runs.
func runsThere(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir("runs")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names
}

// A month of nights leaves the last two runs, and nothing else.
func TestAMonthOfNights(t *testing.T) {
	aLedger(t)
	day := time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC)
	for range 30 {
		runNight(t, day.Format(time.DateOnly), exitDone)
		day = day.AddDate(0, 0, 1)
	}
	if got := runsThere(t); !slices.Equal(got, []string{"2026-11-12", "2026-11-13"}) {
		t.Errorf("there are %v", got)
	}
	if target, err := os.Readlink(filepath.Join("runs", writers.LatestName)); err != nil || target != "2026-11-13" {
		t.Errorf("latest points to %q, %v", target, err)
	}
}

// A run that another command is publishing anew stays, and the next night removes it.
func TestARunThatIsBusyStays(t *testing.T) {
	aLedger(t)
	for _, asOf := range []string{"2026-10-01", "2026-10-02"} {
		runNight(t, asOf, exitDone)
	}
	busy := &writers.Folder{Path: "runs/2026-10-01", Replace: true, Now: time.Now}
	if err := busy.Reserve(); err != nil {
		t.Fatal(err)
	}
	if log := runNight(t, "2026-10-03", exitDone); !strings.Contains(log, "runs/2026-10-01 stays, though --keep 2 would remove it: runs/2026-10-01: another run") {
		t.Errorf("the log is %s", log)
	}
	if err := busy.Release(); err != nil {
		t.Fatal(err)
	}
	runNight(t, "2026-10-04", exitDone)
	if got := runsThere(t); !slices.Equal(got, []string{"2026-10-03", "2026-10-04"}) {
		t.Errorf("there are %v", got)
	}
}

// A damaged run is neither compared with, nor counted, nor removed; the one before it is
// compared with.
func TestADamagedRunIsPassedOver(t *testing.T) {
	aLedger(t)
	for _, asOf := range []string{"2026-10-01", "2026-10-02"} {
		runNight(t, asOf, exitDone)
	}
	path := filepath.Join("runs", "2026-10-02", "ncps.csv") // of the same length, so that only its hash tells
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)-2] ^= 1
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	log := runNight(t, "2026-10-03", exitDone)
	if strings.Count(log, "passed over among the earlier runs: "+path+": was changed since the run wrote it") != 1 {
		t.Errorf("the log is %s", log)
	}
	manifest, err := os.ReadFile(filepath.Join("runs", "2026-10-03", "run.json"))
	if err != nil || !bytes.Contains(manifest, []byte(`"--previous=runs/2026-10-01"`)) {
		t.Errorf("it is compared with another (%v)", err)
	}
	runNight(t, "2026-10-04", exitDone)
	if got := runsThere(t); !slices.Equal(got, []string{"2026-10-02", "2026-10-03", "2026-10-04"}) {
		t.Errorf("there are %v", got)
	}
}

// A run that is interrupted while it removes has been published all the same.
func TestAnInterruptionWhileRemoving(t *testing.T) {
	aLedger(t)
	for _, asOf := range []string{"2026-10-01", "2026-10-02", "2026-10-03"} {
		runNight(t, asOf, exitDone, "--keep", "0")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	rules, err := policy.Load("california-coap")
	if err != nil {
		t.Fatal(err)
	}
	kept := series{"runs/{as_of}", rules}.retain(ctx, &writers.Folder{Path: "runs/2026-10-03", Now: time.Now}, 1, func(string) {})
	if len(kept.removed) > 0 || len(kept.refused) != 2 || len(runsThere(t)) != 3 {
		t.Errorf("it has removed %v and not %v", kept.removed, kept.refused)
	}
	kept = series{"runs/{as_of}", rules}.retain(t.Context(), &writers.Folder{Path: "runs/2026-10-03", Now: time.Now}, 1, func(string) {})
	if !slices.Equal(kept.removed, []string{"runs/2026-10-02", "runs/2026-10-01"}) || len(kept.refused) > 0 {
		t.Errorf("it has removed %v and not %v", kept.removed, kept.refused)
	}
}
