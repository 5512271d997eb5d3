package pipeline

import (
	"context"
	"sync"
	"time"

	"arrears/pipeline/ordered"
	"arrears/pipeline/report"
)

// stopwatch times the stages of a run.
type stopwatch struct {
	progress *Progress
	name     string
	began    time.Time
	done     []report.Duration
}

func newStopwatch(progress *Progress) *stopwatch {
	return &stopwatch{progress: progress, began: time.Now()}
}

// stage ends the stage under way and begins another.
func (s *stopwatch) stage(name string) {
	now := time.Now()
	if s.name != "" {
		s.done = append(s.done, report.Duration{Stage: s.name, Elapsed: now.Sub(s.began)})
	}
	s.name, s.began = name, now
	if s.progress != nil {
		s.progress.Stage.Store(&name)
		if s.progress.Began != nil {
			s.progress.Began(name)
		}
	}
}

func (s *stopwatch) laps() []report.Duration { return s.done }

// errand is work done beside the main flow by one goroutine, which wait waits for.
type errand struct {
	cancel context.CancelFunc
	once   sync.Once
	result chan error
	err    error
}

func start(ctx context.Context, work func(context.Context) error) *errand {
	ctx, cancel := context.WithCancel(ctx)
	e := &errand{cancel: cancel, result: make(chan error, 1)}
	go func() { e.result <- ordered.Guard(func() error { return work(ctx) }) }()
	return e
}

// wait waits for the work to end; stop asks it to end first.
func (e *errand) wait() error {
	e.once.Do(func() {
		e.err = <-e.result
		e.cancel()
	})
	return e.err
}

// stop ends the work and waits for it.
func (e *errand) stop() {
	e.cancel()
	_ = e.wait() // the run has failed already, or has seen this error
}
