package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The samples of samples/nightly are run as a scheduler would run them: with their own
// command lines and their own environment, read out of the files. The places that a machine
// has for them are moved into a folder of the test.

// machine is such a folder: what stands at a place of the samples is at the same place
// below it.
type machine string

// places are the roots of the paths that the samples name.
var places = []string{"/etc/arrears", "/srv/arrears/exports", "/usr/local/bin", "/var/cache/arrears", "/var/lib/arrears", "/var/lib/prometheus/node-exporter", "/var/log/arrears"}

// newMachine is a machine with the exports, the configuration and the program in place.
func newMachine(t *testing.T) machine {
	t.Helper()
	m := machine(t.TempDir())
	for _, place := range places {
		if err := os.MkdirAll(m.at(place), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(m.at("/srv/arrears/exports"), os.DirFS(filepath.Join(top, "samples", "county", "input"))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(m.at("/etc/arrears/nightly.yaml"), []byte(readNightly(t, "nightly.yaml")), 0o600); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("arrears") // which TestMain has put there
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(program, m.at("/usr/local/bin/arrears")); err != nil {
		t.Fatal(err)
	}
	return m
}

func readNightly(t *testing.T, name string) string {
	t.Helper()
	return readRoot(t, filepath.Join("samples", "nightly", name))
}

func (m machine) at(place string) string { return filepath.Join(string(m), place) }

// moved is a text with its places on the machine.
func (m machine) moved(text string) string {
	var pairs []string
	for _, place := range places {
		pairs = append(pairs, place, m.at(place))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// run runs a command line of a sample with its environment, and nothing else of it.
func (m machine) run(t *testing.T, environment []string, words ...string) (stdout, stderr string, code int) {
	t.Helper()
	for i := range words {
		words[i] = m.moved(words[i])
	}
	command := exec.CommandContext(t.Context(), words[0], words[1:]...)
	command.Dir = "/"
	command.Env = []string{"PATH=/usr/bin:/bin"}
	for _, pair := range environment {
		command.Env = append(command.Env, m.moved(pair))
	}
	var out, problems bytes.Buffer
	command.Stdout, command.Stderr = &out, &problems
	if err := command.Run(); command.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), problems.String(), command.ProcessState.ExitCode()
}

// checkRuns makes sure that a run has been published under today's date, or whatever the
// date was when it began, and returns its folder.
func (m machine) checkRuns(t *testing.T, want int) {
	t.Helper()
	runs, err := filepath.Glob(m.at("/var/lib/arrears/runs/20*-*-*/run.json"))
	if err != nil || len(runs) != want {
		t.Errorf("there are the runs %v (%v); want %d", runs, err, want)
	}
	if _, err := os.Stat(m.at("/var/lib/arrears/runs/latest/outreach.xlsx")); err != nil {
		t.Error(err)
	}
	for _, place := range []string{"/etc/arrears", "/srv/arrears/exports"} {
		if entries, err := os.ReadDir(m.at(place)); err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.IsDir() }) {
			t.Errorf("in %s there is %v, %v", place, entries, err)
		}
	}
}

// checkLog makes sure that all of a log is JSON lines of one run, and that no variable of
// the sample is misspelt.
func checkLog(t *testing.T, log, last string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(log), "\n")
	for _, line := range lines {
		if !strings.HasPrefix(line, `{"level":"`) || strings.Contains(line, "sets nothing") {
			t.Errorf("in the log there is %s", line)
		}
	}
	if !strings.HasSuffix(lines[len(lines)-1], `"message":"`+last+`"}`) {
		t.Errorf("the last line of the log is %s", lines[len(lines)-1])
	}
}

func (m machine) checkMetrics(t *testing.T, code float64) {
	t.Helper()
	text, err := os.ReadFile(m.at("/var/lib/prometheus/node-exporter/arrears-nightly.prom"))
	if err != nil {
		t.Fatal(err)
	}
	if got := checkExposition(t, string(text)); got[`arrears_run_exit_code{name="arrears-nightly"}`] != code || got[`arrears_run_outreach{name="arrears-nightly"}`] == 0 {
		t.Errorf("the metrics are\n%s", text)
	}
}

func TestTheNightlyConfiguration(t *testing.T) {
	atRoot(t)
	out := t.TempDir()
	t.Setenv("ARREARS_OUT", filepath.Join(out, "runs", "{as_of}"))
	for _, more := range [][]string{{"--show-config"}, {"--as-of", "2026-10-30"}, {"--as-of", "2026-10-31"}} {
		var stdout, stderr bytes.Buffer
		if code := execute(t.Context(), append([]string{"run", "--config", "samples/nightly/nightly.yaml"}, more...), &stdout, &stderr); code != exitDone {
			t.Fatalf("exit code %d: %s", code, stderr.String())
		}
		if more[0] == "--as-of" {
			checkLog(t, stderr.String(), "done")
		}
	}
	manifest, err := os.ReadFile(filepath.Join(out, "runs", "2026-10-31", "run.json"))
	if err != nil || !bytes.Contains(manifest, []byte(`"--previous=`+filepath.Join(out, "runs", "2026-10-30")+`"`)) {
		t.Errorf("it is compared with another run (%v)", err)
	}
}

// unitOf reads a unit of systemd: the values of each key, in order, by SECTION.KEY.
func unitOf(t *testing.T, name string) map[string][]string {
	t.Helper()
	unit := make(map[string][]string)
	section := ""
	for line := range strings.Lines(readNightly(t, name)) {
		line = strings.TrimSpace(line)
		key, value, isPair := strings.Cut(line, "=")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
		case isPair:
			unit[section+"."+key] = append(unit[section+"."+key], value)
		default:
			t.Errorf("%s: %q", name, line)
		}
	}
	return unit
}

