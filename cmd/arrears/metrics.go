package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"arrears/pipeline/coap"
	"arrears/pipeline/ledger"
	"arrears/pipeline/report"
	"arrears/writers"
)

// The metrics file is in the text format of Prometheus, for the textfile collector of
// node_exporter. What is said of the last run, whatever became of it, is written anew each
// time; what is said of the last run that published is kept when a later one fails.

// metric is one series of the file: a name, labels in order, and a value.
type metric struct {
	name   string
	labels []label
	value  string
}

type label struct{ name, value string }

// metricKind is a metric's name, its help, and whether it is of the last run that
// published.
type metricKind struct {
	name      string
	help      string
	published bool
}

// metricKinds lists the metrics in the order of the file. All are gauges: they say what one
// run was like.
var metricKinds = []metricKind{
	{"arrears_run_info", "Program, policy and as-of date of the last run, as labels.", false},
	{"arrears_run_exit_code", "Exit code of the last run: 0 done, 1 failed, 2 bad usage, policy or input, 3 too many rejects, 4 locked by another run, 130 interrupted.", false},
	{"arrears_run_start_timestamp_seconds", "When the last run began.", false},
	{"arrears_run_end_timestamp_seconds", "When the last run ended.", false},
	{"arrears_run_duration_seconds", "How long the last run took.", false},
	{"arrears_run_last_success_timestamp_seconds", "When the last run that published ended.", true},
	{"arrears_run_last_success_as_of_timestamp_seconds", "As-of date of the last run that published, its midnight in UTC.", true},
	{"arrears_run_last_success_stage_duration_seconds", "How long each stage of the last run that published took.", true},
	{"arrears_run_rows", "Rows that the last run that published read, by table and fate.", true},
	{"arrears_run_cases", "Cases of the last run that published, by status.", true},
	{"arrears_run_ncps", "Parents who owe support of the last run that published, by COAP status.", true},
	{"arrears_run_outreach", "Parents on the outreach list of the last run that published.", true},
	{"arrears_run_rejects", "Rejects of the last run that published, by code.", true},
	{"arrears_run_rejects_naming_nobody", "Rejects of the last run that published that name neither case nor parent.", true},
	{"arrears_run_removed_runs", "Earlier runs that the last run that published removed.", true},
	{"arrears_run_unremovable_runs", "Earlier runs that the last run that published should have removed and could not.", true},
}

// seriesLabel is what tells the metrics of one configuration from another's: the name of
// the file, which no other file in the collector's folder has.
func seriesLabel(path string) label {
	return label{"name", strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))}
}

// checkMetrics makes sure before the work begins that the metrics can be written.
func checkMetrics(path string) error {
	if path == "" {
		return nil
	}
	if filepath.Ext(path) != ".prom" {
		return usagef("--metrics %q: the textfile collector reads only files that end in .prom; name it so", path)
	}
	return metricsFile(path).Check()
}

// metricsFile is readable by everybody, for node_exporter is somebody else.
func metricsFile(path string) writers.File {
	return writers.File{Path: path, Replace: true, Public: true}
}

// writeMetrics writes the metrics of a run that has ended, whole or not at all.
func writeMetrics(path string, d *diary, laps []report.Duration, o outcome) error {
	metrics := runMetrics(d, o)
	if d.result != nil {
		metrics = append(metrics, publishedMetrics(d, laps, o)...)
	} else {
		metrics = append(metrics, readPublished(path)...)
	}
	return metricsFile(path).Publish(func(w io.Writer) error { return writeExposition(w, seriesLabel(path), metrics) })
}

func runMetrics(d *diary, o outcome) []metric {
	return []metric{
		{"arrears_run_info", []label{{"version", version}, {"policy", d.policy}, {"as_of", d.asOf}}, "1"},
		{"arrears_run_exit_code", nil, strconv.Itoa(o.code)},
		{"arrears_run_start_timestamp_seconds", nil, timestamp(d.started)},
		{"arrears_run_end_timestamp_seconds", nil, timestamp(o.ended)},
		{"arrears_run_duration_seconds", nil, seconds(o.ended.Sub(d.started))},
	}
}

