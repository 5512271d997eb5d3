package main

import (
	"io"
	"os"
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
	plain    bool          // a person at a terminal reads what goes there
	ending   chan struct{} // closed to end the showing of progress
	ended    chan struct{} // closed once it has ended
	once     sync.Once

	stageName  string // the stage under way; blank before the first
	stageBegan time.Time
	laps       []report.Duration // of the stages that have ended
	rows       func() int64      // ledger rows read so far
}

// logEvery is how often a run without a terminal says how far it is.
const logEvery = 5 * time.Second

// newMonitor makes a monitor. Run, if not blank, is the run's id, which each line of the
// log then has.
func newMonitor(out io.Writer, form string, quiet bool, run string) (*monitor, error) {
	m := &monitor{out: out, quiet: quiet, terminal: isTerminal(out)}
	m.plain = m.terminal && form == ""
	switch {
	case form == "console" || (form == "" && m.terminal):
		m.log = zerolog.New(zerolog.ConsoleWriter{Out: out, TimeFormat: time.TimeOnly, NoColor: !m.terminal || os.Getenv("NO_COLOR") != ""})
	case form == "json" || form == "":
		m.log = zerolog.New(zerolog.SyncWriter(out))
	default:
		return nil, usagef("--log %q: give json or console", form)
	}
	m.log = m.log.With().Timestamp().Logger()
	if run != "" {
		m.log = m.log.With().Str("run", run).Logger()
	}
	if quiet || m.plain {
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
	m.rows, job.Progress.Began = job.Progress.Rows.Load, m.stage
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

// stage ends the stage under way, and begins another unless its name is blank.
func (m *monitor) stage(name string) {
	now := time.Now()
	if m.stageName != "" {
		lap := report.Duration{Stage: m.stageName, Elapsed: now.Sub(m.stageBegan)}
		m.laps = append(m.laps, lap)
		m.log.Info().Str("stage", lap.Stage).Dur("duration_ms", lap.Elapsed).Int64("ledger_rows", m.rows()).Msg("stage")
	}
	m.stageName, m.stageBegan = name, now
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

// stop stops showing progress. It may be called again, and before begin.
func (m *monitor) stop() {
	m.once.Do(func() {
		if m.ending == nil {
			return
		}
		close(m.ending)
		<-m.ended
	})
}

// finish stops showing progress after a success, and says what is to be known of the
// result.
func (m *monitor) finish(result *report.Report) {
	m.stop()
	m.stage("")
	for _, part := range result.Inputs {
		event := m.log.Info().Str("file", part.File)
		if part.Sheet != "" {
			event = event.Str("sheet", part.Sheet)
		}
		event.Stringer("table", part.Kind).Int("read", part.Read).Int("accepted", part.Accepted).Int("rejected", part.Rejected).
			Int("duplicate", part.Duplicate).Int("future", part.Future).Msg("rows")
	}
	if result.RejectsNamingNobody > 0 {
		m.log.Warn().Int("rejects", result.RejectsNamingNobody).Msg("some rejected rows name no case: a case may lack a row; see rejects.csv")
	}
}

// done logs what came of a command that publishes nothing.
func (m *monitor) done(result *report.Report) {
	durations(headline(m.log.Info(), result), m.laps).Msg("done")
}