func TestTheSystemdService(t *testing.T) {
	unit := unitOf(t, "arrears-nightly.service")
	m := newMachine(t)
	words := strings.Fields(unit["Service.ExecStart"][0])
	for range 2 { // the second takes the place of the first
		_, log, code := m.run(t, unit["Service.Environment"], slices.Clone(words)...)
		if code != exitDone {
			t.Fatalf("exit code %d: %s", code, log)
		}
		checkLog(t, log, "done")
	}
	m.checkRuns(t, 1)
	m.checkMetrics(t, exitDone)
	if err := os.RemoveAll(m.at("/srv/arrears/exports")); err != nil {
		t.Fatal(err)
	}
	if _, log, code := m.run(t, unit["Service.Environment"], slices.Clone(words)...); code != exitUnusable {
		t.Errorf("without exports the exit code is %d: %s", code, log)
	}
	m.checkMetrics(t, exitUnusable)

	for key, want := range map[string]string{"Type": "oneshot", "ProtectSystem": "strict", "PrivateTmp": "yes", "PrivateNetwork": "yes", "NoNewPrivileges": "yes",
		"ProtectHome": "yes", "CapabilityBoundingSet": "", "MemorySwapMax": "0", "LimitCORE": "0", "UMask": "0077"} {
		if got := unit["Service."+key]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s=%v; want %q", key, got, want)
		}
	}
	if unit["Service.User"][0] == "root" || len(unit["Service.MemoryMax"]) != 1 {
		t.Error("it runs as root, or without a limit")
	}
}

func TestTheSystemdTimer(t *testing.T) {
	unit := unitOf(t, "arrears-nightly.timer")
	if unit["Timer.Persistent"][0] != "yes" || len(unit["Timer.OnCalendar"]) != 1 || len(unit["Timer.RandomizedDelaySec"]) != 1 || unit["Install.WantedBy"][0] != "timers.target" {
		t.Errorf("%v", unit)
	}
}

// systemd itself looks at the units, where there is one.
func TestSystemdTakesTheUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("there is no systemd-analyze")
	}
	folder := t.TempDir()
	var units []string
	for _, name := range []string{"arrears-nightly.service", "arrears-nightly.timer"} {
		units = append(units, filepath.Join(folder, name))
		text := strings.Replace(readNightly(t, name), "/usr/local/bin/arrears", "/bin/true", 1) // it looks for the program
		if err := os.WriteFile(units[len(units)-1], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(arguments ...string) {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), analyze, arguments...).CombinedOutput(); err != nil || slices.Contains(arguments, "verify") && len(out) > 0 {
			t.Errorf("systemd-analyze %v: %v\n%s", arguments, err, out)
		}
	}
	run(append([]string{"verify", "--man=no"}, units...)...)
	run("calendar", unitOf(t, "arrears-nightly.timer")["Timer.OnCalendar"][0])
	if help, err := exec.CommandContext(t.Context(), analyze, "--help").Output(); err == nil && bytes.Contains(help, []byte("--threshold")) {
		run("security", "--no-pager", "--offline=true", "--threshold=10", units[0]) // 1.0 of 10
	}
}

// cronLine is a line of a crontab that runs something.
var cronLine = regexp.MustCompile(`^([0-9*,/-]+ ){5}(.+)$`)

func TestTheCrontab(t *testing.T) {
	var environment, jobs []string
	for line := range strings.Lines(readNightly(t, "crontab")) {
		line = strings.TrimSpace(line)
		switch job := cronLine.FindStringSubmatch(line); {
		case line == "" || strings.HasPrefix(line, "#"):
		case job != nil:
			jobs = append(jobs, job[2])
		case strings.Contains(line, "="):
			environment = append(environment, line)
		default:
			t.Errorf("cron would not take %q", line)
		}
	}
	if len(jobs) != 1 || strings.Contains(jobs[0], "%") || !slices.ContainsFunc(environment, func(pair string) bool { return strings.HasPrefix(pair, "MAILTO=") }) {
		t.Fatalf("the jobs are %q", jobs)
	}
	m := newMachine(t)
	if mail, _, code := m.run(t, environment, "/bin/sh", "-c", jobs[0]); code != 0 || mail != "" {
		t.Errorf("a good night ends with %d, and mails %q", code, mail)
	}
	log, err := os.ReadFile(m.at("/var/log/arrears/nightly.log"))
	if err != nil {
		t.Fatal(err)
	}
	checkLog(t, string(log), "done")
	m.checkRuns(t, 1)
	m.checkMetrics(t, exitDone)
	if err := os.RemoveAll(m.at("/srv/arrears/exports")); err != nil {
		t.Fatal(err)
	}
	mail, _, _ := m.run(t, environment, "/bin/sh", "-c", jobs[0])
	if want := "arrears: " + m.at("/srv/arrears/exports") + ": there is no such file or folder; check the path\n"; mail != want {
		t.Errorf("a bad night mails %q", mail)
	}
	m.checkMetrics(t, exitUnusable)
}
