package main

import (
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"arrears/pipeline"
	"arrears/pipeline/report"
	"arrears/readers"
)

// monitor tells a person at a terminal, or the reader of a log, how a run goes. It logs
// counts, file names and durations, never an identifier or anything personal.
type monitor struct {
	log      zerolog.Logger
	out      io.Writer
	terminal bool
	quiet    bool
	ending   chan struct{} // closed to end the showing of progress
	ended    chan struct{} // closed once it has ended
	once     sync.Once
}

// logEvery is how often a run without a terminal says how far it is.
const logEvery = 5 * time.Second

func newMonitor(out io.Writer, form string, quiet bool) (*monitor, error) {
	m := &monitor{out: out, quiet: quiet, terminal: isTerminal(out)}
	switch {
	case form == "console" || (form == "" && m.terminal):
		m.log = zerolog.New(zerolog.ConsoleWriter{Out: out, TimeFormat: time.TimeOnly, NoColor: !m.terminal || os.Getenv("NO_COLOR") != ""})
	case form == "json" || form == "":
		m.log = zerolog.New(out)
	default:
		return nil, usagef("--log %q: give json or console", form)
	}
	m.log = m.log.With().Timestamp().Logger()
	if quiet || (m.terminal && form == "") {
		m.log = m.log.Level(zerolog.WarnLevel) // the progress bar and the summary say the rest
	}
	return m, nil
}

func isTerminal(w any) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// begin starts to show progress until stop is called.
func (m *monitor) begin(job pipeline.Job, source *readers.Source) {
	for _, part := range source.Parts() {
		event := m.log.Info().Str("file", part.File)
		if part.Sheet != "" {
			event = event.Str("sheet", part.Sheet)
		}
		event.Stringer("table", part.Kind).Int64("bytes", part.Size).
			Strs("ignored_columns", part.UnknownColumns).Msg("input")
	}
	m.ending, m.ended = make(chan struct{}), make(chan struct{})
	if m.terminal && !m.quiet {
		go m.showBar(job.Progress, source)
		return
	}
	go m.logProgress(job.Progress)
}

// notice logs what whoever watches should know while the run goes on, also where a
// progress bar says the rest.
func (m *monitor) notice(text string) {
	if m.terminal && !m.quiet && m.log.GetLevel() > zerolog.InfoLevel {
		m.log.Warn().Msg(text)
		return
	}
	m.log.Info().Msg(text)
}

func (m *monitor) logProgress(progress *pipeline.Progress) {
	defer close(m.ended)
	ticker := time.NewTicker(logEvery)
	defer ticker.Stop()
	for {
		select {
		case <-m.ending:
			return
		case <-ticker.C:
			m.log.Info().Str("stage", stageOf(progress)).Int64("ledger_rows", progress.Rows.Load()).Msg("progress")
		}
	}
}

func stageOf(progress *pipeline.Progress) string {
	if stage := progress.Stage.Load(); stage != nil {
		return *stage
	}
	return ""
}

func (m *monitor) showBar(progress *pipeline.Progress, source *readers.Source) {
	defer close(m.ended)
	bars := mpb.New(mpb.WithOutput(m.out), mpb.WithWidth(60))
	bar := bars.AddBar(max(1, source.Size()),
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return stageOf(progress) }, decor.WC{W: 20, C: decor.DindentRight})),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
			return grouped(int(progress.Rows.Load())) + " ledger rows"
		}), decor.Elapsed(decor.ET_STYLE_GO, decor.WCSyncSpace)))
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-m.ending:
			bar.Abort(true)
			bars.Wait()
			return
		case <-ticker.C:
			bar.SetCurrent(min(source.Consumed(), source.Size()-1))
		}
	}
}

// stop stops showing progress. It may be called again.
func (m *monitor) stop() {
	m.once.Do(func() {
		close(m.ending)
		<-m.ended
	})
}

// done stops showing progress and logs what came of it.
func (m *monitor) done(result *report.Report) {
	m.stop()
	if result.RejectsNamingNobody > 0 {
		m.log.Warn().Int("rejects", result.RejectsNamingNobody).Msg("some rejected rows name no case: a case may lack a row; see rejects.csv")
	}
	event := m.log.Info().Int("cases", len(result.Cases)).Int("ncps", len(result.NCPs)).Int("outreach", len(result.Outreach)).
		Int("rejects", len(result.Rejects)).Int("cases_tainted", result.Totals.CasesTainted)
	for _, lap := range result.Run.Durations {
		event = event.Dur(strings.ReplaceAll(lap.Stage, " ", "_")+"_ms", lap.Elapsed)
	}
	event.Msg("done")
}
