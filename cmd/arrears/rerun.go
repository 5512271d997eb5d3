package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"arrears/pipeline/policy"
	"arrears/readers"
	"arrears/readers/finished"
	"arrears/readers/finished/verify"
)

// rerun is a finished run that is done again.
type rerun struct {
	flags   *runFlags
	command *cobra.Command
	inputs  []string // where they are now
}

// prepareRerun makes ready to do a run again, with the arguments of its manifest: as of
// the same date, under the same policy, against the same earlier run, from the same
// inputs. Where one of these is not at hand, the error is a *readers.Error or a usage
// error.
func (f *verifyFlags) prepareRerun(ctx context.Context, run *finished.Run, given []string) (*rerun, error) {
	again := &rerun{flags: &runFlags{}}
	again.command = again.flags.command()
	again.command.SetOut(io.Discard)
	again.command.SetErr(io.Discard)
	again.command.SetContext(ctx)
	if len(run.Manifest.Arguments) == 0 || again.command.ParseFlags(run.Manifest.Arguments[1:]) != nil {
		return nil, usagef("%s has arguments that this version does not know; verify with %s", run.Name, run.Manifest.Program)
	}
	again.flags.asOf, again.flags.maxRejects, again.flags.quiet = run.Manifest.AsOf, "100%", true
	if err := again.findPolicy(run, f.policy); err != nil {
		return nil, err
	}
	if err := again.findPrevious(run, f.previous); err != nil {
		return nil, err
	}
	again.flags.keyFile = f.keyFile
	keyed, err := f.keyed(run)
	if err != nil {
		return nil, err
	}
	return again, again.findInputs(ctx, run, given, keyed)
}

// findPolicy looks for the policy that the run applied.
func (r *rerun) findPolicy(run *finished.Run, given string) error {
	if given != "" {
		r.flags.policy = given
	}
	rules, err := policy.Load(r.flags.policy)
	if err != nil {
		return err
	}
	if rules.SHA256 != run.Manifest.Policy.SHA256 {
		return usagef("%s applied another text of the policy %s than %s is now; name that text with --policy", run.Name, run.Manifest.Policy.Label(), r.flags.policy)
	}
	return nil
}

// findPrevious looks for the earlier run that the run was compared with.
func (r *rerun) findPrevious(run *finished.Run, given string) error {
	r.flags.previous = ""
	compared := run.Manifest.Compared
	if compared == nil {
		return nil
	}
	r.flags.previous = compared.Run
	if given != "" {
		r.flags.previous = given
	}
	earlier, err := finished.Open(r.flags.previous)
	if err != nil {
		return fmt.Errorf("%w (the earlier run that %s was compared with); name it with --previous", err, run.Name)
	}
	if earlier.ManifestSHA256 != compared.Manifest {
		return usagef("%s is not as it was when %s was compared with it; name the earlier run with --previous", r.flags.previous, run.Name)
	}
	return nil
}

// findInputs looks for the inputs, and calls them what the run called them.
func (r *rerun) findInputs(ctx context.Context, run *finished.Run, given []string, keyed func(string) string) error {
	files := verify.InputFiles(run)
	paths, _, err := verify.FindInputs(ctx, run, verify.Options{Inputs: given, Keyed: keyed})
	if err != nil {
		return err
	}
	if at := slices.Index(paths, ""); at >= 0 {
		return &readers.Error{Name: files[at].Path, Message: "is not at hand as the run read it; name it behind the run"}
	}
	r.inputs, r.flags.named = paths, make(map[string]string)
	for i := range files {
		r.flags.named[paths[i]] = files[i].Path
	}
	return nil
}

// compare does the run again into a temporary folder that only this user may enter, and
// compares what it gives.
func (r *rerun) compare(ctx context.Context, run *finished.Run, result *verify.Result) (err error) {
	folder, err := os.MkdirTemp("", "arrears-verify-")
	if err != nil {
		return fmt.Errorf("make a folder for the rerun: %w; name another with TMPDIR", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	r.flags.out = filepath.Join(folder, "rerun")
	if err := r.flags.publish(r.command, r.inputs, newDiary(time.Now())); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return result.Refuse("--rerun", err)
	}
	return result.Compare(ctx, run, r.flags.out)
}