func publishedMetrics(d *diary, laps []report.Duration, o outcome) (metrics []metric) {
	add := func(name string, value int, labels ...label) {
		metrics = append(metrics, metric{name, labels, strconv.Itoa(value)})
	}
	r := d.result
	metrics = append(metrics,
		metric{"arrears_run_last_success_timestamp_seconds", nil, timestamp(o.ended)},
		metric{"arrears_run_last_success_as_of_timestamp_seconds", nil, strconv.Itoa(unixDay(r.AsOf))})
	for _, lap := range laps {
		metrics = append(metrics, metric{"arrears_run_last_success_stage_duration_seconds", []label{{"stage", stageKey(lap.Stage)}}, seconds(lap.Elapsed)})
	}
	for _, table := range []ledger.TableKind{ledger.LedgerTable, ledger.CasesTable, ledger.NCPsTable, ledger.EventsTable} {
		for _, fate := range fates(r.Inputs, table) {
			add("arrears_run_rows", fate.rows, label{"table", table.String()}, label{"fate", fate.name})
		}
	}
	add("arrears_run_cases", len(r.Cases)-r.Totals.CasesTainted, label{"status", "ok"})
	add("arrears_run_cases", r.Totals.CasesTainted, label{"status", "tainted"})
	for _, status := range coap.Statuses() {
		add("arrears_run_ncps", r.Totals.ByStatus[status].NCPs, label{"status", status.String()})
	}
	add("arrears_run_outreach", len(r.Outreach))
	byCode := make(map[ledger.Code]int)
	for i := range r.Rejects {
		byCode[r.Rejects[i].Code]++
	}
	for _, code := range append(ledger.Codes(), ledger.OutOfBalance) {
		add("arrears_run_rejects", byCode[code], label{"code", string(code)})
	}
	add("arrears_run_rejects_naming_nobody", r.RejectsNamingNobody)
	add("arrears_run_removed_runs", len(d.kept.removed))
	add("arrears_run_unremovable_runs", len(d.kept.refused))
	return metrics
}

// fate is what became of rows, and of how many.
type fate struct {
	name string
	rows int
}

// fates counts the rows of a table, over all its parts.
func fates(inputs []*ledger.Part, table ledger.TableKind) []fate {
	sums := []fate{{name: "accepted"}, {name: "rejected"}, {name: "duplicate"}, {name: "future"}}
	for _, part := range inputs {
		if part.Kind == table {
			for i, rows := range []int{part.Accepted, part.Rejected, part.Duplicate, part.Future} {
				sums[i].rows += rows
			}
		}
	}
	return sums
}

// writeExposition writes metrics by kind, with help and type before the first of each.
func writeExposition(w io.Writer, series label, metrics []metric) error {
	var text strings.Builder
	for _, kind := range metricKinds {
		said := false
		for _, m := range metrics {
			if m.name != kind.name {
				continue
			}
			if !said {
				fmt.Fprintf(&text, "# HELP %s %s\n# TYPE %s gauge\n", kind.name, kind.help, kind.name)
				said = true
			}
			fmt.Fprintf(&text, "%s{%s} %s\n", m.name, labelText(append([]label{series}, m.labels...)), m.value)
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// labelText writes labels as the format has them.
func labelText(labels []label) string {
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
	words := make([]string, len(labels))
	for i, l := range labels {
		words[i] = l.name + `="` + escaped.Replace(l.value) + `"`
	}
	return strings.Join(words, ",")
}

// unixDay is a day's midnight in UTC, in seconds since 1970.
func unixDay(date ledger.Date) int { return int(date-ledger.MustDate("1970-01-01")) * 86_400 }

// timestamp is a time in seconds since 1970, as Prometheus has it.
func timestamp(at time.Time) string {
	return fmt.Sprintf("%d.%03d", at.Unix(), at.Nanosecond()/int(time.Millisecond))
}

func seconds(d time.Duration) string {
	return fmt.Sprintf("%d.%06d", d/time.Second, d%time.Second/time.Microsecond)
}

// stageKey is a stage's name as logs and metrics have it: read_parties.
func stageKey(stage string) string { return strings.ReplaceAll(stage, " ", "_") }
