package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"arrears/pipeline"
	"arrears/pipeline/report"
	"arrears/writers"
)

// diary is what is known of a run once it has ended: for the last line of its log, and for
// its metrics. It holds counts, dates and file names, and nothing personal.
type diary struct {
	id        string // of this run in logs and in run.json's clock; it tells runs apart and is in no report
	started   time.Time
	asOf      string
	policy    string          // name@version; blank before it is loaded
	result    *report.Report  // nil unless it was published
	published *writers.Folder // likewise
	kept      retention
}

// newDiary begins a diary. The id is the time and, for runs that begin at once, a random
// number.
func newDiary(started time.Time) *diary {
	var number [3]byte
	_, _ = rand.Read(number[:]) // it never fails
	return &diary{id: started.UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(number[:]), started: started}
}

// outcome is how a run ended.
type outcome struct {
	code    int
	message string // blank where it is done
	ended   time.Time
}

// outcomeOf says how a run ended that returned an error or none.
func outcomeOf(ctx context.Context, err error, ended time.Time) outcome {
	if err == nil {
		return outcome{exitDone, "", ended}
	}
	code, message := failure(ctx, err, true)
	return outcome{code, message, ended}
}

// failure is the exit code of an error and the line that says it, of a command that
// publishes something or not.
func failure(ctx context.Context, err error, publishes bool) (code int, message string) {
	code = exitCode(ctx, err)
	switch {
	case code != exitInterrupted:
		return code, oneLine(err)
	case publishes:
		return code, "interrupted; nothing was published"
	}
	return code, "interrupted"
}

// log writes the last line of the log: done or failed, with what an alert needs to know.
func (d *diary) log(m *monitor, o outcome, err error) {
	event, message := m.log.Info(), "done"
	if o.code != exitDone {
		event, message = m.log.Error(), "failed"
		event = event.Str("error", o.message)
		if m.stageName != "" {
			event = event.Str("stage", m.stageName)
		}
	}
	event = event.Int("exit_code", o.code).Str("as_of", d.asOf)
	if d.policy != "" {
		event = event.Str("policy", d.policy)
	}
	var rejects *pipeline.TooManyRejects
	switch {
	case d.result != nil:
		event = headline(event, d.result)
		event = event.Int("removed_runs", len(d.kept.removed)).Str("folder", d.published.Path).Str("manifest_sha256", d.published.ManifestSHA256)
		if d.published.TrailHead != "" {
			event = event.Str("trail_sha256", d.published.TrailHead) // of the last line: kept elsewhere, it guards the trail
		}
	case errors.As(err, &rejects):
		event = event.Int("rows_rejected", rejects.Rejected).Int("rows_read", rejects.Read)
	}
	durations(event, m.laps).Dur("duration_ms", o.ended.Sub(d.started)).Msg(message)
}

// headline adds the headline counts of a report.
func headline(event *zerolog.Event, r *report.Report) *zerolog.Event {
	return event.Int("cases", len(r.Cases)).Int("ncps", len(r.NCPs)).Int("outreach", len(r.Outreach)).
		Int("rejects", len(r.Rejects)).Int("cases_tainted", r.Totals.CasesTainted)
}

// durations adds how long each stage took.
func durations(event *zerolog.Event, laps []report.Duration) *zerolog.Event {
	for _, lap := range laps {
		event = event.Dur(stageKey(lap.Stage)+"_ms", lap.Elapsed)
	}
	return event
}

// close ends the diary: the log has its last line, and the metrics file the run's figures.
// That a metrics file can't be written is logged and no failure, for the reports are out.
func (f *runFlags) close(command *cobra.Command, d *diary, err error) {
	m := f.monitor
	if m == nil { // it failed before there was one
		var badForm error
		if m, badForm = newMonitor(command.ErrOrStderr(), f.log, f.quiet, d.id); badForm != nil {
			m, _ = newMonitor(command.ErrOrStderr(), "json", f.quiet, d.id)
		}
	}
	if d.asOf == "" {
		d.asOf = f.asOf
	}
	o := outcomeOf(command.Context(), err, time.Now())
	if f.metrics != "" {
		if writeErr := writeMetrics(f.metrics, d, m.laps, o); writeErr != nil {
			m.log.Warn().Str("error", oneLine(writeErr)).Msg("the metrics are not written")
		}
	}
	if o.code == exitDone || !m.plain { // at a terminal, the line on stderr says it
		d.log(m, o, err)
	}
}
